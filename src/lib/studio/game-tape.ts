import { contentHash } from '../runtime/recording/content-hash.ts';
import { RecordedSimulation } from '../runtime/recording/recorded-simulation.ts';
import { Recorder } from '../runtime/recording/recorder.ts';
import type { Recording, RecordingEnd } from '../runtime/recording/recording.ts';
import { ReplayedSimulation, type ReplayResult } from '../runtime/recording/replay.ts';
import type { SimulationPort } from '../runtime/simulation-port.ts';
import type { GameData } from '../runtime/world/game-data.ts';

/** A recording that is to be played again, and who is told how that goes. */
export type Replay = {
	readonly recording: Recording;
	/** The game is not made of what it was made of then. */
	readonly onother: () => void;
	/** By this tick it stands otherwise. */
	readonly ondiffer: (tick: number) => void;
	readonly onend: (result: ReplayResult) => void;
};

/** What a run writes down, and tells its game again where that is asked for. */
export class GameTape {
	readonly #data: GameData;
	/** The scripts of the game, as one text. */
	readonly #code: string;
	readonly #recorder: Recorder;
	readonly #replay: Replay | undefined;
	#content: string | undefined;
	/** Of the recording that is played again: the scene it is at, and how many ticks those before had. */
	#part = 0;
	#before = 0;
	#replayed: ReplayedSimulation | undefined;
	#differsAt: number | undefined;
	#isOver = false;

	constructor(data: GameData, code: string, replay: Replay | undefined) {
		this.#data = data;
		this.#code = code;
		this.#replay = replay;
		this.#recorder = new Recorder(data);
		if (replay && replay.recording.content !== this.#contentHash()) replay.onother();
	}

	/** What a game begins with, as far as the recording says it. */
	static beginning({ recording: { seed, vars, saves } }: Replay): Pick<Recording, 'seed' | 'vars' | 'saves'> {
		return { seed, vars, saves };
	}

	/** The game, as it is to be told from the beginning of its first scene. */
	thread(simulation: SimulationPort): SimulationPort {
		const recorded = new RecordedSimulation(simulation, this.#recorder);
		const replay = this.#replay;
		const part = replay?.recording.parts[this.#part];
		if (!replay || !part || this.#isOver) return recorded;
		return (this.#replayed = new ReplayedSimulation(recorded, part, {
			ondiffer: (tick) => this.#differ(tick),
			onend: ({ ticks }, leaves) => {
				const isLast = this.#part === replay.recording.parts.length - 1;
				if (!isLast && leaves) return;
				if (!isLast) this.#differ(ticks);
				this.#end(ticks);
			},
		}));
	}

	/** The same for the scene that it goes to. */
	threadNext(simulation: SimulationPort): SimulationPort {
		const { result: { ticks = 0 } = {}, isOver } = this.#replayed ?? { isOver: true };
		if (!isOver) this.#differ(ticks);
		this.#before += ticks;
		this.#part++;
		this.#recorder.nextPart();
		if (!this.#replay?.recording.parts[this.#part]) this.#end(0);
		return this.thread(simulation);
	}

	#differ(tick: number): void {
		if (this.#differsAt !== undefined) return;
		this.#differsAt = this.#before + tick;
		this.#replay?.ondiffer(this.#differsAt);
	}

	#end(ticks: number): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#replay?.onend({ ticks: this.#before + ticks, differsAt: this.#differsAt });
	}

	stop(end: RecordingEnd): void {
		this.#recorder.stop(end);
	}

	recording(): Recording {
		return this.#recorder.recording(this.#contentHash());
	}

	#contentHash(): string {
		return (this.#content ??= contentHash(this.#data, this.#code));
	}
}
