import { NO_INPUT, type InputFrame } from '#lib/runtime/input/input-frame.ts';
import type { GameView } from './game-view.ts';

type Values = Readonly<Record<string, number>>;
/**
 * What a bot does in a step, by what it sees: how far it presses actions, how far it looks around; `once`: only in this
 * tick; `done`: not any more.
 */
export type Move =
	{ readonly values?: Values; readonly look?: readonly [number, number]; readonly once?: true } | 'done';
export type Step = (game: GameView, tick: number) => Move;

/** By what it sees, the tick, and the step it is at: what it does now, and the step it is at then. Nothing else counts. */
export type Bot = (game: GameView, tick: number, step: number) => readonly [InputFrame, number];

/** One who takes these steps, one after the other. */
export const followSteps =
	(steps: readonly Step[]): Bot =>
	(game, tick, from) => {
		for (let step = from; step < steps.length; step++) {
			const move = steps[step]!(game, tick);
			if (move === 'done') continue;
			const { once, ...input } = move;
			return [{ ...NO_INPUT, ...input }, once ? step + 1 : step];
		}
		return [NO_INPUT, steps.length];
	};

/** As coarse as a stick: engines do not agree on the last bits of angles. */
export const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;

type Ground = readonly [x: number, z: number];

/** How far and where to a place lies, seen from above. */
export function wayTo(game: GameView, [x, z]: Ground, who = 'Player') {
	const at = game.at(who) ?? [x, 0, z];
	const [dx, dz] = [x - at[0], z - at[2]];
	return { dx, dz, far: Math.sqrt(dx * dx + dz * dz), height: at[1] };
}

/** Goes to a place in a game where forward is always −Z. */
export const goTo =
	(place: Ground, { near = 0.25, values = {} }: { near?: number; values?: Values } = {}): Step =>
	(game) => {
		const { dx, dz, far } = wayTo(game, place);
		if (far <= near) return 'done';
		// The last bit slower, so that it does not go back and forth.
		const pace = Math.min(1, far / 0.4) / far;
		return { values: { ...values, moveX: dx * pace, moveY: -dz * pace } };
	};

export const waitUntil =
	(isSo: (game: GameView) => boolean): Step =>
	(game) =>
		isSo(game) ? 'done' : {};
