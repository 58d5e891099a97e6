/** So many particles a scene has at most, however many emitters peers put into it: 28 bytes each, and a square to draw. */
const MOST_PARTICLES = 100_000;

/** What emitters share: whoever begins takes what is left. */
export class ParticleRoom {
	#left = MOST_PARTICLES;

	/** How many there may be, at most as many as wanted. */
	take(wanted: number): number {
		const given = Math.min(wanted, this.#left);
		this.#left -= given;
		return given;
	}

	give(count: number): void {
		this.#left += count;
	}
}
