import { setText } from '#lib/doc/commands/edit-script.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import type { WorkerCalls } from '../language/worker-calls.ts';
import type { ScriptText } from '../script-text.ts';

const TRIES = 3;

export type Formatted = CommandResult | 'already' | 'changed';

/**
 * Formats a script as one step of its undo, writing only what differs, so that everybody's cursors stay. Begins anew
 * where it changed meanwhile. Rejects with a `WorkerFailure` where it cannot be read or the worker could not come.
 */
export async function formatText(text: ScriptText, worker: Pick<WorkerCalls, 'ask'>): Promise<Formatted> {
	for (let tries = 0; tries < TRIES; tries++) {
		const before = text.text;
		const formatted = (await worker.ask('format', before)) as string;
		if (text.text !== before) continue;
		if (formatted === before) return 'already';
		text.history.endStep();
		const written = setText(text.script, formatted, 'format-script');
		text.history.endStep();
		return written;
	}
	return 'changed';
}
