import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { measureDatabase } from './measure-database.ts';

// The entry of the thread that measures the database file, once: a reader of its own, for which nobody waits.
const database = new DatabaseSync(String(workerData), { readOnly: true, timeout: 5000 });
parentPort?.postMessage(measureDatabase(database));
database.close();
