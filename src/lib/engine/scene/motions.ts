import type { EntityNode } from './entity-node.ts';
import type { EntityPart } from './entity-part.ts';
import { Samples } from './samples.ts';

/** After a longer wait nothing leaps, s. */
const LONGEST_STEP = 0.25;

/** The parts of a scene that go on by themselves while a game plays. */
export class Motions {
	/** What of them goes on between games. */
	readonly samples = new Samples();
	#nodeOf = new Map<EntityPart, EntityNode>();
	#time: number | null = null;

	/** A part is here. */
	add(part: EntityPart, node: EntityNode): void {
		if (part.motion) this.#nodeOf.set(part, node);
	}

	remove(part: EntityPart): void {
		this.#nodeOf.delete(part);
	}

	/** Shows them at a time of the game, s; null: at rest. Whose picture is another now. */
	show(time: number | null): ReadonlySet<EntityNode> {
		if (time === null && this.#time === null) return new Set();
		if (this.#time === null) this.samples.end();
		const seconds = Math.min(Math.max((time ?? 0) - (this.#time ?? time ?? 0), 0), LONGEST_STEP);
		this.#time = time;
		for (const { motion } of this.#nodeOf.keys()) {
			if (time === null) motion?.rest();
			else motion?.advance(seconds);
		}
		return new Set(this.#nodeOf.values());
	}

	/** While no game plays: what is selected so many seconds later. Whether there will be more to see. */
	sample(seconds: number): boolean {
		return this.#time === null && this.samples.advance(seconds, this.#nodeOf);
	}
}
