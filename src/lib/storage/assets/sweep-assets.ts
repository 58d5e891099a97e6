import type { Clock } from '../../base/clock.ts';
import type { StoredAsset } from '../backend.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import type { SweepOptions, SweptAssets } from './asset-store.ts';

type Device = { readonly backend: Pick<ReopeningBackend, 'run'>; readonly clock: Clock };

/** What was stored lately may be about to be named: by an import under way, here or in another tab. */
const YOUNG_MS = 24 * 60 * 60 * 1000;

/**
 * Marks what documents, versions, undo lists and the given roots name, and removes the rows of the rest that are older
 * than a day. Throws a StorageFailure, having removed nothing, when anything that may name assets cannot be read.
 */
export async function sweepAssets(
	{ backend, clock }: Device,
	{ roots = [], dryRun = false }: SweepOptions = {},
): Promise<SweptAssets & { readonly removed: readonly StoredAsset[] }> {
	const rows = await backend.run((each) => each.listAssetRows());
	const known = new Set(rows.map(({ hash }) => hash));
	for (const hash of roots) known.delete(hash);
	const unnamed = new Set(await backend.run((each) => each.findUnnamed([...known])));
	const now = clock.now();
	const unneeded = rows.filter(({ hash }) => unnamed.has(hash));
	// Of rows without a time nobody knows how old they are: their day begins now.
	if (!dryRun) await backend.run((each) => each.dateAssets(now));
	const old = unneeded.filter(({ storedAt }) => storedAt !== null && storedAt <= now - YOUNG_MS);
	// Whoever stored one of them again since has renewed its time, and keeps it.
	const removed = dryRun ? [] : await backend.run((each) => each.forgetUnrenewed(old));
	const assets = dryRun ? old : removed;
	const bytes = assets.reduce((sum, asset) => sum + asset.bytes, 0);
	return { assets, bytes, young: unneeded.length - old.length, removed };
}
