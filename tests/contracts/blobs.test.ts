import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBlobs } from '#server/storage/files/file-blobs.ts';
import { MemoryBlobs } from '#server/storage/memory/memory-blobs.ts';
import { blobsContract } from './blobs.contract.ts';

const makeFolder = () => mkdtempSync(join(tmpdir(), 'rastudios-blobs-'));

blobsContract('memory', async () => {
	const beside = makeFolder();
	const blobs = new MemoryBlobs();
	return {
		blobs,
		beside,
		reopen: async () => blobs,
		dispose: () => rmSync(beside, { recursive: true }),
	};
});

blobsContract('files', async () => {
	const folder = makeFolder();
	const beside = join(folder, '.arriving');
	mkdirSync(beside);
	return {
		blobs: await FileBlobs.open(folder),
		beside,
		reopen: () => FileBlobs.open(folder),
		dispose: () => rmSync(folder, { recursive: true }),
	};
});
