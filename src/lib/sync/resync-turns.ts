import type { Dispose } from '../base/disposer.ts';

/** Lets documents meet the server anew one at a time: what went wrong for many at once must not come back as a storm. */
export class ResyncTurns {
	readonly #waiting: { run: (() => void) | null }[] = [];

	/** Runs at once, or when all before are done; the returned function ends the turn, or gives it up. */
	take(run: () => void): Dispose {
		const turn: { run: (() => void) | null } = { run };
		this.#waiting.push(turn);
		if (this.#waiting[0] === turn) this.#begin();
		return () => {
			const index = this.#waiting.indexOf(turn);
			if (index < 0) return;
			this.#waiting.splice(index, 1);
			if (index === 0) this.#begin();
		};
	}

	#begin(): void {
		const [turn] = this.#waiting;
		const run = turn?.run;
		if (!turn || !run) return;
		turn.run = null;
		run();
	}
}
