import type { ProjectFileProblem, ProjectFileReason } from './project-file.ts';

/** Ends the reading of a project file; never leaves this folder. */
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

export const newer = (): ProjectFileRefusal =>
	new ProjectFileRefusal(
		'newer',
		'The file was made by a newer RaStudios. Reload the page to get the newest version, then import it again.',
	);
