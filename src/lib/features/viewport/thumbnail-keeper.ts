import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';

const AFTER_EDIT_MS = 5_000;
const WIDTH = 480;
const HEIGHT = 270;

type Options = {
	readonly clock: Clock;
	readonly capture: Viewport['capture'];
	readonly keep: (picture: Blob) => Promise<void>;
};

/** Keeps the project's picture for Home fresh: some time after the last edit, and when one looks away. */
export class ThumbnailKeeper {
	#options: Options;
	/** Nothing was looked at yet: the first look away takes a picture. */
	#stale = true;
	#cancel: Dispose | null = null;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Something was edited. */
	touch(): void {
		this.#stale = true;
		this.#cancel?.();
		this.#cancel = this.#options.clock.after(AFTER_EDIT_MS, () => void this.take());
	}

	/** Takes the picture now, if it would differ. A picture that cannot be taken is no loss worth a word. */
	async take(): Promise<void> {
		this.#cancel?.();
		this.#cancel = null;
		if (!this.#stale) return;
		this.#stale = false;
		const { capture, keep } = this.#options;
		const picture = await capture(WIDTH, HEIGHT).catch(() => null);
		if (picture) await keep(picture);
		else this.#stale = true;
	}

	dispose(): void {
		this.#cancel?.();
	}
}
