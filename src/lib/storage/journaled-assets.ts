import { hashAsset, type AssetHash } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Write } from './backend.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { AssetStore, StorageProblem } from './ports.ts';
import type { WriteJournal } from './write-journal.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The assets of this device, over journal and database. */
export class JournaledAssets implements AssetStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;

	constructor(journal: WriteJournal, reads: JournaledReads) {
		this.#journal = journal;
		this.#reads = reads;
	}

	async put(bytes: Bytes): Promise<AssetHash> {
		const hash = await hashAsset(bytes);
		if (!(await this.has(hash))) await this.#journal.add({ kind: 'asset', hash, bytes }, 0);
		return hash;
	}

	async get(hash: AssetHash): Promise<Result<Bytes | null, StorageProblem>> {
		const unwritten = lastWord(this.#journal.unwritten, hash);
		if (unwritten !== undefined) return ok(unwritten);
		const read = await this.#reads.read((backend) => backend.readAsset(hash), null);
		if (!read.ok) return read;
		const bytes = read.value.value;
		if (!bytes || (await hashAsset(bytes)) === hash)
			return ok(bytes ?? lastWord(read.value.writes, hash) ?? null);
		const message = `The stored asset ${hash.slice(0, 8)}… is damaged and was set aside. Import its file again, or open the project where it is whole.`;
		await this.#reads.attempt((backend) => backend.quarantineAsset(hash, 'The bytes do not match the hash'));
		return err({ reason: 'damaged', message });
	}

	async has(hash: AssetHash): Promise<boolean> {
		const read = await this.#reads.read((backend) => backend.hasAsset(hash), false);
		const word = lastWord(read.ok ? read.value.writes : this.#journal.unwritten, hash);
		if (word !== undefined) return word !== null;
		return read.ok && read.value.value;
	}

	remove(hash: AssetHash): Promise<boolean> {
		return this.#journal.add({ kind: 'forget-asset', hash }, 0);
	}

	async totalBytes(): Promise<number> {
		const read = await this.#reads.read((backend) => backend.totalAssetBytes(), 0);
		let total = read.ok ? read.value.value : 0;
		for (const write of this.#journal.unwritten) if (write.kind === 'asset') total += write.bytes.length;
		return total;
	}
}

/** The bytes, `null` when removed, `undefined` when these writes say nothing about the asset. */
function lastWord(writes: readonly Write[], hash: AssetHash): Bytes | null | undefined {
	const last = writes.findLast(
		(write) => (write.kind === 'asset' || write.kind === 'forget-asset') && write.hash === hash,
	);
	return last && (last.kind === 'asset' ? last.bytes.slice() : null);
}
