/** A source of numbers in [0, 1): the system's, or a seeded one for tests that must replay. */
export type Random = () => number;

export const systemRandom: Random = () => {
	const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
	return word / 2 ** 32;
};

/** Mulberry32: small, seeded, good enough for jitter and tests; never for secrets. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
