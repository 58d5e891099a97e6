import type { JsonValue } from '#lib/base/json.ts';

/** The state of a game is compared after every so many ticks: half a second. */
export const CHECK_EVERY = 30;
/** No more is written down of one game: ten minutes. */
export const MOST_TICKS = 36_000;
/** More actions at once nobody has hands for: each is looked at in every tick. */
export const MOST_HELD = 64;

/** What a player did in a tick, as it is written down: see `InputFrame`. What is at rest is left out. */
export type RecordedFrame = {
	readonly v?: Readonly<Record<string, number>>;
	readonly t?: readonly string[];
	readonly l?: readonly [number, number];
	readonly p?: readonly [x: number, y: number, isDown: 0 | 1];
	readonly b?: readonly number[];
};

/** One after the other so many ticks with the same frame. */
export type RecordedRun = readonly [ticks: number, frame: RecordedFrame];

/** From the beginning of a scene to its end. */
export type RecordedPart = {
	readonly runs: readonly RecordedRun[];
	/** The state's hash after each `CHECK_EVERY` ticks. */
	readonly checks: readonly number[];
};

/**
 * Why no more was written down: the game was over, it went on for too long, or what it is made of was changed while it
 * ran.
 */
export type RecordingEnd = 'over' | 'too-long' | 'changed';

/** All that it takes to play a game again as it was, on top of the project that it belongs to. */
export type Recording = {
	readonly kind: 'rastudios-recording';
	readonly version: 1;
	/** The scene's name. */
	readonly scene: string;
	/** What the game was made of, as `contentHash` tells. */
	readonly content: string;
	readonly seed: number;
	readonly vars: Readonly<Record<string, JsonValue>>;
	readonly saves: Readonly<Record<string, JsonValue>>;
	/** One for each time that a scene began. */
	readonly parts: readonly RecordedPart[];
	readonly end: RecordingEnd;
};

/** Ticks of one part. */
export const ticksOf = ({ runs }: RecordedPart): number => runs.reduce((sum, [ticks]) => sum + ticks, 0);
