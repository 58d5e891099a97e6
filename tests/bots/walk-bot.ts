import { followSteps, rounded, wayTo, waitUntil, type Step } from './bot.ts';

/** As fast as it turns its head, degrees in a tick. */
const TURN = 5;

/** Turns towards a place and walks there. */
const walkTo =
	(place: readonly [x: number, z: number]): Step =>
	(game) => {
		const { dx, dz, far } = wayTo(game, place);
		if (far < 0.3) return 'done';
		const wanted = (Math.atan2(-dx, -dz) * 180) / Math.PI;
		const off = ((game.heading('Player') - wanted + 540) % 360) - 180;
		const look = [rounded(Math.max(-TURN, Math.min(TURN, off))), 0] as const;
		return { look, values: Math.abs(off) < 20 ? { moveY: rounded(Math.min(1, far)) } : {} };
	};

/** Fetches both keys, and leaves by the door that they open. */
export const walkBot = followSteps([
	...([[0, 2.1], [-4, 2.1], [-7, 3.4], [-4, 2.1], [0, 2.1], [0, -5.5], [2.6, -5.5]] as const).map(walkTo), // prettier-ignore
	...(
		[
			[7, -6.4],
			[2.6, -5.5],
			[0, -5.5],
			[0, -9],
		] as const
	).map(walkTo),
	waitUntil((game) => (game.at('Front door')?.[0] ?? 0) > 2.1),
	walkTo([0, -13]),
]);

/** Waits for the ghost in its room. */
export const hauntedBot = followSteps([
	...(
		[
			[0, 2.1],
			[0, -5.5],
			[5, -5.5],
		] as const
	).map(walkTo),
	waitUntil(({ ended }) => ended !== undefined),
]);
