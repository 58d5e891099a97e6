import { systemClock, type Clock } from '../../base/clock.ts';
import type { TransferOptions } from '../../storage/project-file/project-file.ts';

/** What is shown of a transfer: what it does, and how far it is, from 0 to 1. */
export type ShownTransfer = { readonly label: string; readonly fraction: number };

/** Shorter ones are over before anybody could read about them. */
const SHOWN_AFTER_MS = 300;

/** One file on its way in or out: how far it is, and the way to stop it. */
export class RunningTransfer {
	#clock: Clock;
	#shown = $state.raw<ShownTransfer | null>(null);
	#stop: AbortController | null = null;

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	/** Null while there is nothing to show. */
	get shown(): ShownTransfer | null {
		return this.#shown;
	}

	/** Runs one step that says how far it is and can be stopped. */
	async run<T>(label: string, step: (options: TransferOptions) => Promise<T>): Promise<T> {
		const stop = new AbortController();
		this.#stop = stop;
		let fraction = 0;
		const forget = this.#clock.after(SHOWN_AFTER_MS, () => (this.#shown = { label, fraction }));
		const onProgress: TransferOptions['onProgress'] = ({ done, total }) => {
			fraction = total > 0 ? done / total : 0;
			if (this.#shown) this.#shown = { label, fraction };
		};
		try {
			return await step({ signal: stop.signal, onProgress });
		} finally {
			forget();
			this.#shown = null;
			this.#stop = null;
		}
	}

	cancel(): void {
		this.#stop?.abort();
	}
}
