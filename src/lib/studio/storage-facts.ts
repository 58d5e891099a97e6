import type { ProjectId } from '../base/ids.ts';
import type { StorageProblem } from '../storage/ports.ts';

/** How this device keeps the work, as far as it says. */
export type StorageSafety = {
	/** Why it does not, for now; null while it does. */
	readonly problem: StorageProblem | null;
	/** Whether the browser spares this site when the disk runs low; null where it does not say. */
	readonly persisted: boolean | null;
};

export type UsageKind = 'projects' | 'assets' | 'versions' | 'caches' | 'other';

export type ProjectUse = {
	readonly id: ProjectId;
	readonly title: string;
	readonly documents: number;
	readonly assets: number;
	readonly versions: number;
	/** Documents, assets and versions; what several projects share counts in each. */
	readonly bytes: number;
	/** Milliseconds since the Unix epoch. */
	readonly changedAt: number;
	/** Milliseconds since the Unix epoch; null unless it lies in the bin. */
	readonly removedAt: number | null;
	/** Whether this device's copy is the only one that RaStudios knows of. */
	readonly saved: 'device' | 'waiting' | 'server';
};

export type StorageUse = {
	readonly usedBytes: number;
	/** Null where the browser does not say. */
	readonly quotaBytes: number | null;
	/** Adds up to `usedBytes`. */
	readonly kinds: { readonly [kind in UsageKind]: number };
	/** Those in the bin included. */
	readonly projects: readonly ProjectUse[];
};

/** How far something long has come. `total` is null while nobody knows. */
export type Progress = { readonly done: number; readonly total: number | null };

/** What everything long takes: a way to stop it, and whom to tell. */
export type LongRun = {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
};

/** What can be freed without touching a document as it is now. */
export type CleanupKind = 'unused-assets' | 'old-versions' | 'app-parts' | 'bin';

export type Cleanup = { readonly count: number; readonly bytes: number };

/** What came of one project or, without an id, of what belongs to none. */
export type CheckedProject = {
	readonly id: ProjectId | null;
	readonly title: string;
	readonly outcome: 'fine' | 'repaired' | 'set-aside' | 'lost';
	/** How many rows or assets were read, mended, set aside, or are missing. */
	readonly repaired: number;
	readonly setAside: number;
	readonly lost: number;
};

export type CheckReport = {
	/** Everything that was read and compared with its checksum. */
	readonly checked: number;
	readonly bytes: number;
	readonly projects: readonly CheckedProject[];
};

/** Something damaged that was put out of the way, and kept. */
export type SetAside = {
	readonly key: string;
	readonly what: 'document' | 'asset' | 'version';
	/** Of the project it belongs to; null when nobody knows. */
	readonly project: string | null;
	readonly why: string;
	readonly bytes: number;
	/** Milliseconds since the Unix epoch; null when nobody noted it. */
	readonly at: number | null;
};
