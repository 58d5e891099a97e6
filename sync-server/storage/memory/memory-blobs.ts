import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { RENEW_AFTER_MS, type BlobEntry, type Blobs, type StoredBlob } from '../blobs.ts';

type Kept = { readonly content: Buffer; renewedAt: number };

/** Blobs for tests: keeps everything, until the process ends. */
export class MemoryBlobs implements Blobs {
	#projects = new Map<ProjectId, Map<AssetHash, Kept>>();

	async take(
		projectId: ProjectId,
		hash: AssetHash,
		file: string,
		at: number,
	): Promise<Result<void, 'mismatch'>> {
		const content = await readFile(file);
		await rm(file);
		if (createHash('sha256').update(content).digest('hex') !== hash) return err('mismatch');
		const kept = this.#projects.get(projectId) ?? new Map<AssetHash, Kept>();
		this.#projects.set(projectId, kept.set(hash, { content, renewedAt: at }));
		return ok();
	}

	async get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null> {
		const content = this.#projects.get(projectId)?.get(hash)?.content;
		if (!content) return null;
		return {
			bytes: content.length,
			open: (range) => Readable.from([range ? content.subarray(range.start, range.end + 1) : content]),
		};
	}

	async missing(projectId: ProjectId, hashes: readonly AssetHash[], at: number): Promise<AssetHash[]> {
		return hashes.filter((hash) => {
			const kept = this.#projects.get(projectId)?.get(hash);
			if (kept && at - kept.renewedAt >= RENEW_AFTER_MS) kept.renewedAt = at;
			return !kept;
		});
	}

	async *projects(): AsyncGenerator<ProjectId> {
		for (const [projectId, kept] of this.#projects) if (kept.size > 0) yield projectId;
	}

	async *list(projectId: ProjectId): AsyncGenerator<BlobEntry> {
		for (const [hash, { content, renewedAt }] of this.#projects.get(projectId) ?? [])
			yield { hash, bytes: content.length, renewedAt };
	}

	async usage(projectId: ProjectId): Promise<number> {
		let bytes = 0;
		for await (const entry of this.list(projectId)) bytes += entry.bytes;
		return bytes;
	}

	async removeUnrenewed(projectId: ProjectId, hash: AssetHash, before: number): Promise<boolean> {
		const kept = this.#projects.get(projectId);
		const renewedAt = kept?.get(hash)?.renewedAt;
		return renewedAt !== undefined && renewedAt < before && kept!.delete(hash);
	}
}
