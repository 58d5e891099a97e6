import type { Clock } from '#lib/base/clock.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { describeCause, type Log } from '../../ops/log.ts';
import type { AssetMentions } from '../../storage/asset-mentions.ts';
import type { BlobEntry, Blobs } from '../../storage/blobs.ts';

type Parts = {
	readonly blobs: Blobs;
	readonly mentions: AssetMentions;
	readonly clock: Clock;
	readonly log: Log;
	/** How long an asset is kept that no document names and nobody asks about. */
	readonly graceMs: number;
};

/** Assets that nobody needs any more. */
export class AssetGarbage {
	#parts: Parts;
	#storedBytes = 0;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** What all assets had together when they were looked through last. */
	get storedBytes(): number {
		return this.#storedBytes;
	}

	/** Looks through all projects, and removes what none of their documents named or client asked about for so long. */
	async collect(): Promise<void> {
		const { blobs, log } = this.#parts;
		let stored = 0;
		for await (const projectId of blobs.projects()) {
			try {
				stored += await this.#collectIn(projectId);
			} catch (cause) {
				// One that cannot be looked through keeps all it has, and the others do not wait for it.
				log.warn('Unneeded assets cannot be looked for', { projectId, cause: describeCause(cause) });
			}
		}
		this.#storedBytes = stored;
	}

	/** Says how many bytes stay. */
	async #collectIn(projectId: ProjectId): Promise<number> {
		const { blobs, mentions, clock, log, graceMs } = this.#parts;
		const before = clock.now() - graceMs;
		const old: BlobEntry[] = [];
		let stored = 0;
		for await (const entry of blobs.list(projectId)) {
			stored += entry.bytes;
			if (entry.renewedAt < before) old.push(entry);
		}
		if (old.length === 0) return stored;
		const hashes = old.map(({ hash }) => hash);
		const unnamed = new Set(await mentions.findUnnamed(projectId, hashes));
		let count = 0;
		let freed = 0;
		for (const { hash, bytes } of old) {
			// Whoever asked about it since this began has renewed it: then it stays.
			if (!unnamed.has(hash) || !(await blobs.removeUnrenewed(projectId, hash, before))) continue;
			count++;
			freed += bytes;
		}
		if (count > 0) log.info('Assets that nothing names were removed', { projectId, count, bytes: freed });
		return stored - freed;
	}
}
