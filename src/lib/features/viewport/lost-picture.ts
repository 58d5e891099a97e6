import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';

/** A picture that is back sooner is not worth a word. */
export const WORTH_A_WORD_MS = 1_000;

/** Whether the graphics card took the picture away, and keeps it. */
export class LostPicture {
	#viewport: Pick<Viewport, 'on'>;
	#clock: Clock;
	#lasting = false;

	constructor(viewport: Pick<Viewport, 'on'>, clock: Clock) {
		this.#viewport = viewport;
		this.#clock = clock;
	}

	get lasting(): boolean {
		return this.#lasting;
	}

	/** Tells of each change of `lasting` until the returned function is called. */
	watch(changed: () => void): Dispose {
		let cancel: Dispose | undefined;
		const set = (lasting: boolean) => {
			this.#lasting = lasting;
			changed();
		};
		const stop = this.#viewport.on('context-changed', ({ lost }) => {
			cancel?.();
			if (lost) cancel = this.#clock.after(WORTH_A_WORD_MS, () => set(true));
			else set(false);
		});
		return () => {
			cancel?.();
			stop();
		};
	}
}
