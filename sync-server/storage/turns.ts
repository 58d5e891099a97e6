/** Runs what belongs to one key one after the other; keys do not wait for each other. */
export class Turns<Key> {
	#last = new Map<Key, Promise<void>>();

	/** What `run` resolves or rejects to, once its turn came. */
	async take<T>(key: Key, run: () => Promise<T>): Promise<T> {
		const before = this.#last.get(key);
		const { promise: turn, resolve: done } = Promise.withResolvers<void>();
		this.#last.set(key, turn);
		await before;
		try {
			return await run();
		} finally {
			done();
			if (this.#last.get(key) === turn) this.#last.delete(key);
		}
	}
}
