import type { Dispose } from './disposer.ts';

/**
 * One kind of event with its listeners. Listeners added while emitting hear the next event; those taken away, none.
 */
export class Emitter<T> {
	#listeners = new Set<(event: T) => void>();

	get size(): number {
		return this.#listeners.size;
	}

	on(listener: (event: T) => void): Dispose {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	emit(event: T): void {
		for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(event);
	}

	clear(): void {
		this.#listeners.clear();
	}
}
