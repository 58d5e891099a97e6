import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecordsRig } from '../../tests/helpers/records-rig.ts';
import { migrateModules } from './migrate-modules.ts';
import type { RecordsModule } from './module.ts';

const one = {
	name: 'one',
	migrations: ['CREATE TABLE one (x INTEGER) STRICT', 'INSERT INTO one VALUES (1)'],
};

describe('the tables of modules', () => {
	it('[R5] come up to date once, each module by itself', () => {
		const database = new DatabaseSync(':memory:');
		migrateModules(database, [{ ...one, migrations: one.migrations.slice(0, 1) }]);
		migrateModules(database, [one]);
		migrateModules(database, [one, { name: 'two', migrations: ['CREATE TABLE two (x INTEGER) STRICT'] }]);
		expect(database.prepare('SELECT x FROM one').all()).toEqual([{ x: 1 }]);
		expect(database.prepare('SELECT * FROM module_migrations ORDER BY module').all()).toEqual([
			{ module: 'one', version: 2 },
			{ module: 'two', version: 1 },
		]);
	});

	it('[R5] come up to date all together or not at all', () => {
		const database = new DatabaseSync(':memory:');
		const broken = { name: 'two', migrations: ['CREATE TABLE one (y INTEGER) STRICT'] };
		expect(() => migrateModules(database, [one, broken])).toThrow('already exists');
		expect(database.prepare('SELECT * FROM module_migrations').all()).toEqual([]);
		migrateModules(database, [one]);
	});

	it('[R5] of a newer version are left alone, by name', () => {
		const database = new DatabaseSync(':memory:');
		migrateModules(database, [one]);
		const older = { ...one, migrations: one.migrations.slice(0, 1) };
		expect(() => migrateModules(database, [older])).toThrow(
			'The tables of the module one were written by a newer RaStudios (schema 2, this one knows 1)',
		);
	});
});

describe('two processes that start together', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-modules-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('[R5] bring the tables up to date once', async () => {
		const path = join(folder, 'shared.db');
		const made = new DatabaseSync(path);
		made.exec('PRAGMA journal_mode = WAL');
		made.close();
		const slow = { name: 'slow', migrations: [SLOW_STEP] };
		const code = `
			const { DatabaseSync } = require('node:sqlite');
			const { workerData, parentPort } = require('node:worker_threads');
			const { module: url, path, modules } = workerData;
			import(url).then(({ migrateModules }) => {
				const database = new DatabaseSync(path);
				database.exec('PRAGMA busy_timeout = 5000');
				migrateModules(database, modules);
				database.close();
				parentPort.postMessage('done');
			});`;
		const module = new URL('./migrate-modules.ts', import.meta.url).href;
		const workerData = { module, path, modules: [slow] };
		const run = () =>
			new Promise((resolve, reject) => {
				const worker = new Worker(code, { eval: true, workerData });
				worker.once('message', resolve);
				worker.once('error', reject);
			});
		expect(await Promise.all([run(), run(), run()])).toEqual(['done', 'done', 'done']);
		// A worker that ends may still hold it for a moment.
		const read = new DatabaseSync(path, { timeout: 5000 });
		expect(read.prepare('SELECT count(*) AS n FROM slow').get()).toEqual({ n: 20_000 });
	});
});

// Long enough for the others to come in between, if they could.
const SLOW_STEP = `
	CREATE TABLE slow (x INTEGER) STRICT;
	INSERT INTO slow WITH RECURSIVE up (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM up LIMIT 20000) SELECT x FROM up;
`;

describe('modules', () => {
	const recorded = (name: string, said: string[], rest: Partial<RecordsModule> = {}): RecordsModule => ({
		name,
		version: '1.2.3',
		migrations: [],
		routes: [],
		start: () => void said.push(`start ${name}`),
		stop: () => void said.push(`stop ${name}`),
		...rest,
	});

	it('[R6] start in order and stop in reverse, also when one cannot stop', async () => {
		const said: string[] = [];
		const failing = recorded('b', said, {
			stop() {
				throw new Error('stuck');
			},
		});
		const modules = [recorded('a', said), failing, recorded('c', said)];
		const { registry, log } = openRecordsRig({ modules: () => modules });
		await registry.start();
		await registry.stop();
		await registry.stop();
		expect(said).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop a']);
		expect(log.entries).toMatchObject([{ level: 'error', fields: { module: 'b', cause: 'stuck' } }]);
	});

	it('[R6] that need one that is off keep the server from starting, by name', () => {
		const needy = recorded('members', [], { requires: ['accounts'] });
		expect(() => openRecordsRig({ modules: () => [needy] })).toThrow('The module members needs accounts');
	});

	it('[R6] that are on show as flags', () => {
		const { registry } = openRecordsRig({ modules: () => [recorded('a', [])] });
		expect(registry.flags).toEqual({ a: { version: '1.2.3', prefix: '' } });
	});
});
