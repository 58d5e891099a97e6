import { err, ok, type Result } from '../../base/result.ts';
import type { ProjectFileProblem, ProjectFileReason } from './project-file.ts';

/** Ends the reading or writing of a project file; never leaves this folder. */
export class ProjectFileRefusal extends Error {
	readonly problem: ProjectFileProblem;

	constructor(reason: ProjectFileReason, message: string) {
		super(message);
		this.name = 'ProjectFileRefusal';
		this.problem = { reason, message };
	}
}

const AGAIN = 'Export it again, or use another copy.';

export const notAProject = (): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'not-a-project',
		'This is not a RaStudios project. Choose a file that ends in .rastudio.',
	);

export const damaged = (what: string): ProjectFileRefusal =>
	new ProjectFileRefusal('damaged', `The file is damaged: ${what}. ${AGAIN}`);

export const unsafe = (what: string): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'unsafe',
		`The file was not made by RaStudios: ${what}. Don't trust it; ask for a fresh export.`,
	);

export const tooLarge = (what: string): ProjectFileRefusal =>
	new ProjectFileRefusal('too-large', `The file is larger than RaStudios opens: ${what}.`);

/** On writing: what no reader would open again is not written. */
export const excess = (what: string): ProjectFileRefusal => new ProjectFileRefusal('too-large', what);

export const newer = (): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'newer',
		'The file was made by a newer RaStudios. Reload the page to get the newest version, then import it again.',
	);

export const unreadable = (detail: string): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'unreadable',
		`The file can no longer be read: it was moved, changed or locked since it was chosen. Choose it again. (${detail})`,
	);

export const unwritable = (detail: string): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'unwritable',
		`The file could not be written: its disk may be full, or it was moved or locked. What was there before is as it was. (${detail})`,
	);

export const cancelled = (): ProjectFileRefusal =>
	new ProjectFileRefusal('cancelled', 'Stopped, as you asked.');

export function checkSignal(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelled();
}

/** Runs one step; what refuses the file is its answer, anything else is a fault of ours. */
export async function asResult<T>(step: () => Promise<T>): Promise<Result<T, ProjectFileProblem>> {
	try {
		return ok(await step());
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) return err(thrown.problem);
		throw thrown;
	}
}
