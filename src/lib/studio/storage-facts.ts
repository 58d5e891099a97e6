import type { StorageProblem } from '../storage/ports.ts';
import type { ProjectUsage } from '../storage/usage/storage-usage.ts';

/** How this device keeps the work, as far as it says. */
export type StorageSafety = {
	/** Why it does not, for now; null while it does. */
	readonly problem: StorageProblem | null;
	/** Whether the browser spares this site when the disk runs low; null where it does not say. */
	readonly persisted: boolean | null;
	/** It was asked to keep the work, and did not promise it. */
	readonly refused: boolean;
	/** False until the browser has said whether it does. */
	readonly known: boolean;
};

export type UsageKind = 'projects' | 'assets' | 'versions' | 'caches' | 'other';

export type ProjectUse = ProjectUsage & {
	/** Milliseconds since the Unix epoch. */
	readonly changedAt: number;
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
	/** Assets that several projects use: counted with none of them. */
	readonly shared: { readonly count: number; readonly bytes: number };
};

/** How far something long has come. `total` is null while nobody knows. */
export type Progress = {
	readonly done: number;
	readonly total: number | null;
	/** What it is at, in words. */
	readonly at?: string;
};

/** What everything long takes: a way to stop it, and whom to tell. */
export type LongRun = {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
};

/** What can be freed without changing a document as it is now. */
export type CleanupKind = 'unused-assets' | 'old-versions' | 'bin';

/** How much of it there is. */
export type Cleanup = {
	readonly count: number;
	readonly bytes: number;
	/** How many of them have to wait: something made in the last day may still be on its way to where it is used. */
	readonly later?: number;
	/** How many were left alone: another tab has them open. */
	readonly open?: number;
};
