/** From here on, of 1, what is louder grows less. */
const KNEE = 0.7;
/** As many sounds as loud as can be. */
const MOST = 4;
const POINTS = 2 ** 12 + 1;

/** What comes in has to be made so much quieter first: a curve is only for what lies between −1 and 1. */
export const BELOW_CEILING = 1 / MOST;

/**
 * However many sounds there are at once, they stay below what a device can play. A curve and no compressor: Chromium's
 * swallows how the first sound begins, and lets three explosions through.
 */
export const ceilingCurve = (): Float32Array<ArrayBuffer> =>
	Float32Array.from({ length: POINTS }, (_, i) => softened(((i / (POINTS - 1)) * 2 - 1) * MOST));

function softened(sample: number): number {
	const size = Math.abs(sample);
	if (size <= KNEE) return sample;
	return Math.sign(sample) * (KNEE + (1 - KNEE) * Math.tanh((size - KNEE) / (1 - KNEE)));
}
