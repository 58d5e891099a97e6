import { followSteps, rounded, waitUntil, type Step } from './bot.ts';
import type { GameView } from './game-view.ts';

const CROWNS = ['Crown 1', 'Crown 2', 'Crown 3'];
const [POWER, GRAVITY] = [20, 9.81];
/** So far ahead of the cannon a ball begins, m. */
const MUZZLE = 1.4;
const degrees = (radians: number) => (radians * 180) / Math.PI;

/** The crown that is still up. */
const nextCrown = (game: GameView) =>
	CROWNS.map((name) => game.at(name)).find((at) => at !== undefined && at[1] > 1);

/** How the cannon must point for a ball to meet that crown, degrees. */
function aimAt(game: GameView): { turn: number; tilt: number } {
	const from = game.at('Cannon') ?? [0, 0, 0];
	const to = nextCrown(game) ?? from;
	const [dx, dy, dz] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
	const far = Math.sqrt(dx * dx + dz * dz);
	let tilt = 0;
	// The ball begins ahead of the cannon, by where that points.
	for (let i = 0; i < 5; i++) tilt = tiltFor(far - MUZZLE * Math.cos(tilt), dy - MUZZLE * Math.sin(tilt));
	return { turn: degrees(Math.atan2(-dx, -dz)), tilt: degrees(tilt) };
}

/** The flatter of the two ways to hit what is so far away and so high, radians. */
function tiltFor(far: number, high: number): number {
	const square = POWER * POWER;
	const root = Math.sqrt(square * square - GRAVITY * (GRAVITY * far * far + 2 * high * square));
	return Math.atan2(square - root, GRAVITY * far);
}

const press = (off: number) => rounded(Math.max(-1, Math.min(1, off * 2)));

const aim: Step = (game) => {
	if (!nextCrown(game)) return 'done';
	const wanted = aimAt(game);
	const left = wanted.turn - game.heading('Cannon');
	const up = wanted.tilt - game.pitch('Cannon');
	if (Math.abs(left) < 0.05 && Math.abs(up) < 0.05) return 'done';
	return { values: { moveX: -press(left), moveY: press(up) } };
};

/** Fires, and waits until all has come to rest. */
const fire: readonly Step[] = [
	() => ({ values: { fire: 1 }, once: true }),
	...Array.from({ length: 180 }, (): Step => () => ({ once: true })),
];

/** Aims at one crown after the other. */
export const puzzleBot = followSteps(Array.from({ length: 6 }, () => [aim, ...fire]).flat());

/** Fires without aiming. */
export const wastingBot = followSteps([
	...Array.from({ length: 6 }, () => fire).flat(),
	waitUntil(({ ended }) => ended !== undefined),
]);
