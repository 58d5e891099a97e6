import { followSteps, goTo, wayTo, waitUntil, type Step } from './bot.ts';

/** From its feet to its middle, m. */
const MIDDLE = 0.62;

/** Jumps, and lands on what is so high there. */
const hop =
	([x, z]: readonly [number, number], top: number): Step =>
	(game) => {
		const { dx, dz, far, height } = wayTo(game, [x, z]);
		if (far < 0.3 && Math.abs(height - top - MIDDLE) < 0.1) return 'done';
		const pace = Math.min(1, far / 0.4) / Math.max(far, 0.01);
		return { values: { jump: 1, moveX: dx * pace, moveY: -dz * pace } };
	};

const liftIsAt = (z: number) => waitUntil((game) => Math.abs((game.at('Lift')?.[2] ?? 0) - z) < 0.05);

/** Over the islands, with the lift, over spikes and past what rolls, to the flag. */
export const platformerBot = followSteps([
	goTo([0, -3.4]),
	hop([0, -7], 0),
	goTo([0, -9.5]),
	hop([0, -12.4], 0.8),
	goTo([0.4, -13.2]),
	hop([2.5, -15.6], 1.6),
	goTo([2.5, -16.8]),
	liftIsAt(-20),
	hop([2.5, -20], 1.6),
	liftIsAt(-26),
	goTo([2.5, -27]),
	hop([2, -30.5], 1.6),
	goTo([0, -31.6]),
	hop([0, -34.3], 1.6),
	waitUntil((game) => (game.at('Roller')?.[0] ?? 0) > 2),
	goTo([-2, -36.8]),
	hop([-0.6, -39.9], 2.6),
	goTo([0, -40.8]),
	hop([0, -43.4], 3.6),
	goTo([0, -44.2]),
	hop([0, -47], 4),
	goTo([0, -48.5]),
]);

/** Runs off the first island again and again. */
export const fallingBot = followSteps([goTo([30, 0])]);
