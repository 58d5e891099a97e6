import type { Dispose } from '#lib/base/disposer.ts';
import type { PageAround } from '#lib/storage/page-adapter.ts';

/** The locks of a browser, without its time: who has patience for less than four seconds has none. */
export function memoryLocks(): Pick<PageAround, 'holdLock'> {
	const held = new Map<string, Promise<void>>();
	return {
		holdLock: async (name, patienceMs): Promise<Dispose | null> => {
			if (held.has(name) && patienceMs < 4000) return null;
			while (held.has(name)) await held.get(name);
			const { promise, resolve } = Promise.withResolvers<void>();
			held.set(name, promise);
			return () => {
				held.delete(name);
				resolve();
			};
		},
	};
}
