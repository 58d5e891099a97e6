/** Draws when asked, once per display frame, and goes on only while `draw` returns true. */
export class FrameLoop {
	#draw: (deltaMs: number) => boolean;
	#handle = 0;
	#last = 0;
	#disposed = false;

	constructor(draw: (deltaMs: number) => boolean) {
		this.#draw = draw;
	}

	request(): void {
		if (this.#handle !== 0 || this.#disposed) return;
		this.#handle = requestAnimationFrame((now) => this.#run(now));
	}

	dispose(): void {
		this.#disposed = true;
		cancelAnimationFrame(this.#handle);
		this.#handle = 0;
	}

	#run(now: number): void {
		this.#handle = 0;
		// After a rest the time since the last frame means nothing: one ordinary frame is assumed.
		const deltaMs = this.#last === 0 ? 1000 / 60 : Math.min(now - this.#last, 100);
		const more = this.#draw(deltaMs);
		this.#last = more ? now : 0;
		if (more) this.request();
	}
}
