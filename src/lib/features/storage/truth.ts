import { m } from '#lib/paraglide/messages.js';
import type { StorageSafety } from '#lib/studio/storage-facts.ts';

export type TruthFacts = Omit<StorageSafety, 'known'> & {
	readonly canInstall: boolean;
	readonly canExport: boolean;
};

/** What somebody can do about it, the most useful first. */
export type TruthStep = 'retry' | 'keep' | 'install' | 'export';

export type Truth = {
	readonly tone: 'success' | 'warning' | 'error';
	/** One sentence: where the work is. */
	readonly title: string;
	/** What that means, and what to do. */
	readonly text: string;
	readonly steps: readonly TruthStep[];
};

/** Where the work is, in one sentence that is never better than the facts. */
export function truthOf({ problem, persisted, refused, canInstall, canExport }: TruthFacts): Truth {
	const can: { readonly [step in TruthStep]: boolean } = {
		retry: true,
		keep: true,
		install: canInstall,
		export: canExport,
	};
	const steps = (...wanted: TruthStep[]) => wanted.filter((step) => can[step]);
	if (problem) {
		const title = m.storage_truth_failing();
		return { tone: 'error', title, text: problem.message, steps: steps('retry', 'export') };
	}
	if (persisted) {
		const title = m.storage_truth_kept();
		return { tone: 'success', title, text: m.storage_truth_kept_text(), steps: [] };
	}
	if (persisted === null) {
		const [title, text] = [m.storage_truth_unknown(), m.storage_truth_unknown_text()];
		return { tone: 'warning', title, text, steps: steps('install', 'export') };
	}
	if (refused) {
		const [title, text] = [m.storage_truth_refused(), m.storage_truth_refused_text()];
		return { tone: 'warning', title, text, steps: steps('install', 'export', 'keep') };
	}
	const [title, text] = [m.storage_truth_not_kept(), m.storage_truth_not_kept_text()];
	return { tone: 'warning', title, text, steps: steps('keep', 'install') };
}
