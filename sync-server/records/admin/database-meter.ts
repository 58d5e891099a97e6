import { once } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { measureDatabase, type DatabaseUse } from './measure-database.ts';

/** Measures a database, in a thread of its own where it is a file. */
export class DatabaseMeter {
	readonly #database: DatabaseSync;
	#worker: Worker | null = null;

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	/** Rejects when it cannot be read, or the server ends. */
	async measure(): Promise<DatabaseUse> {
		const path = this.#database.location();
		// One that is in memory can be seen by this thread alone.
		if (path === null) return measureDatabase(this.#database);
		const worker = new Worker(new URL('./measure-worker.ts', import.meta.url), {
			execArgv: [],
			workerData: path,
		});
		this.#worker = worker;
		worker.unref();
		try {
			const ended = once(worker, 'exit').then(() => Promise.reject(new Error('The measuring broke off')));
			const [use] = (await Promise.race([once(worker, 'message'), ended])) as [DatabaseUse];
			return use;
		} finally {
			this.#worker = null;
			await worker.terminate();
		}
	}

	async close(): Promise<void> {
		await this.#worker?.terminate();
	}
}
