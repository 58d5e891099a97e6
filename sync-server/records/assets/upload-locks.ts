import type { Lock, Locker } from '@tus/server';

type Holder = { readonly askToEnd: () => void | Promise<void>; readonly ended: Promise<void> };

/** One request at a time for each upload. Whoever comes next asks the one before to end: its line may be half-open. */
export class UploadLocks implements Locker {
	#holders = new Map<string, Holder>();

	newLock(id: string): Lock {
		const { promise: ended, resolve: end } = Promise.withResolvers<void>();
		return {
			lock: async (_signal, askToEnd) => {
				for (let holder = this.#holders.get(id); holder; holder = this.#holders.get(id)) {
					await holder.askToEnd();
					await holder.ended;
				}
				this.#holders.set(id, { askToEnd, ended });
			},
			unlock: async () => {
				this.#holders.delete(id);
				end();
			},
		};
	}

	/** Runs while nobody else holds the upload; null when somebody does. */
	async tryWith<T>(id: string, run: () => Promise<T>): Promise<T | null> {
		if (this.#holders.has(id)) return null;
		const lock = this.newLock(id);
		// Nothing to wait for: taken before anybody else can run.
		await lock.lock(new AbortController().signal, () => {});
		return run().finally(() => lock.unlock());
	}
}
