import type { GameEntity } from './game-world.ts';

/** What is in a game, by its name; of each name in the order in which they came. */
export class NamedEntities {
	#byName = new Map<string, GameEntity[]>();

	of(name: string): readonly GameEntity[] {
		return this.#byName.get(name) ?? [];
	}

	add(entity: GameEntity): void {
		const named = this.#byName.get(entity.name);
		if (!named) this.#byName.set(entity.name, [entity]);
		else if (named.at(-1)!.index < entity.index) named.push(entity);
		else named.splice(firstAfter(named, entity.index), 0, entity);
	}

	remove(entity: GameEntity): void {
		const named = this.#byName.get(entity.name) ?? [];
		const at = firstAfter(named, entity.index - 1);
		if (named[at] !== entity) return;
		if (named.length === 1) this.#byName.delete(entity.name);
		else named.splice(at, 1);
	}
}

/** Where what came later than this begins. */
function firstAfter(entities: readonly GameEntity[], index: number): number {
	let [low, high] = [0, entities.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (entities[middle]!.index > index) high = middle;
		else low = middle + 1;
	}
	return low;
}
