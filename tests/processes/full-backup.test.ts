import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { openStorage } from '#server/storage/open-storage.ts';
import { canMakeSmallDisks, ON_SMALL_DISK } from './small-disk.ts';

const BACKUP = join(import.meta.dirname, '../../scripts/backup.ts');

describe.skipIf(!canMakeSmallDisks())('a backup whose disk is full', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-full-backup-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** Backs up into a disk of 8 MB, and lists what is on it afterwards. */
	function backUp(dataDir: string) {
		const disk = join(folder, 'disk');
		mkdirSync(disk);
		const listed = ['sh', '-c', '"$@"; code=$?; ls -A "$SMALL_DISK"; exit $code', 'sh'];
		const [command = '', ...args] = [
			...ON_SMALL_DISK,
			...listed,
			process.execPath,
			BACKUP,
			join(disk, 'monday'),
		];
		const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, SMALL_DISK: disk };
		const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
		return { status, stdout, stderr, target: join(disk, 'monday') };
	}

	it('[L62] says so in one line, whatever did not fit, and leaves nothing', async () => {
		for (const tooMuch of ['documents', 'assets']) {
			const dataDir = join(folder, tooMuch);
			const storage = await openStorage(dataDir);
			const address = { projectId: mintProjectId(), documentId: mintDocumentId() };
			if (tooMuch === 'documents')
				await storage.documents.append([{ address, update: new Uint8Array(12_000_000) }]);
			storage.close();
			if (tooMuch === 'assets') {
				const assets = join(dataDir, 'blobs', mintProjectId(), 'ab');
				mkdirSync(assets, { recursive: true });
				writeFileSync(join(assets, `ab${'0'.repeat(62)}`), new Uint8Array(12_000_000));
			}
			const { status, stdout, stderr, target } = backUp(dataDir);
			expect(stderr).toBe(
				`Nothing was backed up to ${target}: its disk is full. Free some room there, or name another\n`,
			);
			expect([status, stdout]).toEqual([1, '']);
			rmSync(join(folder, 'disk'), { recursive: true });
		}
	});
});
