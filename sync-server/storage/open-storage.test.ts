import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openStorage } from './open-storage.ts';

it('[L72] a store that cannot be tidied on a full disk is closed nevertheless, and opened again with all that it had', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'rastudios-storage-'));
	try {
		const storage = await openStorage(folder);
		storage.database.exec("CREATE TABLE kept (value TEXT); INSERT INTO kept VALUES ('all')");
		vi.spyOn(storage.database, 'exec').mockImplementation(() => {
			throw new Error('database or disk is full');
		});
		storage.close();
		const later = await openStorage(folder);
		expect(later.database.prepare('SELECT value FROM kept').get()).toEqual({ value: 'all' });
		later.close();
	} finally {
		rmSync(folder, { recursive: true });
	}
});
