import { goesOn, type InputFrame } from '../input/input-frame.ts';
import type { StateCheck } from '../simulation-port.ts';
import type { GameData } from '../world/game-data.ts';
import { decodeFrame, encodeFrame } from './recorded-frame.ts';
import {
	CHECK_EVERY,
	MOST_TICKS,
	type RecordedFrame,
	type RecordedPart,
	type Recording,
	type RecordingEnd,
} from './recording.ts';

/** Runs are kept as texts while a game goes on: many are alike, and they are small. */
type Part = { readonly runs: [ticks: number, frame: string][]; readonly checks: number[] };

/** What a recording says of how its game began. */
export type RecordedBeginning = Pick<GameData, 'seed' | 'scene' | 'vars' | 'saves'>;

/** Writes down what a game is told, from its beginning. */
export class Recorder {
	readonly #beginning: RecordedBeginning;
	readonly #parts: Part[] = [{ runs: [], checks: [] }];
	#ticks = 0;
	#end: RecordingEnd | undefined;

	constructor({ seed, scene = '', vars = {}, saves = {} }: RecordedBeginning) {
		this.#beginning = { seed, scene, vars, saves };
	}

	/** Ticks that it holds. */
	get ticks(): number {
		return this.#ticks;
	}

	/** Why it holds no more than it does; undefined while it goes on. */
	get end(): RecordingEnd | undefined {
		return this.#end;
	}

	/** The game is told so; answers what it is to be told, as whoever plays it again will tell it. */
	take(ticks: number, input: InputFrame): InputFrame {
		const told = decodeFrame(encodeFrame(input));
		for (let i = 0; i < ticks; i++) this.#write(i === 0 ? told : goesOn(told));
		return told;
	}

	/** The last of the ticks that it was told of never came. */
	takeBack(ticks: number): void {
		const { runs } = this.#parts.at(-1)!;
		for (let left = this.#end ? 0 : ticks; left > 0;) {
			const last = runs.at(-1);
			if (!last) return;
			const gone = Math.min(left, last[0]);
			last[0] -= gone;
			left -= gone;
			this.#ticks -= gone;
			if (last[0] === 0) runs.pop();
		}
	}

	/** So was its state. */
	check(checks: readonly StateCheck[]): void {
		const part = this.#parts.at(-1)!;
		for (const { tick, hash } of checks)
			if (tick === (part.checks.length + 1) * CHECK_EVERY && !this.#end) part.checks.push(hash);
	}

	/** Another scene begins, or the same anew. */
	nextPart(): void {
		if (!this.#end) this.#parts.push({ runs: [], checks: [] });
	}

	/** What comes from now on cannot be played again from here. */
	stop(end: RecordingEnd): void {
		this.#end ??= end;
	}

	/** What it holds by now; `content`: what the game is made of. */
	recording(content: string): Recording {
		const { seed, scene = '', vars = {}, saves = {} } = this.#beginning;
		const parts = this.#parts.map(({ runs, checks }): RecordedPart => ({
			runs: runs.map(([ticks, frame]) => [ticks, JSON.parse(frame) as RecordedFrame]),
			checks: [...checks],
		}));
		return {
			...{ kind: 'rastudios-recording', version: 1, scene, content, seed, vars, saves, parts },
			end: this.#end ?? 'over',
		};
	}

	#write(frame: InputFrame): void {
		if (this.#ticks >= MOST_TICKS) this.stop('too-long');
		if (this.#end) return;
		this.#ticks++;
		const { runs } = this.#parts.at(-1)!;
		const text = JSON.stringify(encodeFrame(frame));
		const last = runs.at(-1);
		if (last?.[1] === text) last[0]++;
		else runs.push([1, text]);
	}
}
