import type { NextFrame } from './game-loop.ts';

/** The frames of the display: none come while the page is hidden, so that a game waits until it is seen again. */
export const displayFrames: NextFrame = (draw) => {
	const handle = requestAnimationFrame(draw);
	return () => cancelAnimationFrame(handle);
};
