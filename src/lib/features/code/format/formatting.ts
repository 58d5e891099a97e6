import { m } from '#lib/paraglide/messages.js';
import type { ScriptSession } from '#lib/studio/script-session.svelte.ts';
import type { Notice } from '#lib/studio/workspace-commands.ts';
import { WorkerCalls, WorkerFailure } from '../language/worker-calls.ts';
import type { WorkerPort } from '../language/worker-port.ts';
import { ScriptText } from '../script-text.ts';
import { formatText } from './format-text.ts';

/** Formats scripts, and says what came of it where nobody sees it. */
export class Formatting {
	#worker: WorkerCalls;

	constructor(start: () => WorkerPort) {
		this.#worker = new WorkerCalls(start);
	}

	async run(session: ScriptSession): Promise<Notice | null> {
		try {
			const formatted = await formatText(ScriptText.of(session), this.#worker);
			if (formatted === 'already') return { kind: 'info', text: m.code_format_already() };
			if (formatted === 'changed') return { kind: 'error', text: m.code_format_changed() };
			if (formatted.ok) return null;
			return { kind: 'error', text: m.code_refused({ reason: formatted.error.message }) };
		} catch (cause) {
			const isRefused = cause instanceof WorkerFailure && cause.reason === 'refused';
			// Its second line on is the code around the place.
			const reason = isRefused ? (cause.message.split('\n')[0] ?? '') : '';
			const text = isRefused ? m.code_format_refused({ reason }) : m.code_format_missing();
			return { kind: 'error', text };
		}
	}

	dispose(): void {
		this.#worker.dispose();
	}
}
