import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { DocumentId } from '../base/ids.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { m } from '../paraglide/messages.js';
import type { GameCommand } from '../runtime/game-commands.ts';
import { NO_INPUT, type Player } from '../runtime/input/input-frame.ts';
import type { LinkProblem, ScriptPlace } from '../runtime/link/link-scripts.ts';
import { TICKS_PER_SECOND } from '../runtime/loop/fixed-step.ts';
import { displayFrames } from '../runtime/loop/display-frames-adapter.ts';
import { GameLoop } from '../runtime/loop/game-loop.ts';
import { SandboxedSimulation } from '../runtime/sandbox/sandboxed-simulation.ts';
import type { Advanced, GameFailure, SimulationPort } from '../runtime/simulation-port.ts';
import { isSoundCommand } from '../runtime/sound/game-sound.ts';
import type { Volumes } from '../runtime/sound/volumes.ts';
import { firstBeginning, GameStory, type SceneBeginning } from '../runtime/scenes/scene-beginning.ts';
import type { EntityData, GameData } from '../runtime/world/game-data.ts';
import { pageTime } from '../runtime/loop/page-time-adapter.ts';
import { GameHearing } from './game-hearing.ts';
import { GameInsight, type InsightSource } from './game-insight.svelte.ts';
import type { GameUi } from './game-ui.svelte.ts';
import { GameTape, type Replay } from './game-tape.ts';
import { GameCodes, type GameCode } from './game-code.ts';
import { GameSaves, type CurrentSave, type PlayedSave, type SavePlace } from './game-saves.ts';
import { GameStage } from './game-stage.ts';
import { EditedScene } from './edited-scene.ts';
import { keptVolumes } from './kept-volumes.ts';
import { findScene, readGameData, type FoundScene, type ProjectOfGame } from './played-scene.ts';
import { SaveWriter } from './save-writer.ts';
import { watchScripts } from './project-scripts.ts';

/** What a game begins with; none of it is ever changed. */
export type PlayScene = {
	/** The scene's document. */
	readonly id: DocumentId;
	/** The scene's name. */
	readonly name: string;
	readonly snapshot: SceneSnapshot;
	/** Nobody edited it since. */
	readonly isUnchanged: () => boolean;
	/** Where it keeps what it saves. */
	readonly saving: SavePlace;
	/** The project it belongs to, with its other scenes, its scripts and prefabs. */
	readonly session: ProjectOfGame;
};

/** Something that a game says on the console, with the entity and the line it came from, as far as they are known. */
export type GameMessage = {
	readonly level: 'info' | 'warn' | 'error';
	readonly text: string;
	readonly entity: Pick<EntityData, 'id' | 'name'> | null;
	readonly place: ScriptPlace | null;
};

/** What is made ready for games before anybody plays comes with what plays them. */
export { GameCodes };

export type GameRunOptions = PlayScene & {
	readonly codes: Pick<GameCodes, 'link' | 'ahead'>;
	readonly viewport: Viewport;
	readonly clock: Clock;
	readonly seed: number;
	/** The game has the picture for itself from now on. Rejects where nobody wants it any more. */
	readonly onbegin: () => Promise<void>;
	/** Who plays; null while nobody can. */
	readonly player: () => Player | null;
	readonly onmessage: (message: GameMessage) => void;
	/** The game went to this scene. */
	readonly onscene: (name: string) => void;
	/** What lies over the picture. */
	readonly ui: Pick<GameUi, 'show' | 'say'>;
	/** So many entities of the scene were edited, and are not so in the game. */
	readonly onedits: (count: number) => void;
	/** What is to be played again. */
	readonly replay?: Replay | undefined;
	/** What else the game asks of whoever shows it. */
	readonly oncommand: (command: GameCommand) => void;
	/** The game ended by itself. */
	readonly onfailure: (cause: unknown) => void;
};

