import { isAssetHash, type AssetHash, type ProjectId } from '../../base/ids.ts';
import { hashBlob, placeLock } from '../assets/keep-file.ts';
import { readStored } from '../assets/stored-pieces.ts';
import type { AssetPlace, StoredAsset } from '../backend.ts';
import type { CheckFinding } from './check-report.ts';
import type { CheckRun } from './check-run.ts';

/** Every asset's bytes against its name; those that lost their row get it back. */
export async function checkAssets(run: CheckRun): Promise<void> {
	await takeBackUnnamed(run);
	const rows = await run.run((backend) => backend.listAssetRows());
	const total = rows.reduce((sum, { bytes }) => sum + sizeOf(bytes), 0);
	let done = 0;
	for (const row of rows) {
		await run.step('assets', done, total);
		await checkAsset(run, row, (bytes) => run.step('assets', done + bytes, total));
		done += sizeOf(row.bytes);
	}
	const left = await run.run((backend) => backend.listAssetRows());
	const here = new Set(left.map(({ hash }) => hash));
	for (const [hash, { projects }] of run.assets) {
		if (!here.has(hash)) for (const id of projects) run.noteMissingAsset(id);
	}
}

const sizeOf = (bytes: unknown): number => (Number.isFinite(bytes) ? (bytes as number) : 0);

async function checkAsset(
	run: CheckRun,
	row: StoredAsset,
	onProgress: (bytes: number) => Promise<void>,
): Promise<void> {
	const { backend, files } = run.device;
	const { hash, bytes } = row;
	const listed = run.assets.get(hash);
	const counts = { assets: 1, bytes: sizeOf(bytes) };
	run.count(null, counts);
	const blob = await readStored(backend, files, row);
	if (blob.size === bytes && (await hashBlob(blob)) === hash) return onProgress(bytes);
	// It may have been replaced, or removed, while it was read.
	const now = await run.run((each) => each.readAssetRow(hash));
	if (!now || now.place.name !== row.place.name) return;
	const why = blob.size === 0 ? 'Its bytes are gone' : 'Its bytes are not those that its name stands for';
	await run.run((each) => each.quarantineAsset(hash, why));
	const finding = { subject: 'asset', outcome: 'set-aside', why, count: 1, bytes: blob.size } as const;
	const projects: readonly (ProjectId | null)[] = listed ? [...listed.projects] : [null];
	for (const id of projects)
		run.find(id, { ...finding, name: listed?.name ?? null, remedy: remedyOf(run, id) });
}

/** Bytes that no row names and nobody is writing: whole ones that a project misses are named again. */
async function takeBackUnnamed(run: CheckRun): Promise<void> {
	const { backend, files, locks } = run.device;
	const named = await run.run((each) => each.listPlaceNames());
	const places: AssetPlace[] = [
		...((await files?.list()) ?? []).map((name) => ({ kind: 'file', name }) as const),
		...(await run.run((each) => each.listPieceNames())).map((name) => ({ kind: 'pieces', name }) as const),
	];
	for (const place of places.filter(({ name }) => !named.has(name))) {
		await run.step('assets', 0, 1);
		const release = await locks.holdLock(placeLock(place.name), 0);
		if (!release) continue;
		try {
			// Their number is not known: as many as there are.
			const unnamed = { hash: '' as AssetHash, bytes: Infinity, storedAt: null, place };
			const blob = await readStored(backend, files, unnamed);
			const hash = await hashBlob(blob);
			if (!(await isMissed(run, hash, place))) continue;
			const row = { hash, bytes: blob.size, storedAt: run.device.clock.now(), place };
			await run.run((each) => each.keepAsset(row, null));
			report(run, hash, blob.size);
		} finally {
			release();
		}
	}
}

/** Whether these bytes are an asset that a list names, or carry their own name. */
async function isMissed(run: CheckRun, hash: AssetHash, { name }: AssetPlace): Promise<boolean> {
	if (!run.assets.has(hash) && !(isAssetHash(name) && name === hash)) return false;
	return (await run.run((each) => each.readAssetRow(hash))) === null;
}

function report(run: CheckRun, hash: AssetHash, bytes: number): void {
	const listed = run.assets.get(hash);
	const finding: CheckFinding = {
		...{ subject: 'asset', name: listed?.name ?? null, outcome: 'repaired', count: 1, bytes },
		...{ why: 'Nothing on this device said where its bytes are', remedy: 'none' },
	};
	for (const id of listed ? listed.projects : [null]) run.find(id, finding);
}

const remedyOf = (run: CheckRun, id: ProjectId | null): CheckFinding['remedy'] =>
	id !== null && run.isShared(id) ? 'server' : 'file';
