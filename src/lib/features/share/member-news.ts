import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';

/** One change is told in several words: they are waited for, in ms. */
export const GATHER_MS = 100;
/** A reading is a few requests, and a person has sixty a minute for all they do: so many in so many ms. */
export const MOST_READINGS = 3;
export const WITHIN_MS = 20_000;

type Options = { readonly clock: Clock; readonly read: () => Promise<void> };

/** Reads again what somebody said is different: soon, once for all that is said meanwhile, and never too often. */
export class MemberNews {
	readonly #options: Options;
	#readAt: readonly number[] = [];
	#heard = false;
	#reading = false;
	#cancel: Dispose | null = null;
	#over = false;

	constructor(options: Options) {
		this.#options = options;
	}

	hear(): void {
		this.#heard = true;
		this.#plan();
	}

	dispose(): void {
		this.#over = true;
		this.#cancel?.();
	}

	#plan(): void {
		if (this.#over || this.#reading || this.#cancel || !this.#heard) return;
		const { clock } = this.#options;
		const [oldest = 0] = this.#readAt;
		const pause = this.#readAt.length < MOST_READINGS ? 0 : oldest + WITHIN_MS - clock.now();
		this.#cancel = clock.after(Math.max(GATHER_MS, pause), () => {
			this.#cancel = null;
			void this.#read();
		});
	}

	async #read(): Promise<void> {
		this.#heard = false;
		this.#reading = true;
		this.#readAt = [...this.#readAt, this.#options.clock.now()].slice(-MOST_READINGS);
		try {
			await this.#options.read();
		} finally {
			this.#reading = false;
			this.#plan();
		}
	}
}
