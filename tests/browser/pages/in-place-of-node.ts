// What the suites take from Node, as a page has it: its own IndexedDB where Node has an imitation, and turns.
import { settleDatabase, watchDatabase } from './database-turns.ts';

watchDatabase();

// The suites let everything ready run by turns of Node's loop; a database on disk takes as long as it takes.
Object.assign(globalThis, { setImmediate: (run: () => void) => void settleDatabase().then(run) });

let made = 0;

/** Stands for fake-indexeddb's factory: each one has databases of its own, in the real IndexedDB of this page. */
export class IDBFactory {
	readonly #prefix = `device-${Date.now()}-${(made += 1)}-`;

	open(name: string, version?: number): IDBOpenDBRequest {
		return indexedDB.open(this.#prefix + name, version);
	}

	deleteDatabase(name: string): IDBOpenDBRequest {
		return indexedDB.deleteDatabase(this.#prefix + name);
	}

	async databases(): Promise<IDBDatabaseInfo[]> {
		const all = await indexedDB.databases();
		const own = all.filter(({ name }) => name?.startsWith(this.#prefix));
		return own.map((info) => ({ ...info, name: info.name?.slice(this.#prefix.length) ?? '' }));
	}

	cmp(first: unknown, second: unknown): number {
		return indexedDB.cmp(first, second);
	}
}
