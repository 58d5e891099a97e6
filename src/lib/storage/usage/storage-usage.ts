import type { AssetHash, ProjectId } from '../../base/ids.ts';
import type { StorageEstimateResult } from '../ports.ts';

/** What one project takes of this device, in bytes. */
export type ProjectUsage = {
	readonly id: ProjectId;
	readonly title: string;
	/** When it was put in the bin; `null` while it is not. */
	readonly removedAt: number | null;
	readonly shared: boolean;
	readonly documents: number;
	/** Equal states are counted once. */
	readonly versions: number;
	/** What undo needs after a reload. */
	readonly undo: number;
	/** Assets that no other project of this device uses. */
	readonly assets: number;
	/** All of the above. */
	readonly total: number;
};

/** An asset that several projects use: kept once, and counted with none of them. */
export type SharedAsset = {
	readonly hash: AssetHash;
	readonly name: string;
	readonly bytes: number;
	readonly projects: readonly ProjectId[];
};

/** One store of the browser's caches. */
export type CacheUsage = { readonly name: string; readonly entries: number; readonly bytes: number };

/** What takes how much of this device. */
export type StorageUsage = {
	/** Those that take most first, those in the bin included. */
	readonly projects: readonly ProjectUsage[];
	/** The largest first. */
	readonly sharedAssets: readonly SharedAsset[];
	/** Assets that no project, version or undo list names. */
	readonly unusedAssets: { readonly count: number; readonly bytes: number };
	/** What was damaged and set aside. */
	readonly setAside: { readonly count: number; readonly bytes: number };
	/** The app's own code and what it loaded for later: can be had again. */
	readonly caches: readonly CacheUsage[];
	/** What the browser says of all of it together. */
	readonly space: StorageEstimateResult;
};
