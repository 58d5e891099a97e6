import type { StorageProblem, StorageReason } from './ports.ts';

/** What adapters throw: the one error that leaves a backend. */
export class StorageFailure extends Error {
	readonly reason: StorageReason;

	constructor(problem: StorageProblem, cause?: unknown) {
		super(problem.message, { cause });
		this.name = 'StorageFailure';
		this.reason = problem.reason;
	}

	get problem(): StorageProblem {
		return { reason: this.reason, message: this.message };
	}
}

const MESSAGES: { readonly [reason in StorageReason]: string } = {
	denied:
		'This browser does not let RaStudios keep anything on this device (private mode, or storage is switched off). Export your project to a file before you close the page.',
	full: 'The storage of this device is full. Free some space or export your project to a file; saving goes on by itself once there is room.',
	lost: 'The browser lost the connection to its own storage. Saving is tried again; if this stays, export your project and reload the page.',
	unanswered:
		'The storage of this device does not answer: the disk is very slow, or another tab that is stopped holds it. Saving is tried again; closing other tabs of RaStudios may help.',
	blocked:
		'Another tab with an older RaStudios holds the storage of this device. Close that tab; saving then goes on by itself.',
	newer:
		'A newer RaStudios has been at work on this device. Reload the page to get it; this one no longer writes.',
	damaged: 'What this device had stored is damaged.',
	unknown:
		'This device could not save. Saving is tried again; if this stays, export your project and reload the page.',
};

/** A problem in words for people. `detail` is what the browser said, for the curious. */
export function storageProblem(reason: StorageReason, detail?: string): StorageProblem {
	return { reason, message: detail ? `${MESSAGES[reason]} (${detail})` : MESSAGES[reason] };
}

/** Whatever was thrown, as a failure. */
export function asStorageFailure(thrown: unknown): StorageFailure {
	if (thrown instanceof StorageFailure) return thrown;
	const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
	return new StorageFailure(storageProblem('unknown', detail), thrown);
}
