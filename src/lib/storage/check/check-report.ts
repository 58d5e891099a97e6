import type { ProjectId } from '../../base/ids.ts';

export type CheckProgress = {
	/** What is looked at now. */
	readonly stage: 'documents' | 'versions' | 'assets' | 'leftovers';
	/** 0 to 1, over all stages; never goes back. */
	readonly done: number;
};

export type CheckOptions = {
	/** What was done until then stays done, and is in the report. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: CheckProgress) => void;
};

/** What something damaged was. */
export type CheckSubject =
	/** Rows of a document. */
	| 'document'
	/** A project's list of documents and assets. */
	| 'index'
	/** A project's place in the list of projects. */
	| 'project'
	| 'asset'
	| 'version'
	| 'undo'
	/** Bytes that nothing names. */
	| 'leftover';

/**
 * `repaired`: whole again, nothing is lost. `recovered`: all that could be had is back, and the rest is set aside.
 * `set-aside`: out of the way, and kept as it was found. `removed`: it was of no use to anybody.
 * `open`: still so, and not this device's to mend.
 */
export type CheckOutcome = 'repaired' | 'recovered' | 'set-aside' | 'removed' | 'open';

/** Where what is lost may still be had. */
export type CheckRemedy =
	/** Nothing is lost. */
	| 'none'
	/** Opening the project brings back what its server has. */
	| 'server'
	/** An earlier version of the same document is whole. */
	| 'version'
	/** Only a file, or another device, may have it. */
	| 'file';

export type CheckFinding = {
	readonly subject: CheckSubject;
	/** What people call it; `null` where it has no name, or nobody knows it any more. */
	readonly name: string | null;
	readonly outcome: CheckOutcome;
	/** What was wrong, in a sentence. */
	readonly why: string;
	/** How many rows or pieces it was about. */
	readonly count: number;
	readonly bytes: number;
	readonly remedy: CheckRemedy;
};

export type CheckCounts = {
	readonly documents: number;
	readonly rows: number;
	readonly versions: number;
	readonly assets: number;
	readonly bytes: number;
};

export type ProjectCheck = {
	readonly id: ProjectId;
	readonly title: string;
	readonly shared: boolean;
	readonly checked: CheckCounts;
	/** Assets that its list names and this device does not have: nothing wrong where they were never fetched. */
	readonly missingAssets: number;
	readonly findings: readonly CheckFinding[];
};

/** What "check my data" looked at, found and did. */
export type CheckReport = {
	/** `cancelled` and `failed` say so; what was found until then counts. */
	readonly outcome: 'done' | 'cancelled' | 'failed';
	/** Why it failed, in words. */
	readonly problem: string | null;
	/** Those with findings first. */
	readonly projects: readonly ProjectCheck[];
	/** What belongs to no project. */
	readonly findings: readonly CheckFinding[];
	readonly checked: CheckCounts;
};
