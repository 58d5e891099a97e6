import type { GameState } from '../game-state.ts';
import type { InputFrame } from '../input/input-frame.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import type { GameEdit } from '../live/game-edit.ts';
import type { Advanced, Changes, SimulationPort, StateCheck } from '../simulation-port.ts';
import { TRANSFORM_SIZE } from '../world/transforms.ts';
import { decodeFrame } from './recorded-frame.ts';
import { CHECK_EVERY, type RecordedPart, type Recording } from './recording.ts';

/** Numbers for what moved: its index, and where it is. */
const STRIDE = TRANSFORM_SIZE + 1;

/** How a recording that was played again went; `differsAt`: by this tick the game stood otherwise, undefined where it never did. */
export type ReplayResult = { readonly ticks: number; readonly differsAt: number | undefined };

export type ReplayListener = {
	/** By this tick the game stands otherwise; told once. */
	readonly ondiffer?: (tick: number) => void;
	/** All that was written down has been played; `leaves`: the game asks for another scene. */
	readonly onend: (result: ReplayResult, leaves: boolean) => void;
};

/** Tells a game what was written down, and looks whether it goes as it went. After that, the game is its player's. */
export class ReplayedSimulation implements SimulationPort {
	readonly #simulation: SimulationPort;
	readonly #part: RecordedPart;
	readonly #listener: ReplayListener;
	#run = 0;
	/** Ticks of the run that were told. */
	#told = 0;
	#ticks = 0;
	#differsAt: number | undefined;
	#isOver = false;

	constructor(simulation: SimulationPort, part: RecordedPart, listener: ReplayListener) {
		this.#simulation = simulation;
		this.#part = part;
		this.#listener = listener;
	}

	/** All that was written down has been played. */
	get isOver(): boolean {
		return this.#isOver;
	}

	get result(): ReplayResult {
		return { ticks: this.#ticks, differsAt: this.#differsAt };
	}

	/** Each tick hears of what it heard of before, however many are asked for. */
	async advance(ticks: number, input: InputFrame, spare?: Changes): Promise<Advanced> {
		if (this.#isOver) return this.#simulation.advance(ticks, input, spare);
		const over: Advanced[] = [];
		for (let frame = this.#next(); frame && over.length < ticks; frame = this.#next()) {
			this.#told++;
			this.#ticks++;
			const advanced = await this.#simulation.advance(1, frame);
			this.#compare(advanced.checks ?? []);
			over.push(advanced);
			// Another scene begins in place of the ticks that are left.
			if (leaves(advanced)) break;
		}
		if (!this.#next()) {
			this.#isOver = true;
			const last = over.at(-1);
			this.#listener.onend(this.result, last !== undefined && leaves(last));
		}
		return over.length > 0 ? joined(over) : this.#simulation.advance(ticks, input, spare);
	}

	/** From then on it is another game than was written down. */
	edit(edit: GameEdit): Promise<void> {
		return this.#simulation.edit(edit);
	}

	inspect(query: GameQuery): Promise<GameFacts> {
		return this.#simulation.inspect(query);
	}

	save(): Promise<GameState> {
		return this.#simulation.save();
	}

	dispose(): void {
		this.#simulation.dispose();
	}

	/** What the next tick is told; undefined where nothing is left. */
	#next(): InputFrame | undefined {
		const { runs } = this.#part;
		if (this.#told >= (runs[this.#run]?.[0] ?? 0)) {
			this.#run++;
			this.#told = 0;
		}
		const run = runs[this.#run];
		return run && decodeFrame(run[1]);
	}

	#compare(checks: readonly StateCheck[]): void {
		for (const { tick, hash } of checks) {
			const known = this.#part.checks[tick / CHECK_EVERY - 1];
			if (known === undefined || known === hash || this.#differsAt !== undefined) continue;
			this.#differsAt = tick;
			this.#listener.ondiffer?.(tick);
		}
	}
}

/** Plays a recording's scene to its end; the game began as the recording says, and has had no tick. */
export async function replay(
	{ parts }: Recording,
	simulation: SimulationPort,
	part = 0,
): Promise<ReplayResult> {
	const recorded = parts[part] ?? { runs: [], checks: [] };
	let isOver = recorded.runs.length === 0;
	const replayed = new ReplayedSimulation(simulation, recorded, { onend: () => (isOver = true) });
	const rest: InputFrame = decodeFrame({});
	while (!isOver) await replayed.advance(1, rest);
	return replayed.result;
}

const leaves = ({ commands }: Advanced): boolean => commands.some(({ type }) => type === 'load-scene');

/** Several answers as one: where everything came to, and all that was asked for meanwhile. */
function joined(all: readonly Advanced[]): Advanced {
	const last = all.at(-1)!;
	if (all.length === 1) return last;
	const moved = new Map<number, Float32Array>();
	for (const { changes } of all)
		for (let at = 0; at + STRIDE <= changes.length; at += STRIDE)
			moved.set(changes[at] ?? -1, changes.subarray(at, at + STRIDE));
	const changes = new Float32Array(moved.size * STRIDE);
	[...moved.values()].forEach((one, i) => changes.set(one, i * STRIDE));
	const commands = all.flatMap((one) => one.commands);
	return { ...last, changes, commands, checks: all.flatMap((one) => one.checks ?? []) };
}
