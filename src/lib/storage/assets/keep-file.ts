import { nanoid } from 'nanoid';
import type { Clock } from '../../base/clock.ts';
import type { AssetHash } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { AssetPlace, StoredAsset } from '../backend.ts';
import type { PageAround } from '../page-adapter.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import { StorageFailure } from '../storage-failure.ts';
import type { AssetFiles, ByteSink } from './asset-files.ts';
import { asAssetProblem, AssetRefused, noRoom } from './asset-problem.ts';
import type { AssetProblem, AssetTransfer, KeepOptions, KeptAsset } from './asset-store.ts';
import { removePlace } from './remove-place.ts';
import { readPieces } from './read-pieces.ts';
import { openPieces } from './stored-pieces.ts';
import { createStreamedHash } from './streamed-hash.ts';

/** What keeping a file needs of the device: on the page or in the worker. */
export type AssetDevice = {
	readonly backend: Pick<ReopeningBackend, 'run'>;
	/** `null` where the browser has no files of our own. */
	readonly files: AssetFiles | null;
	readonly locks: Pick<PageAround, 'holdLock' | 'estimate'>;
	readonly clock: Clock;
};

/** Held while a place is written, so that nobody takes it for something left behind. */
export const placeLock = (name: string): string => `asset-place:${name}`;

/** Keeps a file a piece at a time: hashed while it is written, named by a row when all of it is there. */
export async function keepFile(
	device: AssetDevice,
	blob: Blob,
	options: KeepOptions = {},
): Promise<Result<KeptAsset, AssetProblem>> {
	try {
		return ok(await keep(device, blob, options));
	} catch (thrown) {
		return err(asAssetProblem(thrown, options.signal));
	}
}

/** The name of these bytes, read a piece at a time. */
export async function hashBlob(blob: Blob, { signal, onProgress }: AssetTransfer = {}): Promise<AssetHash> {
	const hash = await createStreamedHash();
	let done = 0;
	for await (const piece of readPieces(blob, signal)) {
		hash.update(piece);
		done += piece.length;
		onProgress?.(done);
	}
	return hash.digest();
}

async function keep(device: AssetDevice, blob: Blob, options: KeepOptions): Promise<KeptAsset> {
	const { expected, signal } = options;
	signal?.throwIfAborted();
	if (expected && (await renew(device, expected, blob.size))) return { hash: expected, bytes: blob.size };
	await checkRoom(device, blob.size);
	const name = nanoid();
	const release = await device.locks.holdLock(placeLock(name), 0);
	try {
		const place = await write(device, name, blob, options);
		return { hash: place.hash, bytes: blob.size };
	} finally {
		release?.();
	}
}

/** Whether the asset is here already; it counts as stored again now, so that no sweep takes it away meanwhile. */
async function renew(device: AssetDevice, hash: AssetHash, bytes: number): Promise<boolean> {
	const row = await device.backend.run((backend) => backend.renewAsset(hash, device.clock.now()));
	return row !== null && row.bytes === bytes && (await isThere(device, row));
}

async function checkRoom({ locks }: AssetDevice, needed: number): Promise<void> {
	const { usage, quota } = await locks.estimate();
	if (quota !== null && quota - usage < needed) throw noRoom(needed, quota - usage);
}

async function write(
	device: AssetDevice,
	name: string,
	blob: Blob,
	options: KeepOptions,
): Promise<StoredAsset> {
	const { place, sink } = await openSink(device, name);
	try {
		const hash = await fill(sink, blob, options);
		if (options.expected && options.expected !== hash) throw new AssetRefused('differs');
		return await commit(device, { hash, bytes: blob.size, storedAt: device.clock.now(), place });
	} catch (thrown) {
		await sink.abandon();
		await removePlace(device, place);
		throw thrown;
	}
}

/** A file where there can be one, else pieces in the database. */
async function openSink(
	{ files, backend }: AssetDevice,
	name: string,
): Promise<{ place: AssetPlace; sink: ByteSink }> {
	if (files) {
		try {
			return { place: { kind: 'file', name }, sink: await files.create(name) };
		} catch (thrown) {
			if (thrown instanceof StorageFailure && thrown.reason === 'full') throw thrown;
			// Private windows and older browsers refuse files, yet have a database.
		}
	}
	return { place: { kind: 'pieces', name }, sink: openPieces(backend, name) };
}

async function fill(sink: ByteSink, blob: Blob, { signal, onProgress }: AssetTransfer): Promise<AssetHash> {
	const hash = await createStreamedHash();
	let done = 0;
	for await (const piece of readPieces(blob, signal)) {
		hash.update(piece);
		await sink.write(piece);
		done += piece.length;
		onProgress?.(done);
	}
	signal?.throwIfAborted();
	await sink.finish();
	return hash.digest();
}

/** The row that stands: ours, or that of whoever kept the same bytes before. */
async function commit(device: AssetDevice, ours: StoredAsset): Promise<StoredAsset> {
	const { backend } = device;
	const first = await backend.run((each) => each.keepAsset(ours, null));
	if (isSamePlace(first, ours)) return first;
	// Bytes that went away are healed by these.
	const row = (await isThere(device, first))
		? first
		: await backend.run((each) => each.keepAsset(ours, first.place));
	await removePlace(device, isSamePlace(row, ours) ? first.place : ours.place);
	return row;
}

const isSamePlace = (a: StoredAsset, b: StoredAsset): boolean =>
	a.place.kind === b.place.kind && a.place.name === b.place.name;

/** Whether the bytes of a row are there, at least as many as it says; what they are is looked at when they are read. */
async function isThere({ files, backend }: AssetDevice, { place, bytes }: StoredAsset): Promise<boolean> {
	if (place.kind === 'file') return (await files?.read(place.name))?.size === bytes;
	return bytes === 0 || (await backend.run((each) => each.readPiece(place.name, 0))) !== null;
}
