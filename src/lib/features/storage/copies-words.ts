import { m } from '#lib/paraglide/messages.js';
import type { AllReport, ProjectOutcome } from '#lib/studio/project-files/project-bundle.ts';
import { leftOutWords } from '#lib/studio/project-files/left-out.ts';
import type { TaskState } from './long-task.svelte.ts';

export type CopyWay = 'export' | 'import';

export type CopiesWords = {
	readonly text: string;
	/** Something did not go out or come in. */
	readonly failed: boolean;
	/** What failed, and why; what is not whole. */
	readonly notes: readonly string[];
};

/** What became of it; null while there is nothing to say. */
export function copiesWords(state: TaskState<AllReport>, way: CopyWay): CopiesWords | null {
	switch (state.kind) {
		case 'idle':
		case 'running':
			return null;
		case 'cancelled':
			return { text: m.storage_copies_cancelled(), failed: false, notes: [] };
		case 'failed':
			return { text: FAILED[way]({ reason: state.reason }), failed: true, notes: [] };
		case 'done':
			return reportWords(state.report, way);
	}
}

function reportWords({ outcomes, cancelled }: AllReport, way: CopyWay): CopiesWords {
	const count = outcomes.filter(({ result }) => result.ok).length;
	const failed = count < outcomes.length;
	const notes = outcomes.flatMap((outcome) => noteOn(outcome) ?? []);
	if (way === 'import' && outcomes.length === 0 && !cancelled) {
		return { text: m.storage_import_nothing(), failed: true, notes };
	}
	const stopped = way === 'import' ? m.storage_import_stopped({ count }) : m.storage_copies_cancelled();
	return { text: cancelled ? stopped : DONE[way]({ count }), failed: failed && count === 0, notes };
}

function noteOn({ title, result }: ProjectOutcome): string | null {
	if (!result.ok) return m.storage_copies_failed({ title, reason: result.error.message });
	const what = leftOutWords(result.value.leftOut);
	return what === null ? null : m.storage_copies_missing({ title, what });
}

const FAILED = { export: m.storage_export_failed, import: m.storage_import_failed };
const DONE = { export: m.storage_export_done, import: m.storage_import_done };
