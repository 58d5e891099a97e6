import type { AssetHash, ProjectId } from '../../base/ids.ts';
import { onCareRows } from '../check/on-care-rows.ts';
import type { CareDevice } from '../check/on-care-rows.ts';
import { listSetAside } from '../set-aside/list-set-aside.ts';
import { parseVersion } from '../versions/version-record.ts';
import { readNames } from './named-things.ts';
import type { ProjectUsage, SharedAsset, StorageUsage } from './storage-usage.ts';

/** What the database and its files hold; the rest of the browser is asked by the page. */
export type DeviceUsage = Omit<StorageUsage, 'caches' | 'space'>;

type Sizes = { documents: number; versions: number; undo: number; assets: number };

/** Adds up what takes how much. Reads the lists of projects, and of everything else only how large it is. */
export async function measureDevice(device: CareDevice, signal: AbortSignal) {
	const rows = onCareRows(device.backend);
	const names = await readNames(rows);
	const sizes = new Map<ProjectId, Sizes>();
	const sizesOf = (id: ProjectId): Sizes => {
		const known = sizes.get(id) ?? { documents: 0, versions: 0, undo: 0, assets: 0 };
		sizes.set(id, known);
		return known;
	};
	for (const { projectId, bytes } of names.documents.values()) sizesOf(projectId).documents += bytes;
	signal.throwIfAborted();
	const usedBy = new Map<AssetHash, Set<ProjectId>>();
	for (const [hash, { projects }] of names.assets) usedBy.set(hash, new Set(projects));
	const seen = new Set<string>();
	for (const row of await rows((each) => each.readTable('versions'))) {
		const version = parseVersion(row);
		if (!version) continue;
		for (const hash of version.assets) {
			usedBy.set(hash, (usedBy.get(hash) ?? new Set()).add(version.projectId));
		}
		const state = `${version.projectId} ${version.hash}`;
		if (!seen.has(state)) sizesOf(version.projectId).versions += version.bytes;
		seen.add(state);
	}
	signal.throwIfAborted();
	for (const owner of await rows((each) => each.listUndoOwners())) {
		sizesOf(owner as ProjectId).undo += (await rows((each) => each.measureUndo(owner))).bytes;
	}
	const { sharedAssets, unusedAssets } = await measureAssets(device, usedBy, { names, sizesOf, signal });
	const setAside = await listSetAside(device);
	const entries = await rows((each) => each.readTable('projects'));
	const projects = entries
		.filter(({ id }) => names.projects.has(id as ProjectId))
		.map(({ id, removedAt, shared }): ProjectUsage => {
			const own = sizesOf(id as ProjectId);
			return {
				id: id as ProjectId,
				title: names.projects.get(id as ProjectId)?.title ?? '',
				removedAt: Number.isFinite(removedAt) ? (removedAt as number) : null,
				shared: shared === true,
				...own,
				total: own.documents + own.versions + own.undo + own.assets,
			};
		});
	return {
		projects: projects.sort((a, b) => b.total - a.total),
		sharedAssets,
		unusedAssets,
		setAside: sum(setAside),
	};
}

type Known = {
	readonly names: Awaited<ReturnType<typeof readNames>>;
	readonly sizesOf: (id: ProjectId) => Sizes;
	readonly signal: AbortSignal;
};

async function measureAssets(
	{ backend }: CareDevice,
	usedBy: ReadonlyMap<AssetHash, ReadonlySet<ProjectId>>,
	{ names, sizesOf, signal }: Known,
) {
	const assets = await backend.run((each) => each.listAssetRows());
	const unlisted = assets.filter(({ hash }) => !usedBy.has(hash));
	signal.throwIfAborted();
	const unnamed = new Set(
		await findUnnamed(
			backend,
			unlisted.map(({ hash }) => hash),
		),
	);
	const sharedAssets: SharedAsset[] = [];
	for (const { hash, bytes } of assets) {
		if (unnamed.has(hash)) continue;
		// Those that only an undo list or an earlier edit still names belong to nobody in particular.
		const projects = [...(usedBy.get(hash) ?? [])];
		const name = names.assets.get(hash)?.name ?? `${hash.slice(0, 8)}…`;
		if (projects.length === 1) sizesOf(projects[0]!).assets += bytes;
		else sharedAssets.push({ hash, name, bytes, projects });
	}
	sharedAssets.sort((a, b) => b.bytes - a.bytes);
	return { sharedAssets, unusedAssets: sum(assets.filter(({ hash }) => unnamed.has(hash))) };
}

/** Where something that may name assets cannot be read, all of them may be needed. */
async function findUnnamed(
	backend: CareDevice['backend'],
	hashes: readonly AssetHash[],
): Promise<readonly AssetHash[]> {
	if (hashes.length === 0) return [];
	try {
		return await backend.run((each) => each.findUnnamed(hashes));
	} catch {
		return [];
	}
}

const sum = (found: readonly { readonly bytes: number }[]) => ({
	count: found.length,
	bytes: found.reduce((all, { bytes }) => all + bytes, 0),
});
