import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export type FileDigest = { readonly bytes: number; readonly sha256: string };

/** Copies a file, makes sure the disk has it, and says what was read. The copy must not be there yet. */
export async function copyFile(from: string, to: string): Promise<FileDigest> {
	await mkdir(dirname(to), { recursive: true, mode: 0o700 });
	const file = await open(to, 'wx', 0o600);
	try {
		const digest = await digestFile(from, (chunk) => file.writeFile(chunk));
		await file.sync();
		return digest;
	} finally {
		await file.close();
	}
}

/** Reads a file to its end: how long it is, and its sha-256. */
export async function digestFile(
	path: string,
	each: (chunk: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<FileDigest> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
		hash.update(chunk);
		bytes += chunk.byteLength;
		await each(chunk);
	}
	return { bytes, sha256: hash.digest('hex') };
}

/** Names in a folder must survive a power cut too, not only the bytes behind them. */
export async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, 'r');
	await folder.sync().finally(() => folder.close());
}
