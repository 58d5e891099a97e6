import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setKey } from '../../../tests/helpers/key-updates.ts';
import { LineClient } from '../../../tests/helpers/line-client.ts';
import { registerProject, startServer, type TestServer } from '../../../tests/helpers/sync-server.ts';
import { openStorage } from '../../storage/open-storage.ts';
import { checkDatabase } from '../../storage/sqlite/check-database.ts';
import { StartError } from '../start-error.ts';
import { backUp } from './back-up.ts';
import { BackupError } from './backup-error.ts';
import { checkBackup, restore } from './restore.ts';

const content = new TextEncoder().encode('a small model');
const hash = createHash('sha256').update(content).digest('hex');

describe('backups', () => {
	let folder: string;
	let server: TestServer;
	let asset: string;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-backup-'));
		server = await startServer();
		const project = await registerProject(server.origin);
		const ann = await LineClient.join(server.origin, project.token);
		await ann.open(1, project.mintAddress());
		await ann.store(1, 1, setKey('chair'));
		await ann.leave();
		// As it lies on the disk: how it got there is another story.
		asset = `blobs/${project.projectId}/${hash.slice(0, 2)}/${hash}`;
		mkdirSync(join(server.dataDir, asset, '..'), { recursive: true });
		writeFileSync(join(server.dataDir, asset), content);
	});
	afterEach(async () => {
		await server.close();
		rmSync(folder, { recursive: true });
	});

	async function makeBackup(name = 'backup'): Promise<string> {
		const target = join(folder, name);
		await backUp({ dataDir: server.dataDir, target, version: '0.0.0-test', now: 0 });
		return target;
	}
	const restoreTo = (backup: string, dataDir: string, replace = false) =>
		restore({ backup, dataDir, replace, now: 7 });
	/** What the database says, all of it. */
	function dump(path: string): string {
		const database = new DatabaseSync(path, { readOnly: true });
		const tables = database
			.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
			.all();
		const rows = tables.map(({ name }) => database.prepare(`SELECT * FROM ${String(name)}`).all());
		database.close();
		return JSON.stringify(rows);
	}

	it('[L62] a backup of a running server has its documents, its assets and its key, for nobody else to read', async () => {
		const backup = await makeBackup();
		expect(readdirSync(folder)).toEqual(['backup']);
		expect(readdirSync(backup).sort()).toEqual([
			'blobs',
			'manifest.json',
			'rastudios.db',
			'signing-key.json',
		]);
		expect(dump(join(backup, 'rastudios.db'))).toBe(dump(join(server.dataDir, 'rastudios.db')));
		expect(readFileSync(join(backup, asset))).toEqual(Buffer.from(content));
		expect(statSync(backup).mode & 0o777).toBe(0o700);
		expect(statSync(join(backup, 'signing-key.json')).mode & 0o777).toBe(0o600);
		expect((await checkBackup(backup)).damagedRows).toBe(0);
	});

	it('[L62] a backup goes into a new folder outside the data, and of a data folder only', async () => {
		const order = { dataDir: server.dataDir, version: '1', now: 0 };
		const backup = await makeBackup();
		await expect(backUp({ ...order, target: backup })).rejects.toThrow('is not empty');
		await expect(backUp({ ...order, target: join(server.dataDir, 'b') })).rejects.toThrow(
			'inside the data folder',
		);
		const none = backUp({ ...order, dataDir: folder, target: join(folder, 'b') });
		await expect(none).rejects.toThrow('is no data folder');
		expect(readdirSync(folder)).toEqual(['backup']);
	});

	it('[L62] what is damaged already is said: assets are left out, rows are kept', async () => {
		writeFileSync(join(server.dataDir, asset), 'something else');
		const database = new DatabaseSync(join(server.dataDir, 'rastudios.db'));
		database.exec('UPDATE document_rows SET crc = crc + 1');
		database.close();
		const target = join(folder, 'backup');
		const outcome = await backUp({ dataDir: server.dataDir, target, version: '1', now: 0 });
		expect(outcome.damagedAssets).toEqual([asset]);
		expect(existsSync(join(target, asset))).toBe(false);
		expect(outcome.manifest.damagedRows).toBe(1);
		expect((await checkBackup(target)).damagedRows).toBe(1);
	});

	it('[L63] restores all of it into a new folder that a server starts in', async () => {
		const backup = await makeBackup();
		const dataDir = join(folder, 'new/data');
		await restoreTo(backup, dataDir);
		expect(dump(join(dataDir, 'rastudios.db'))).toBe(dump(join(server.dataDir, 'rastudios.db')));
		expect(readFileSync(join(dataDir, asset))).toEqual(Buffer.from(content));
		const key = 'signing-key.json';
		expect(readFileSync(join(dataDir, key))).toEqual(readFileSync(join(server.dataDir, key)));
		(await openStorage(dataDir)).close();
	});

	it('[L63] any byte changed or missing is found, and nothing is restored', async () => {
		const whole = await makeBackup();
		for (const path of ['rastudios.db', 'signing-key.json', asset, 'manifest.json']) {
			for (const damage of ['flip', 'cut', 'remove']) {
				const backup = join(folder, 'damaged');
				cpSync(whole, backup, { recursive: true });
				const file = join(backup, path);
				const bytes = readFileSync(file);
				const middle = bytes.byteLength >> 1;
				bytes[middle] = (bytes[middle] ?? 0) ^ 128;
				if (damage === 'flip') writeFileSync(file, bytes);
				if (damage === 'cut') writeFileSync(file, bytes.subarray(0, middle));
				if (damage === 'remove') rmSync(file);
				const dataDir = join(folder, 'data');
				await expect(checkBackup(backup), `${damage} ${path}`).rejects.toThrow(BackupError);
				await expect(restoreTo(backup, dataDir), `${damage} ${path}`).rejects.toThrow(BackupError);
				expect(existsSync(dataDir) ? readdirSync(dataDir) : []).not.toContain('rastudios.db');
				rmSync(backup, { recursive: true });
			}
		}
	});

	it('[L63] a manifest leads nowhere else', async () => {
		const backup = await makeBackup();
		const path = join(backup, 'manifest.json');
		const text = readFileSync(path, 'utf8');
		for (const other of ['../../etc/passwd', '/etc/passwd', 'blobs/../../x', 'in-use']) {
			writeFileSync(path, text.replace('signing-key.json', other));
			await expect(checkBackup(backup), other).rejects.toThrow('not a file of a backup');
		}
	});

	it('[L63] a folder in use or with something in it is left alone; told to replace, it is put aside', async () => {
		const backup = await makeBackup();
		await expect(restoreTo(backup, server.dataDir, true)).rejects.toThrow(StartError);
		const dataDir = join(folder, 'data');
		(await openStorage(dataDir)).close();
		const before = readFileSync(join(dataDir, 'signing-key.json'));
		await expect(restoreTo(backup, dataDir)).rejects.toThrow('--replace');
		expect(readFileSync(join(dataDir, 'signing-key.json'))).toEqual(before);
		await restoreTo(backup, dataDir, true);
		expect(dump(join(dataDir, 'rastudios.db'))).toBe(dump(join(backup, 'rastudios.db')));
		expect(readFileSync(join(dataDir, 'before-restore-7/signing-key.json'))).toEqual(before);
		expect(readdirSync(dataDir)).not.toContain('rastudios.db-wal');
		(await openStorage(dataDir)).close();
	});

	it('[L63] no server starts in a folder where a restore broke off; doing it again mends it', async () => {
		const backup = await makeBackup();
		const dataDir = join(folder, 'data');
		mkdirSync(join(dataDir, '.restoring/blobs'), { recursive: true });
		cpSync(join(backup, 'rastudios.db'), join(dataDir, 'rastudios.db'));
		await expect(openStorage(dataDir)).rejects.toThrow('A restore into the data folder');
		await restoreTo(backup, dataDir);
		expect(readFileSync(join(dataDir, asset))).toEqual(Buffer.from(content));
		(await openStorage(dataDir)).close();
	});

	it('[L63] knows every table with a checksum, of this version and of those to come', () => {
		const database = new DatabaseSync(':memory:');
		database.exec('CREATE TABLE snapshots (crc INTEGER, state BLOB, note TEXT, vector BLOB)');
		database.exec('CREATE TABLE things_in_quarantine (crc INTEGER, state BLOB)');
		// The checksum of "ab": "a" and then "b".
		database.exec("INSERT INTO snapshots VALUES (2659403885, x'61', 'n', x'62'), (1, x'61', 'n', x'62')");
		database.exec("INSERT INTO things_in_quarantine VALUES (1, x'61')");
		expect(checkDatabase(database)).toEqual({ schema: 0, rows: 2, damagedRows: 1, fault: null });
		database.close();
	});
});
