import type { Clock } from '../../base/clock.ts';
import type { AssetHash } from '../../base/ids.ts';
import type { StoredAsset } from '../backend.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import type { AssetFiles } from './asset-files.ts';
import type { AssetInfo } from './asset-store.ts';
import { removePlace } from './remove-place.ts';

type Device = {
	readonly backend: Pick<ReopeningBackend, 'run'>;
	readonly files: AssetFiles | null;
	readonly clock: Clock;
};

type Options = {
	readonly roots: readonly AssetHash[];
	readonly dryRun: boolean;
	/** Aborted: what was removed until then stays so, and is what is answered. */
	readonly signal: AbortSignal;
	readonly report: (progress: { readonly done: number; readonly total: number }) => void;
};

/** As `SweptAssets`, to be sent from the worker. */
type Swept = { assets: AssetInfo[]; bytes: number; young: number };

/** What was stored lately may be about to be named: by an import under way, here or in another tab. */
const YOUNG_MS = 24 * 60 * 60 * 1000;

/** Removed in one transaction, which nobody can stop in the middle. */
const BATCH = 50;

/**
 * Marks what documents, versions, undo lists and the given roots name, and removes the rows of the rest that are older
 * than a day. Throws a StorageFailure, having removed nothing, when anything that may name assets cannot be read.
 */
export async function sweepAssets(device: Device, options: Options): Promise<Swept> {
	const { roots, dryRun } = options;
	const { backend, clock } = device;
	const rows = await backend.run((each) => each.listAssetRows());
	const known = new Set(rows.map(({ hash }) => hash));
	for (const hash of roots) known.delete(hash);
	const unnamed = new Set(await backend.run((each) => each.findUnnamed([...known])));
	const now = clock.now();
	const unneeded = rows.filter(({ hash }) => unnamed.has(hash));
	// Of rows without a time nobody knows how old they are: their day begins now.
	if (!dryRun) await backend.run((each) => each.dateAssets(now));
	const old = unneeded.filter(({ storedAt }) => storedAt !== null && storedAt <= now - YOUNG_MS);
	const assets = (dryRun ? old : await remove(device, old, options)).map(toInfo);
	const bytes = assets.reduce((sum, asset) => sum + asset.bytes, 0);
	return { assets, bytes, young: unneeded.length - old.length };
}

async function remove(
	device: Device,
	old: readonly StoredAsset[],
	{ signal, report }: Options,
): Promise<StoredAsset[]> {
	const removed: StoredAsset[] = [];
	for (let at = 0; at < old.length && !signal.aborted; at += BATCH) {
		const batch = old.slice(at, at + BATCH);
		// Whoever stored one of them again since has renewed its time, and keeps it.
		const forgotten = await device.backend.run((each) => each.forgetUnrenewed(batch));
		for (const { place } of forgotten) await removePlace(device, place);
		removed.push(...forgotten);
		report({ done: at + batch.length, total: old.length });
	}
	return removed;
}

const toInfo = ({ hash, bytes, storedAt }: StoredAsset): AssetInfo => ({ hash, bytes, storedAt });
