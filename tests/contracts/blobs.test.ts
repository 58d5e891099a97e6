import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBlobs } from '#server/storage/files/file-blobs.ts';
import { MemoryBlobs } from '#server/storage/memory/memory-blobs.ts';
import { blobsContract, MAX_TEST_BYTES } from './blobs.contract.ts';

blobsContract('memory', () => {
	const blobs = new MemoryBlobs(MAX_TEST_BYTES);
	return Promise.resolve({
		blobs,
		reopen: () => Promise.resolve(blobs),
		storedFiles: () => blobs.stored(),
		dispose: () => {},
	});
});

blobsContract('files', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'rastudios-blobs-'));
	return {
		blobs: await FileBlobs.open(folder, MAX_TEST_BYTES),
		reopen: () => FileBlobs.open(folder, MAX_TEST_BYTES),
		storedFiles: () =>
			readdirSync(folder, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map(({ name }) => name),
		dispose: () => rmSync(folder, { recursive: true }),
	};
});
