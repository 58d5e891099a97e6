import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from './entity-node.ts';
import type { EntityPart } from './entity-part.ts';
import type { Sample } from './motion.ts';

/** How long they go on after they were selected or edited, s: what nobody touches is not drawn again and again. */
const LONGEST = 20;

/** What of the selected goes on by itself while one edits. */
export class Samples {
	#ids: ReadonlySet<EntityId> = new Set();
	#shown = new Set<Sample>();
	#left = 0;
	#still = false;

	choose(ids: readonly EntityId[]): void {
		this.#ids = new Set(ids);
		this.#left = LONGEST;
	}

	/** For who wants nothing to move: they stand as they are once all of it is there. */
	set still(on: boolean) {
		if (on === this.#still) return;
		this.#still = on;
		this.end();
		this.#left = LONGEST;
	}

	/** Something is otherwise. */
	wake(): void {
		this.#left = LONGEST;
		// What stands still shows only as a whole what it is now.
		if (this.#still) this.end();
	}

	end(): void {
		for (const sample of this.#shown) sample.rest();
		this.#shown.clear();
	}

	/** So many seconds later; whether there will be more to see. */
	advance(seconds: number, parts: Iterable<readonly [EntityPart, EntityNode]>): boolean {
		const due = new Set<Sample>();
		if (this.#ids.size > 0)
			for (const [{ sample }, { id }] of parts) if (sample && this.#ids.has(id)) due.add(sample);
		for (const sample of this.#shown) if (!due.has(sample)) sample.rest();
		for (const sample of due)
			if (!this.#shown.has(sample)) sample.advance(this.#still ? sample.wholeAfter : 0);
		this.#shown = due;
		if (this.#still || due.size === 0 || this.#left <= 0) return false;
		this.#left -= seconds;
		for (const sample of due) {
			if (sample.isOver) sample.rest();
			sample.advance(seconds);
		}
		return true;
	}
}
