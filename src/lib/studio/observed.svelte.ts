import { createSubscriber } from 'svelte/reactivity';
import type { Dispose } from '../base/disposer.ts';

/**
 * The one way outside sources come in: subscribes while something on screen reads `current`, and reads
 * afresh each time. `subscribe` calls its argument whenever `read` may give something else.
 */
export class Observed<T> {
	#subscribe: () => void;
	#read: () => T;

	constructor(subscribe: (changed: () => void) => Dispose, read: () => T) {
		this.#subscribe = createSubscriber(subscribe);
		this.#read = read;
	}

	get current(): T {
		this.#subscribe();
		return this.#read();
	}
}
