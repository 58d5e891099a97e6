import type { Clock } from '#lib/base/clock.ts';
import { describeCause, type Log } from './log.ts';

/** Why no work should be sent here. */
export type UnreadyReason = 'starting' | 'draining' | 'store';

type Parts = {
	readonly clock: Clock;
	readonly log: Log;
	/** Throws when the store does not take or give. */
	readonly checkStore: () => void;
};

// The store is written to by each check: often enough for a load balancer, too seldom to be a load.
const CHECK_EVERY_MS = 1_000;

/** Whether the server can take work, as load balancers ask. */
export class Readiness {
	#parts: Parts;
	#phase: 'starting' | 'ready' | 'draining' = 'starting';
	#checkedAt = -Infinity;
	#storeFails = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	started(): void {
		if (this.#phase === 'starting') this.#phase = 'ready';
	}

	/** From now on the server is on its way out. */
	drain(): void {
		this.#phase = 'draining';
	}

	/** Everything that speaks against it; none when ready. */
	reasons(): UnreadyReason[] {
		const reasons: UnreadyReason[] = this.#phase === 'ready' ? [] : [this.#phase];
		if (this.#doesStoreFail()) reasons.push('store');
		return reasons;
	}

	#doesStoreFail(): boolean {
		const { clock, log, checkStore } = this.#parts;
		if (clock.now() - this.#checkedAt < CHECK_EVERY_MS) return this.#storeFails;
		const failedBefore = this.#storeFails;
		try {
			checkStore();
			this.#storeFails = false;
			if (failedBefore) log.info('The store works again');
		} catch (cause) {
			this.#storeFails = true;
			if (!failedBefore) log.error('The store fails: not ready', { cause: describeCause(cause) });
		}
		this.#checkedAt = clock.now();
		return this.#storeFails;
	}
}
