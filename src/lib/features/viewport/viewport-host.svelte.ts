import { systemClock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { AssetSource, Viewport, ViewportTheme } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';

export type HostStatus =
	| { readonly kind: 'loading' }
	| { readonly kind: 'ready'; readonly viewport: Viewport }
	/** No picture: why, in a sentence. */
	| { readonly kind: 'none'; readonly reason: string };

export type HostOptions = {
	readonly assets: AssetSource;
	readonly theme: () => ViewportTheme;
	readonly reducedMotion: () => boolean;
	/** Told when there is a picture, and (null) before it goes. */
	readonly onviewport: (viewport: Viewport | null) => void;
	/** Waited for before the picture goes: a last look at it. */
	readonly onleave: (viewport: Viewport) => Promise<void>;
};

/** Brings the engine, which is large, after everything else can be used; and takes it down again. */
export class ViewportHost {
	#options: HostOptions;
	#status = $state.raw<HostStatus>({ kind: 'loading' });

	constructor(options: HostOptions) {
		this.#options = options;
	}

	get status(): HostStatus {
		return this.#status;
	}

	/** Draws on the canvas until the returned function is called. */
	start(canvas: HTMLCanvasElement, overlay: HTMLElement): Dispose {
		const resizes = new ResizeObserver(() => {
			if (this.#status.kind === 'ready') this.#status.viewport.resize();
		});
		resizes.observe(canvas);
		let left = false;
		void this.#open(canvas, overlay, () => left);
		return () => {
			left = true;
			resizes.disconnect();
			void this.#close();
		};
	}

	async #open(canvas: HTMLCanvasElement, overlay: HTMLElement, hasLeft: () => boolean): Promise<void> {
		const engine = await import('#lib/engine/viewport.ts').catch(() => null);
		if (hasLeft()) return;
		if (!engine) {
			this.#status = { kind: 'none', reason: m.viewport_engine_missing() };
			return;
		}
		const { assets, theme, reducedMotion, onviewport } = this.#options;
		const opened = engine.createViewport({
			canvas,
			overlay,
			assets,
			clock: systemClock,
			theme: theme(),
			reducedMotion: reducedMotion(),
		});
		if (!opened.ok) {
			this.#status = { kind: 'none', reason: opened.error.message };
			return;
		}
		this.#status = { kind: 'ready', viewport: opened.value };
		onviewport(opened.value);
	}

	async #close(): Promise<void> {
		if (this.#status.kind !== 'ready') return;
		const { viewport } = this.#status;
		const { onviewport, onleave } = this.#options;
		onviewport(null);
		await onleave(viewport);
		viewport.dispose();
	}
}
