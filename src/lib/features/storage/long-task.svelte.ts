import { err, type Result } from '#lib/base/result.ts';
import type { LongRun, Progress } from '#lib/studio/storage-facts.ts';

export type TaskState<Report> =
	| { readonly kind: 'idle' }
	| { readonly kind: 'running'; readonly progress: Progress; readonly stopping: boolean }
	| { readonly kind: 'done'; readonly report: Report }
	| { readonly kind: 'failed'; readonly reason: string }
	| { readonly kind: 'cancelled' };

type Work<Report, Input> = (run: LongRun, input: Input) => Promise<Result<Report, string>>;

const NOTHING_YET: Progress = { done: 0, total: null };

/** Something that may take long: begun, watched, stopped, and what came of it. */
export class LongTask<Report, Input = void> {
	/** Whether it can be stopped in the middle: not what is one transaction. */
	readonly canCancel: boolean;
	#work: Work<Report, Input>;
	#state = $state.raw<TaskState<Report>>({ kind: 'idle' });
	#abort: AbortController | null = null;

	constructor(work: Work<Report, Input>, { canCancel = true } = {}) {
		this.#work = work;
		this.canCancel = canCancel;
	}

	get state(): TaskState<Report> {
		return this.#state;
	}
	get running(): boolean {
		return this.#state.kind === 'running';
	}

	/** Resolves to the report; null when it failed, was cancelled, or runs already. */
	async start(input: Input): Promise<Report | null> {
		if (this.#abort) return null;
		const abort = new AbortController();
		this.#abort = abort;
		this.#state = { kind: 'running', progress: NOTHING_YET, stopping: false };
		const run: LongRun = { signal: abort.signal, onProgress: (progress) => this.#tell(progress) };
		const outcome = await this.#work(run, input).catch((thrown: unknown) => err(wordsOf(thrown)));
		this.#abort = null;
		if (outcome.ok) this.#state = { kind: 'done', report: outcome.value };
		else if (abort.signal.aborted) this.#state = { kind: 'cancelled' };
		else this.#state = { kind: 'failed', reason: outcome.error };
		return outcome.ok ? outcome.value : null;
	}

	/** Asks it to stop; what is done by then stays done. */
	cancel(): void {
		if (!this.canCancel || !this.#abort || this.#state.kind !== 'running') return;
		this.#state = { ...this.#state, stopping: true };
		this.#abort.abort();
	}

	/** Puts what was said of the last time out of sight. */
	forget(): void {
		if (!this.#abort) this.#state = { kind: 'idle' };
	}

	#tell(progress: Progress): void {
		if (this.#state.kind !== 'running') return;
		// Thousands of steps a second are told, a hundred of them can be seen.
		if (percentOf(progress) === percentOf(this.#state.progress) && progress.total !== null) return;
		this.#state = { ...this.#state, progress };
	}
}

/** Whole percent, or null while nobody knows how much there is. */
export function percentOf({ done, total }: Progress): number | null {
	if (total === null) return null;
	return total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
}

/** What was thrown, for people. */
export const wordsOf = (thrown: unknown): string =>
	thrown instanceof Error ? thrown.message : String(thrown);