type Begun = {
	readonly story: GameStory;
	readonly data: GameData;
	readonly code: GameCode;
	readonly saves: SaveWriter | undefined;
	readonly volumes: Volumes;
};

/** Something that is nobody's fault in particular. */
const tellOf = ({ onmessage }: GameRunOptions, text: string) =>
	onmessage({ level: 'warn', text, entity: null, place: null });

const NOTHING_SAVED: PlayedSave = { slot: null, values: {}, release: () => {} };

function saveWords(problem: NonNullable<CurrentSave['problem']>, canSave: boolean): string {
	if (problem === 'list') return m.play_saves_list_aside();
	if (problem === 'used') return m.play_saves_played();
	if (problem === 'back') return m.play_saves_back();
	if (canSave) return m.play_saves_aside();
	return problem === 'newer' ? m.play_saves_later() : m.play_saves_not_read();
}

/** As long as nobody goes on typing, ms. */
const QUIET_MS = 150;

/** A game that runs on the picture of its scene. When it is disposed, what moved still stands where it ended. */
export class GameRun {
	/** All that it was told since it began. */
	readonly tape: GameTape;
	/** What is seen of it besides its picture. */
	readonly insight: GameInsight;
	#loop: GameLoop;
	#stage: GameStage;
	#story: GameStory;
	#hearing: GameHearing;
	#saves: SaveWriter | undefined;
	#edited: EditedScene | undefined;
	/** As fast as whoever plays wants it, and as the game itself does. */
	#speed = 1;
	#ownSpeed = 1;
	#options: GameRunOptions;
	#data: GameData;
	#code: GameCode;
	#stopWatching: Dispose = () => {};
	#isOver = false;
	/** Until nobody goes on typing. */
	#stopWaiting: Dispose = () => {};
	/** One after the other: the last change is the last to come. */
	#changing: Promise<void> = Promise.resolve();

