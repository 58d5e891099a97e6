import { assert } from '../base/assert.ts';
import type { Gesture } from './gesture.ts';

/** A gesture with its place in its list: the places of a list follow each other, oldest first. */
export type PlacedGesture = { readonly index: number; readonly gesture: Gesture };

/** One list of gestures, whose places stay as they are when the oldest go. */
export class GestureStack {
	#first: number;
	#gestures: Gesture[];

	constructor(rows: readonly PlacedGesture[] = []) {
		this.#first = rows[0]?.index ?? 0;
		this.#gestures = rows.map(({ index, gesture }, i) => {
			assert(index === this.#first + i, `the gestures follow each other, but ${index} is number ${i}`);
			return gesture;
		});
	}

	/** Oldest first. */
	get gestures(): readonly Gesture[] {
		return this.#gestures;
	}

	/** The place of the oldest. */
	get first(): number {
		return this.#first;
	}

	/** The place of the next to come. */
	get next(): number {
		return this.#first + this.#gestures.length;
	}

	get top(): Gesture | undefined {
		return this.#gestures.at(-1);
	}

	push(gesture: Gesture): PlacedGesture {
		const index = this.next;
		this.#gestures.push(gesture);
		return { index, gesture };
	}

	pop(): Gesture | undefined {
		return this.#gestures.pop();
	}

	/** Replaces the gesture that is `at`-th from the oldest. */
	replace(at: number, gesture: Gesture): PlacedGesture {
		this.#gestures[at] = gesture;
		return { index: this.#first + at, gesture };
	}

	dropOldest(): Gesture | undefined {
		const dropped = this.#gestures.shift();
		if (dropped) this.#first += 1;
		return dropped;
	}

	/** Returns what there was. */
	clear(): readonly Gesture[] {
		const gestures = this.#gestures;
		this.#gestures = [];
		this.#first = 0;
		return gestures;
	}
}
