import { m } from '#lib/paraglide/messages.js';
import type {
	CheckFinding,
	CheckOutcome,
	CheckReport,
	CheckSubject,
	ProjectCheck,
} from '#lib/storage/check/check-report.ts';
import type { SetAsideKind } from '#lib/storage/set-aside/set-aside.ts';

export type OutcomeWords = { readonly tone: 'success' | 'warning' | 'error'; readonly text: string };

/** What came of one finding. What is nowhere to be had any more is called lost, whatever became of its bytes. */
export function outcomeWords({ outcome, remedy }: Pick<CheckFinding, 'outcome' | 'remedy'>): OutcomeWords {
	if (outcome === 'repaired') return { tone: 'success', text: m.storage_outcome_repaired() };
	if (outcome === 'removed') return { tone: 'success', text: m.storage_outcome_removed() };
	const tone = remedy === 'file' ? 'error' : 'warning';
	return { tone, text: OUTCOMES[outcome]() };
}

/** What came of a whole project: the worst of its findings. */
export function projectOutcome({ findings }: Pick<ProjectCheck, 'findings'>): OutcomeWords {
	const words = findings.map(outcomeWords);
	const worst = (tone: OutcomeWords['tone']) => words.find((one) => one.tone === tone);
	const fine = { tone: 'success', text: m.storage_outcome_fine() } as const;
	return worst('error') ?? worst('warning') ?? words[0] ?? fine;
}

/** “Document “Scene 1””, or what it is alone. */
export function subjectWords({ subject, name }: Pick<CheckFinding, 'subject' | 'name'>): string {
	const words = SUBJECTS[subject]();
	return name === null ? words : m.storage_subject_named({ subject: words, name });
}

export function setAsideWords({ what, name }: { what: SetAsideKind; name: string | null }): string {
	return subjectWords({ subject: what, name });
}

/** What was wrong, as a whole sentence: it may come without its point. */
export const whyWords = ({ why }: { readonly why: string }): string =>
	/[.!?)…]$/.test(why) ? why : `${why}.`;

/** What to do about it; null when there is nothing to do. */
export function remedyWords({ remedy }: Pick<CheckFinding, 'remedy'>): string | null {
	switch (remedy) {
		case 'none':
			return null;
		case 'server':
			return m.storage_remedy_server();
		case 'version':
			return m.storage_remedy_version();
		case 'file':
			return m.storage_remedy_file();
	}
}

export const findingsOf = ({ projects, findings }: CheckReport): number =>
	projects.reduce((all, project) => all + project.findings.length, findings.length);

const OUTCOMES: { readonly [outcome in CheckOutcome]: () => string } = {
	repaired: m.storage_outcome_repaired,
	recovered: m.storage_outcome_recovered,
	'set-aside': m.storage_outcome_set_aside,
	removed: m.storage_outcome_removed,
	open: m.storage_outcome_open,
};

const SUBJECTS: { readonly [subject in CheckSubject]: () => string } = {
	document: m.storage_subject_document,
	index: m.storage_subject_index,
	project: m.storage_subject_project,
	asset: m.storage_subject_asset,
	version: m.storage_subject_version,
	undo: m.storage_subject_undo,
	leftover: m.storage_subject_leftover,
};