	private constructor(
		simulation: SimulationPort,
		{ story, data, code, saves, volumes }: Begun,
		options: GameRunOptions,
	) {
		const { snapshot, viewport, onfailure, player } = options;
		this.#options = options;
		this.#data = data;
		this.#code = code;
		this.#story = story;
		this.tape = new GameTape(data, code.text, options.replay);
		this.#saves = saves;
		this.#stage = new GameStage(data.entities, snapshot, viewport);
		this.#showUi();
		this.#hearing = new GameHearing(this.#stage, { ...options, volumes });
		this.#loop = new GameLoop({
			simulation: this.tape.thread(simulation),
			nextFrame: displayFrames,
			readInput: () => player()?.read() ?? NO_INPUT,
			readTime: pageTime,
			onticks: (advanced, ticks, ms) => {
				this.#take(advanced);
				this.insight.times.take({ ticks, ms, at: pageTime() });
				this.insight.refresh();
			},
			ondraw: (alpha) => {
				this.#stage.show(alpha);
				viewport.animate((this.#loop.tick + alpha - 1) / TICKS_PER_SECOND);
				this.#hearing.show(alpha);
			},
			onfailure,
		});
		this.insight = new GameInsight(this.#source(), options.clock);
		for (const problem of code.problems) this.#tellProblem(problem);
		// What is played again is played as it was.
		if (options.replay) return;
		this.#watch();
		this.#follow(options);
	}

	/** Rejects where the game cannot begin: its parts are not here, or it broke. */
	static async start(options: GameRunOptions): Promise<GameRun> {
		const { snapshot, session, name, viewport, seed, replay } = options;
		const saves = new GameSaves(options.saving);
		const linking = options.codes.link();
		const volumes = keptVolumes(options.saving);
		// Thrown where it is waited for.
		linking.catch(() => {});
		// What is played again was saved by whoever played it first.
		const kept = await (replay ? NOTHING_SAVED : saves.play());
		const { slot, values, problem, release } = kept;
		let simulation: SimulationPort | undefined;
		try {
			const first = firstBeginning(name, seed, values);
			const story = new GameStory({ ...first, ...(replay && GameTape.beginning(replay)) });
			const data = await readGameData(story.now, snapshot, session, viewport);
			const code = await linking;
			simulation = await SandboxedSimulation.start(data, code.open, options.clock);
			await options.onbegin();
			if (!options.isUnchanged()) viewport.show(snapshot);
			const refused = () => tellOf(options, m.play_saves_refused());
			const writer = slot ? new SaveWriter(saves, { slot, values, release }, refused) : undefined;
			if (problem) tellOf(options, saveWords(problem, slot !== null));
			const begun = { story, data, code, saves: writer, volumes: await volumes };
			return new GameRun(simulation, begun, options);
		} catch (cause) {
			simulation?.dispose();
			release();
			throw cause;
		}
	}

	/** How fast it goes: 1 is real time, 0 stands still. */
	setSpeed(speed: number): void {
		this.#speed = speed;
		this.#loop.speed = speed * this.#ownSpeed;
		this.#hearing.setPaused(speed === 0);
		if (speed === 0) this.#saves?.flush();
	}

	/** As loud as who plays wants it from now on. */
	setVolumes(volumes: Volumes): void {
		this.#hearing.volumes = volumes;
	}

	/** One tick more, while it stands still. */
	stepOnce(): void {
		void this.#loop.stepOnce();
	}

	/** What was edited of the scene since comes into the game, between two ticks. */
	bringIn(): void {
		this.#changing = this.#changing.then(() => this.#bringIn());
	}

	dispose(): void {
		this.#isOver = true;
		this.#edited?.dispose();
		void this.#saves?.end();
		this.#stopWatching();
		this.#stopWaiting();
		this.#loop.dispose();
		this.insight.dispose();
		this.#stage.camera.dispose();
		this.#options.viewport.animate(null);
		this.#hearing.dispose();
		this.#options.player()?.lockPointer(false);
	}

	#watch(): void {
		const { session, codes, clock } = this.#options;
		const reload = () => {
			this.#changing = this.#changing.then(() => this.#reload());
		};
		this.#stopWatching();
		this.#stopWatching = watchScripts(session, () => {
			void codes.ahead();
			this.#stopWaiting();
			this.#stopWaiting = clock.after(QUIET_MS, reload);
		});
	}

	/** Scripts were changed: the game goes on with them, from where it is. While one does not parse any more, it waits. */
	async #reload(): Promise<void> {
		if (this.#isOver) return;
		const { codes, clock } = this.#options;
		// Those that came since the game began can be changed as well.
		this.#watch();
		let code = this.#code;
		try {
			code = await codes.link();
			const known = new Set(this.#code.problems.map(({ id }) => id));
			const broken = code.problems.filter(({ id }) => !known.has(id));
			for (const problem of broken) this.#tellProblem(problem);
			if (broken.length > 0) return;
			await this.#loop.replace(async (old) =>
				SandboxedSimulation.start(this.#data, code.open, clock, await old.save()),
			);
			this.#code = code;
			this.tape.stop('changed');
		} catch (cause) {
			this.#tellRefused(cause, code);
		}
	}

	/** The game goes on as it was. */
	#tellRefused(cause: unknown, code: GameCode): void {
		const { reason, message, script = '' } = cause as Partial<GameFailure>;
		const name = code.nameOf(script);
		const text = reason === 'stuck' && name !== '' ? m.play_change_stuck({ script: name }) : (message ?? '');
		const place = code.placeOf('', script);
		this.#options.onmessage({ level: 'error', text: text || m.play_change_refused(), entity: null, place });
	}

	/** The game is left for another scene, which begins with nothing of the one before but what the story keeps. */
	async #go(next: SceneBeginning): Promise<void> {
		if (this.#isOver) return;
		const { session, viewport, clock, onfailure, onscene } = this.#options;
		const found = findScene(session, next.scene);
		if (!found) {
			const text = m.play_scene_gone({ name: next.scene });
			this.#options.onmessage({ level: 'error', text, entity: null, place: null });
			return this.#loop.release();
		}
		try {
			await this.#loop.replace(async () => {
				this.#stage.camera.dispose();
				viewport.show(found.snapshot);
				const data = await readGameData(next, found.snapshot, session, viewport);
				const simulation = await SandboxedSimulation.start(data, this.#code.open, clock);
				this.#begin(data, found);
				return this.tape.threadNext(simulation);
			});
			if (this.#isOver) return;
			this.#story.go(next);
			this.#loop.release();
			onscene(next.scene);
		} catch (cause) {
			if (!this.#isOver) onfailure(cause);
		}
	}

	#source(): InsightSource {
		const picture = () => this.#stage.picture;
		return {
			inspect: (query) => this.#loop.inspect(query),
			indexOf: (id) => picture().indexOf(id),
			draw: (lines) => this.#options.viewport.drawLines(lines),
			get size() {
				return picture().size;
			},
		};
	}

	#showUi(): void {
		const { ui, picture } = this.#stage;
		this.#options.ui.show(ui.elements, (id) => picture.indexOf(id));
	}

	#begin(data: GameData, found: FoundScene): void {
		if (this.#isOver) return;
		this.#data = data;
		this.#stage = new GameStage(data.entities, found.snapshot, this.#options.viewport);
		this.insight.forget();
		this.#stage.show(1);
		this.#options.ui.say('');
		this.#showUi();
		this.#hearing.go(this.#stage);
		this.#ownSpeed = 1;
		this.#loop.speed = this.#speed;
		this.#follow(found);
	}

	#follow({ id, snapshot }: FoundScene): void {
		const { session, onedits, replay } = this.#options;
		if (replay) return;
		const document = session.liveDocument(id);
		this.#edited?.dispose();
		onedits(0);
		this.#edited = document && new EditedScene(document, session.prefabs, snapshot, onedits);
	}

	async #bringIn(): Promise<void> {
		if (this.#isOver || !this.#edited) return;
		const { viewport, onedits } = this.#options;
		onedits(0);
		try {
			const count = await this.#edited.bringIn(this.#loop, viewport);
			if (count > 0) tellOf(this.#options, m.play_edit_moved({ count }));
		} catch {
			// The game itself tells with its next tick that it is over.
		}
	}

	#take(advanced: Advanced): void {
		const { commands } = advanced;
		this.#stage.take(advanced);
		this.#showUi();
		const next = this.#story.take(commands);
		this.#saves?.take(this.#story.now.saves);
		if (next) {
			this.#loop.hold();
			this.#changing = this.#changing.then(() => this.#go(next));
		}
		for (const command of commands) {
			if (command.type === 'log') this.#tell(command);
			else if (command.type !== 'end') this.#obey(command);
		}
		const end = commands.find(({ type }) => type === 'end');
		if (!end) return;
		// What is heard of it was begun in the same tick, also behind it.
		this.#hearing.end();
		this.#options.oncommand(end);
	}

	#obey(command: Exclude<GameCommand, { type: 'log' | 'end' }>): void {
		if (isSoundCommand(command)) this.#hearing.take(command);
		else if (command.type === 'look') this.#stage.camera.look(command.index);
		else if (command.type === 'speed') {
			this.#ownSpeed = command.speed;
			this.#loop.speed = this.#speed * command.speed;
		} else if (command.type === 'say') this.#options.ui.say(command.words);
		else this.#options.oncommand(command);
	}

	#tell({ level, text, index, script, stack }: Extract<GameCommand, { type: 'log' }>): void {
		const entity = this.#stage.picture.entityAt(index) ?? null;
		this.#options.onmessage({ level, text, entity, place: this.#code.placeOf(stack, script) });
	}

	#tellProblem({ id, line, message }: LinkProblem): void {
		const name = this.#code.nameOf(id);
		this.#options.onmessage({ level: 'error', text: message, entity: null, place: { id, name, line } });
	}
}
