import type { Clock } from './clock.ts';

/** Longer than this at once, and the screen would stutter. */
const TURN_MS = 12;

/** Lets the page have its turn whenever ours took long. */
export function createPause(clock: Clock): () => Promise<void> {
	let began = clock.now();
	return async () => {
		if (clock.now() - began < TURN_MS) return;
		await new Promise<void>((resolve) => clock.after(0, resolve));
		began = clock.now();
	};
}
