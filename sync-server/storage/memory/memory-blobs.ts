import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { BlobRefusal, Blobs, StoredBlob } from '../blobs.ts';

/** Blobs for tests: keeps everything, until the process ends. */
export class MemoryBlobs implements Blobs {
	#blobs = new Map<string, Buffer>();
	#maxBytes: number;

	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes;
	}

	async put(
		projectId: ProjectId,
		hash: AssetHash,
		body: AsyncIterable<Uint8Array>,
	): Promise<Result<void, BlobRefusal>> {
		const chunks: Uint8Array[] = [];
		let size = 0;
		for await (const chunk of body) {
			size += chunk.byteLength;
			if (size > this.#maxBytes) return err('too-large');
			chunks.push(chunk);
		}
		const bytes = Buffer.concat(chunks);
		if (createHash('sha256').update(bytes).digest('hex') !== hash) return err('mismatch');
		this.#blobs.set(`${projectId}/${hash}`, bytes);
		return ok();
	}

	get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null> {
		const bytes = this.#blobs.get(`${projectId}/${hash}`);
		return Promise.resolve(bytes ? { bytes: bytes.byteLength, open: () => Readable.from([bytes]) } : null);
	}

	missing(projectId: ProjectId, hashes: readonly AssetHash[]): Promise<AssetHash[]> {
		return Promise.resolve(hashes.filter((hash) => !this.#blobs.has(`${projectId}/${hash}`)));
	}

	/** The addresses of all blobs. */
	stored(): string[] {
		return [...this.#blobs.keys()];
	}
}
