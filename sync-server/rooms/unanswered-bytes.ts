/** Unanswered update bytes of one socket that make it wait. */
const MAX_UNANSWERED_BYTES = 32 * 1024 * 1024;

/** Updates of one connection that wait for the disk, by their bytes: who sends faster than it stores is held back. */
export class UnansweredBytes {
	#bytes = 0;
	#held: (() => void)[] = [];

	add(bytes: number): void {
		this.#bytes += bytes;
	}

	remove(bytes: number): void {
		this.#bytes -= bytes;
		if (this.#isOver) return;
		for (const release of this.#held.splice(0)) release();
	}

	/** Resolves once there are few enough; nothing when there are. */
	hold(): Promise<void> | void {
		if (this.#isOver) return new Promise((resolve) => this.#held.push(resolve));
	}

	get #isOver(): boolean {
		return this.#bytes > MAX_UNANSWERED_BYTES;
	}
}
