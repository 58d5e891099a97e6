import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nanoid } from 'nanoid';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { BlobRefusal, Blobs, StoredBlob } from '../blobs.ts';

/** Blobs as files: `<folder>/<project>/<first two digits>/<hash>`, written beside and renamed when whole. */
export class FileBlobs implements Blobs {
	#folder: string;
	#arriving: string;
	#maxBytes: number;

	private constructor(folder: string, maxBytes: number) {
		this.#folder = folder;
		this.#arriving = join(folder, '.arriving');
		this.#maxBytes = maxBytes;
	}

	/** Makes the folder and clears what an earlier process left half-written. */
	static async open(folder: string, maxBytes: number): Promise<FileBlobs> {
		const blobs = new FileBlobs(folder, maxBytes);
		await rm(blobs.#arriving, { recursive: true, force: true });
		await mkdir(blobs.#arriving, { recursive: true });
		return blobs;
	}

	async put(
		projectId: ProjectId,
		hash: AssetHash,
		body: AsyncIterable<Uint8Array>,
	): Promise<Result<void, BlobRefusal>> {
		const arriving = join(this.#arriving, nanoid());
		try {
			const file = await open(arriving, 'wx', 0o600);
			const outcome = await this.#receive(file, hash, body).finally(() => file.close());
			if (!outcome.ok) return outcome;
			const target = this.#path(projectId, hash);
			await mkdir(dirname(target), { recursive: true });
			await rename(arriving, target);
			await syncFolder(dirname(target));
			return ok();
		} finally {
			await rm(arriving, { force: true });
		}
	}

	async get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null> {
		const path = this.#path(projectId, hash);
		const size = await fileSize(path);
		return size === null ? null : { bytes: size, open: () => createReadStream(path) };
	}

	async missing(projectId: ProjectId, hashes: readonly AssetHash[]): Promise<AssetHash[]> {
		const missing: AssetHash[] = [];
		for (const hash of hashes) {
			if ((await fileSize(this.#path(projectId, hash))) === null) missing.push(hash);
		}
		return missing;
	}

	async #receive(
		file: FileHandle,
		hash: AssetHash,
		body: AsyncIterable<Uint8Array>,
	): Promise<Result<void, BlobRefusal>> {
		const digest = createHash('sha256');
		let size = 0;
		for await (const chunk of body) {
			size += chunk.byteLength;
			if (size > this.#maxBytes) return err('too-large');
			digest.update(chunk);
			await file.writeFile(chunk);
		}
		if (digest.digest('hex') !== hash) return err('mismatch');
		await file.sync();
		return ok();
	}

	#path(projectId: ProjectId, hash: AssetHash): string {
		return join(this.#folder, projectId, hash.slice(0, 2), hash);
	}
}

async function fileSize(path: string): Promise<number | null> {
	try {
		return (await stat(path)).size;
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw cause;
	}
}

// The new name must survive a power cut too, not only the bytes behind it.
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	await handle.sync().finally(() => handle.close());
}
