import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../ops/start-error.ts';
import { migrate } from './migrate.ts';

const FIRST = 'CREATE TABLE things (name TEXT)';
const SECOND = "ALTER TABLE things ADD COLUMN colour TEXT; UPDATE things SET name = name || '!'";

describe('migrations', () => {
	let folder: string;
	let path: string;
	const open: DatabaseSync[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-migrate-'));
		path = join(folder, 'x.db');
	});
	afterEach(() => {
		for (const database of open.splice(0)) database.close();
		rmSync(folder, { recursive: true });
	});

	function connect(file = path): DatabaseSync {
		const database = new DatabaseSync(file);
		open.push(database);
		return database;
	}
	const names = (database: DatabaseSync) =>
		database
			.prepare('SELECT name FROM things')
			.all()
			.map(({ name }) => name);

	it('[L64] run once, in order, and keep a copy of what was there', () => {
		const database = connect();
		migrate(database, path, [FIRST]);
		expect(readdirSync(folder)).toEqual(['x.db']);
		database.exec("INSERT INTO things VALUES ('chair')");
		for (let start = 0; start < 3; start++) migrate(connect(), path, [FIRST, SECOND]);
		expect(names(database)).toEqual(['chair!']);
		expect(names(connect(`${path}.before-schema-2`))).toEqual(['chair']);
	});

	it('[L64] a step that fails leaves the database as it was, with the steps before it', () => {
		const database = connect();
		migrate(database, path, [FIRST]);
		database.exec("INSERT INTO things VALUES ('chair')");
		expect(() => migrate(database, path, [FIRST, SECOND, 'DROP TABLE nothing'])).toThrow('nothing');
		expect(names(database)).toEqual(['chair']);
		expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
		migrate(database, path, [FIRST, SECOND]);
		expect(names(database)).toEqual(['chair!']);
	});

	it('[L64] a newer database is refused by name, and stays', () => {
		const database = connect();
		migrate(database, path, [FIRST, SECOND]);
		expect(() => migrate(database, path, [FIRST])).toThrow(StartError);
		expect(() => migrate(database, path, [FIRST])).toThrow('schema 2, this one knows 1');
	});

	it('[L64] processes that start together migrate once', async () => {
		const database = connect();
		database.exec('PRAGMA journal_mode = WAL');
		migrate(database, path, [FIRST]);
		database.exec("INSERT INTO things VALUES ('chair')");
		const script = `
			const { DatabaseSync } = await import('node:sqlite');
			const { migrate } = await import(${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))});
			const database = new DatabaseSync(${JSON.stringify(path)});
			database.exec('PRAGMA busy_timeout = 20000');
			migrate(database, ${JSON.stringify(path)}, ${JSON.stringify([FIRST, SECOND])});
		`;
		const codes = await Promise.all(
			Array.from({ length: 3 }, () => {
				const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
				return new Promise((resolve) => child.once('exit', resolve));
			}),
		);
		expect(codes).toEqual([0, 0, 0]);
		expect(names(database)).toEqual(['chair!']);
		expect(names(connect(`${path}.before-schema-2`))).toEqual(['chair']);
	});
});
