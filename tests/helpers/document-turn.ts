import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import type { Random } from '#lib/base/random.ts';
import type { Result } from '#lib/base/result.ts';
import type { CommandError } from '#lib/doc/commands/command.ts';
import type { SceneDocument } from '#lib/doc/scene.ts';
import type { Person } from './document-person.ts';
import type { DocumentWorld } from './document-world.ts';

/** A scene or prefab stops growing about here: more of it would find nothing more. */
const CROWDED = 40;

/** One turn of one person: what they may choose from, and what they chose, in words. */
export class Turn {
	readonly world: DocumentWorld;
	readonly person: Person;
	readonly #picks: readonly number[];
	#next = 0;

	constructor(world: DocumentWorld, who: number, picks: readonly number[]) {
		this.world = world;
		this.person = world.people[who % world.people.length] as Person;
		this.#picks = picks;
	}

	/** 0 to below `count`. Picks go round when an act takes more than there are. */
	pick(count: number): number {
		const round = Math.floor(this.#next / this.#picks.length);
		const pick = this.#picks[this.#next++ % this.#picks.length] ?? 0;
		return count < 1 ? 0 : (pick + round * 7) % count;
	}

	pickOf<T>(list: readonly T[]): T {
		if (list.length === 0) throw new Error('There is nothing to pick from.');
		return list[this.pick(list.length)] as T;
	}

	chance(percent: number): boolean {
		return this.pick(100) < percent;
	}

	/** Where jitter comes from: now and then everybody draws the same, so that equal order keys meet. */
	get random(): Random {
		return this.chance(40) ? () => 0 : this.world.random;
	}

	/** A scene or prefab this person has; mostly one that the project still lists. */
	scene(): SceneDocument {
		const ids = this.world.documentsOf('scene', 'prefab');
		const listed = ids.filter((id) => !this.person.isGone(id));
		return this.person.scene(
			this.pickOf(this.#isAlone || (listed.length > 0 && this.chance(90)) ? listed : ids),
		);
	}

	/** Whether undo will reach it: alone, one edits only what the project still lists. */
	mayEdit(id: DocumentId): boolean {
		return !this.#isAlone || !this.person.isGone(id);
	}

	get #isAlone(): boolean {
		return this.world.people.length === 1;
	}

	/** An entity that is there, often one of the same few, on which people's edits meet. */
	entity(scene: SceneDocument): EntityId | undefined {
		const ids = [...scene.snapshot.entities.keys()].sort();
		const among = this.chance(50) ? ids.slice(0, 5) : ids;
		return among.length === 0 ? undefined : this.pickOf(among);
	}

	isCrowded(scene: SceneDocument): boolean {
		return scene.snapshot.entities.size >= CROWDED;
	}

	nameOf(scene: SceneDocument, id: EntityId | null | undefined): string {
		const entity = id ? scene.find(id) : undefined;
		return entity ? `“${entity.name}” (${id?.slice(0, 4)})` : 'the root';
	}

	/** Counts a command and says what it did, or why not. */
	told(result: Result<unknown, CommandError>, what: string): string {
		this.world.ledger.count(result.ok ? 'commands' : 'refused');
		return result.ok ? what : `${what}: ${result.error.reason}`;
	}

	titleOf(id: DocumentId): string {
		return `document ${id.slice(0, 4)}`;
	}
}

/** What a turn can be. Returns what was done, in words; undefined when there was nothing to do it to. */
export type Act = (turn: Turn) => string | undefined;
