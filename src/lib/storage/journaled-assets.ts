import { hashAsset, type AssetHash } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { asAssetProblem, AssetRefused, damagedAsset } from './assets/asset-problem.ts';
import type {
	AssetInfo,
	AssetProblem,
	AssetStore,
	AssetTransfer,
	KeepOptions,
	KeptAsset,
	SweepOptions,
	SweptAssets,
} from './assets/asset-store.ts';
import type { AssetDevice } from './assets/keep-file.ts';
import { readPieces } from './assets/read-pieces.ts';
import { removePlace } from './assets/remove-place.ts';
import { readStored } from './assets/stored-pieces.ts';
import type { StoredAsset, Write } from './backend.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { StorageProblem } from './ports.ts';
import { asStorageFailure } from './storage-failure.ts';
import type { DeviceWork } from './worker/device-work.ts';
import type { WriteJournal } from './write-journal.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Up to here files are written like any other edit: held and retried where the device refuses. */
const SMALL_BYTES = 8 * 1024 * 1024;
/** What is held in memory at most where there is no database at all. */
const HELD_BYTES = 200 * 1024 * 1024;

/** The assets of this device, over journal, database and files. */
export class JournaledAssets implements AssetStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #device: AssetDevice;
	readonly #work: DeviceWork;

	constructor(journal: WriteJournal, reads: JournaledReads, device: AssetDevice, work: DeviceWork) {
		this.#journal = journal;
		this.#reads = reads;
		this.#device = device;
		this.#work = work;
	}

	async put(bytes: Bytes): Promise<AssetHash> {
		const hash = await hashAsset(bytes);
		// Also when it is here: it counts as stored again, and a sweep that is at it finds the bytes.
		await this.#journal.add({ kind: 'asset', hash, bytes, at: this.#device.clock.now() }, 0);
		return hash;
	}

	async putFile(blob: Blob, options: KeepOptions = {}): Promise<Result<KeptAsset, AssetProblem>> {
		const held = this.#reads.complete ? SMALL_BYTES : HELD_BYTES;
		try {
			if (blob.size <= held) return ok(await this.#putSmall(blob, options));
			// What the journal is still to forget must not take away what is kept now.
			const forgets = this.#journal.unwritten.some(({ kind }) => kind === 'forget-asset');
			const { health } = this.#journal;
			if (forgets && !(await this.#journal.flush()) && health.kind === 'failing') return err(health.problem);
			const { expected = null, ...transfer } = options;
			return await this.#work.run('keep-file', { blob, expected }, transfer);
		} catch (thrown) {
			return err(asAssetProblem(thrown, options.signal));
		}
	}

	async get(hash: AssetHash): Promise<Result<Bytes | null, StorageProblem>> {
		const unwritten = lastWord(this.#journal.unwritten, hash);
		if (unwritten !== undefined) return ok(unwritten);
		const read = await this.#reads.read((backend) => backend.readAssetRow(hash), null);
		if (!read.ok) return read;
		const row = read.value.value;
		if (!row) return ok(lastWord(read.value.writes, hash) ?? null);
		try {
			const { backend, files } = this.#device;
			const stored =
				row.place.kind === 'pieces'
					? await backend.run((each) => each.readAsset(hash))
					: await readStored(backend, files, row);
			const bytes = stored instanceof Blob ? new Uint8Array(await stored.arrayBuffer()) : stored;
			if (bytes && (await hashAsset(bytes)) === hash) return ok(bytes);
			return await this.#setAside(row);
		} catch (thrown) {
			return err(asStorageFailure(thrown).problem);
		}
	}

	async open(hash: AssetHash, options: AssetTransfer = {}): Promise<Result<Blob | null, AssetProblem>> {
		const read = await this.#reads.read((backend) => backend.readAssetRow(hash), null);
		if (!read.ok) return read;
		const row = read.value.value;
		const unwritten = lastWord(this.#journal.unwritten, hash);
		if (!row || unwritten !== undefined || row.bytes <= SMALL_BYTES) {
			const found = await this.get(hash);
			return found.ok ? ok(found.value && new Blob([found.value])) : found;
		}
		try {
			options.signal?.throwIfAborted();
			const blob = await readStored(this.#device.backend, this.#device.files, row);
			if (blob.size === row.bytes && (await this.#work.run('hash-blob', { blob }, options)) === hash)
				return ok(blob);
			return await this.#setAside(row);
		} catch (thrown) {
			return err(asAssetProblem(thrown, options.signal));
		}
	}

	async has(hash: AssetHash): Promise<boolean> {
		return (await this.size(hash)) !== null;
	}

	async size(hash: AssetHash): Promise<number | null> {
		const read = await this.#reads.read((backend) => backend.readAssetRow(hash), null);
		const word = lastWord(read.ok ? read.value.writes : this.#journal.unwritten, hash);
		if (word !== undefined) return word?.length ?? null;
		return read.ok ? (read.value.value?.bytes ?? null) : null;
	}

	async list(): Promise<Result<readonly AssetInfo[], StorageProblem>> {
		const read = await this.#reads.read((backend) => backend.listAssetRows(), []);
		if (!read.ok) return read;
		const found = new Map<AssetHash, AssetInfo>();
		for (const { hash, bytes, storedAt } of read.value.value) found.set(hash, { hash, bytes, storedAt });
		for (const write of read.value.writes) {
			if (write.kind === 'forget-asset') found.delete(write.hash);
			if (write.kind !== 'asset') continue;
			const { hash, bytes, at } = write;
			found.set(hash, { hash, bytes: bytes.length, storedAt: at });
		}
		return ok([...found.values()]);
	}

	async remove(hash: AssetHash): Promise<boolean> {
		const read = await this.#reads.read((backend) => backend.readAssetRow(hash), null);
		const durable = await this.#journal.add({ kind: 'forget-asset', hash }, 0);
		const row = read.ok ? read.value.value : null;
		if (durable && row) await removePlace(this.#device, row.place);
		return durable;
	}

	async totalBytes(): Promise<number> {
		const listed = await this.list();
		return listed.ok ? listed.value.reduce((sum, { bytes }) => sum + bytes, 0) : 0;
	}

	async sweep({ roots = [], dryRun = false, ...run }: SweepOptions = {}): Promise<
		Result<SweptAssets, StorageProblem>
	> {
		// What is only in memory yet may name assets, too.
		const durable = await this.#journal.flush();
		const { health } = this.#journal;
		if (!durable && health.kind === 'failing') return err(health.problem);
		try {
			if (run.signal?.aborted) return ok({ assets: [], bytes: 0, young: 0 });
			return ok(await this.#work.run('sweep-assets', { roots: [...roots], dryRun }, run));
		} catch (thrown) {
			return err(asStorageFailure(thrown).problem);
		}
	}

	async removeStrays(): Promise<number> {
		try {
			if (!this.#reads.complete) return 0;
			const { removeStrays } = await import('./assets/remove-strays.ts');
			return await removeStrays(this.#device);
		} catch {
			return 0; // what is left is found at the next start
		}
	}

	async #putSmall(blob: Blob, { expected, signal, onProgress }: KeepOptions): Promise<KeptAsset> {
		const bytes = new Uint8Array(blob.size);
		let done = 0;
		for await (const piece of readPieces(blob, signal)) {
			bytes.set(piece, done);
			done += piece.length;
			onProgress?.(done);
		}
		if (expected && (await hashAsset(bytes)) !== expected) throw new AssetRefused('differs');
		return { hash: await this.put(bytes), bytes: bytes.length };
	}

	/** Unless it was replaced or removed while it was read: then its bytes were not looked at to the end. */
	async #setAside(row: StoredAsset): Promise<Result<null, StorageProblem>> {
		const { backend } = this.#device;
		const now = await backend.run((each) => each.readAssetRow(row.hash));
		if (!now) return ok(null);
		if (now.place.name === row.place.name) {
			await this.#reads.attempt((each) => each.quarantineAsset(row.hash, 'The bytes do not match the hash'));
		}
		return err(damagedAsset(row.hash));
	}
}

/** The bytes, `null` when removed, `undefined` when these writes say nothing about the asset. */
function lastWord(writes: readonly Write[], hash: AssetHash): Bytes | null | undefined {
	const last = writes.findLast(
		(write) => (write.kind === 'asset' || write.kind === 'forget-asset') && write.hash === hash,
	);
	return last && (last.kind === 'asset' ? last.bytes.slice() : null);
}
