import { tick } from 'svelte';
import { systemClock, type Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import type { GameCommand } from '../runtime/game-commands.ts';
import type { Player } from '../runtime/input/input-frame.ts';
import type { Recording } from '../runtime/recording/recording.ts';
import type { ReplayResult } from '../runtime/recording/replay.ts';
import type { Volumes } from '../runtime/sound/volumes.ts';
import { GameConsole } from './game-console.svelte.ts';
import type { GameCodes } from './game-code.ts';
import type { GameMessage, GameRun, GameRunOptions, PlayScene } from './game-run.ts';
import type { ScriptsOfProject } from './project-scripts.ts';
import type { Replay } from './game-tape.ts';
import type { GameInsight } from './game-insight.svelte.ts';
import { GameUi } from './game-ui.svelte.ts';
import { latePart } from './late-part.ts';

export type PlayState = 'stopped' | 'starting' | 'playing' | 'paused';

/** Why nothing is played: the part that plays is not on this device yet, or the game ended by itself. */
export type PlayProblem = 'missing' | 'broken' | 'stuck';

/**
 * Why a game stands still that nobody asked to: the page is not seen, a pad is gone, the pointer was taken from it; or it
 * came to its end, as a recording does that is played again.
 */
export type PauseCause = 'hidden' | 'pad' | 'pointer' | 'won' | 'lost' | 'replayed';

/** What plays comes with the first game. */
export type GamePart = {
	readonly GameRun: Pick<typeof GameRun, 'start'>;
	readonly GameCodes: new (session: ScriptsOfProject, clock: Clock) => Pick<GameCodes, keyof GameCodes>;
};

const NOTHING_ASKED: ReadonlySet<string> = new Set();
/** No honest game asks for more. */
const MOST_ASKED = 200;

/** Playing the scene on screen, in place: on a copy, that nothing is kept of. */
export class Playing {
	#state = $state.raw<PlayState>('stopped');
	#run: GameRun | undefined;
	#hasPicture = $state.raw(false);
	/** Asked for while the game is getting ready. */
	#standsStill = false;
	#cause = $state.raw<PauseCause>();
	/** How the recording goes that is played again. */
	#replay = $state.raw<ReplayResult>();
	/** All that the running game was told, or the last one. */
	#recording = $state.raw<() => Recording>();
	#insight = $state.raw<GameInsight>();
	/** What the game said as it came to its end. */
	#lastWords = '';
	/** The scene that plays. */
	#scene = $state.raw('');
	/** How fast whoever plays wants it, while it does not stand still. */
	#speed = $state.raw(1);
	#edits = $state.raw(0);
	/** Changed by whoever plays; a game that begins reads what was kept. */
	#volumes: Volumes | undefined;
	#player: Player | null = null;
	#asked = $state.raw<ReadonlySet<string>>(NOTHING_ASKED);
	/** The game asked to hold the pointer, maybe before anybody could play. */
	#wantsPointer = false;
	/** Another start, or a stop, makes what is still beginning go away. */
	#attempt = 0;
	/**
	 * Told when a game does not begin, or ends by itself; `message`: what broke, in its own words; `script`: the document of what ran
	 * last, '' where nothing did.
	 */
	onproblem: (problem: PlayProblem, message: string, script: string) => void = () => {};
	/** The scene is not as it was when what is played again was recorded. */
	onother: (recording: Recording) => void = () => {};
	/** What its games say. */
	readonly console = new GameConsole();
	/** What they put over the picture. */
	readonly ui = new GameUi();
	#bring: () => Promise<GamePart>;
	#part: GamePart | undefined;
	/** Of the project, made ready or played once. */
	#codes: Pick<GameCodes, keyof GameCodes> | undefined;
	#isOver = false;

	constructor(bring: () => Promise<GamePart> = () => import('./game-run.ts')) {
		this.#bring = bring;
	}

	get state(): PlayState {
		return this.#state;
	}
	get isOn(): boolean {
		return this.#state !== 'stopped';
	}

	/** Until it begins, the scene is still seen and edited as before. */
	get hasPicture(): boolean {
		return this.#hasPicture;
	}

	/** Why it stands still, when nobody asked it to. */
	get pauseCause(): PauseCause | undefined {
		return this.#cause;
	}

	/** Actions that the game's scripts asked for so far; `*`: all that there are. */
	get asked(): ReadonlySet<string> {
		return this.#asked;
	}

	/** What the game said as it was won or lost. */
	get lastWords(): string {
		return this.#lastWords;
	}

	/** The name of the scene that plays: a game may go from one to the next. */
	get scene(): string {
		return this.#scene;
	}

	/** How fast it goes, 1 is real time; what scripts make of it comes on top. */
	get speed(): number {
		return this.#speed;
	}

	/** How many entities of the scene were edited, and are not so in the game. */
	get edits(): number {
		return this.#edits;
	}

	/** A recording is played again, or has just been: how that goes. */
	get replay(): ReplayResult | undefined {
		return this.#replay;
	}

	/** What is seen of the running game besides its picture. */
	get insight(): GameInsight | undefined {
		return this.#insight;
	}

	/** Tells what the running game was told, or the last one. */
	get recording(): (() => Recording) | undefined {
		return this.#recording;
	}

	/** Whom games hear of from now on; the returned function takes it back. */
	attachPlayer(player: Player): Dispose {
		this.#player = player;
		if (this.#wantsPointer) player.lockPointer(true);
		return () => {
			if (this.#player === player) this.#player = null;
		};
	}

	/** Something was played in this visit: what that takes is here. */
	get wasPlayed(): boolean {
		return this.#recording !== undefined;
	}

	/** Has the next game begin sooner: what it takes is fetched, and stands ready. Nothing comes of it where that fails. */
	async prepare(session: ScriptsOfProject): Promise<void> {
		const part = this.isOn ? null : await this.#bringOnce();
		if (part && !this.isOn && !this.#isOver) await this.#codesOf(part, session).prepare();
	}

	/** `recording`: is played again; what its player does now is heard when it is over. */
	async start(scene: PlayScene, viewport: Viewport, recording?: Recording): Promise<void> {
		this.stop();
		this.console.clear();
		const attempt = ++this.#attempt;
		this.#state = 'starting';
		this.#standsStill = false;
		this.#cause = undefined;
		this.#wantsPointer = false;
		this.#asked = NOTHING_ASKED;
		this.#scene = scene.name;
		this.#speed = 1;
		this.#edits = 0;
		this.#replay = recording && { ticks: 0, differsAt: undefined };
		// Without a turn of the page between them, where it is here: what is drawn next takes long.
		const part = this.#part ?? (await this.#bringOnce());
		if (attempt !== this.#attempt) return;
		if (!part) return this.#end('missing', '');
		try {
			const onfailure = (cause: unknown) => {
				if (attempt === this.#attempt) this.#fail(cause);
			};
			const player = () => this.#player;
			const oncommand = (command: GameCommand) => this.#obey(command);
			const ui: GameRunOptions['ui'] = {
				show: (...shown) => attempt === this.#attempt && this.ui.show(...shown),
				say: (words) => attempt === this.#attempt && this.ui.say(words),
			};
			const onmessage = (message: GameMessage) => attempt === this.#attempt && this.console.add(message);
			const onbegin = async () => {
				if (attempt !== this.#attempt) throw new Error('The game was ended before it began.');
				this.#hasPicture = true;
				// Whoever edited lets go of the picture.
				await tick();
			};
			const onscene = (name: string) => void (this.#scene = name);
			const onedits = (count: number) => void (this.#edits = attempt === this.#attempt ? count : this.#edits);
			const heard = { player, onbegin, onfailure, onmessage, oncommand, onscene, onedits, ui };
			const replay = recording && this.#replaying(recording, () => attempt === this.#attempt);
			const codes = this.#codesOf(part, scene.session);
			const options = { ...scene, codes, viewport, clock: systemClock, seed: 1, ...heard, replay };
			const run = await part.GameRun.start(options);
			if (attempt !== this.#attempt) return run.dispose();
			this.#run = run;
			if (this.#volumes) run.setVolumes(this.#volumes);
			const { tape, insight } = run;
			this.#insight = insight;
			this.#recording = () => tape.recording();
			this.#state = 'playing';
			if (this.#standsStill) this.#setPaused(true, this.#cause);
			else if (this.#speed !== 1) run.setSpeed(this.#speed);
		} catch (cause) {
			if (attempt === this.#attempt) this.#fail(cause);
		}
	}

	/** Stands still, or goes on; a game that is getting ready begins by standing still. */
	togglePause(): void {
		if (this.#state === 'starting') {
			this.#standsStill = !this.#standsStill;
			this.#cause = undefined;
		} else {
			if (this.#cause === 'replayed') this.#replay = undefined;
			this.#setPaused(this.#state !== 'paused');
		}
	}

	/** Stands still until somebody has it go on. */
	pause(cause: PauseCause): void {
		if (this.#state === 'playing') this.#setPaused(true, cause);
		if (this.#state !== 'starting' || this.#standsStill) return;
		this.#standsStill = true;
		this.#cause = cause;
	}

	/** From now on it goes so fast, also where it stands still yet. */
	setSpeed(speed: number): void {
		this.#speed = speed;
		if (this.#state === 'playing') this.#run?.setSpeed(speed);
	}

	/** Its games are so loud from now on. */
	setVolumes(volumes: Volumes): void {
		this.#volumes = volumes;
		this.#run?.setVolumes(volumes);
	}

	/** What was edited of its scene comes into the game. */
	bringIn(): void {
		this.#run?.bringIn();
	}

	/** One tick more; a game that goes on stands still first. */
	step(): void {
		if (this.#state === 'playing') this.togglePause();
		if (this.#state === 'paused') this.#run?.stepOnce();
	}

	stop(): void {
		this.#attempt++;
		this.#run?.dispose();
		this.#run = undefined;
		this.#insight = undefined;
		this.ui.clear();
		this.#hasPicture = false;
		this.#state = 'stopped';
	}

	/** The project is left. */
	dispose(): void {
		this.stop();
		this.#isOver = true;
		this.#codes?.dispose();
	}

	async #bringOnce(): Promise<GamePart | null> {
		const part = await latePart(this.#bring());
		if (part) this.#part = part;
		return part;
	}

	#codesOf({ GameCodes }: GamePart, session: ScriptsOfProject): Pick<GameCodes, keyof GameCodes> {
		return (this.#codes ??= new GameCodes(session, systemClock));
	}

	/** What a game asks of whoever shows it. */
	#obey(command: GameCommand): void {
		// What is only shown again takes nobody's pointer, and goes on to where it was left.
		if (this.#replay) return;
		if (command.type === 'end') {
			this.#lastWords = command.words;
			return this.pause(command.result);
		}
		if (command.type === 'ask') return this.#ask(command.action);
		if (command.type !== 'lock-pointer') return;
		this.#wantsPointer = command.on;
		this.#player?.lockPointer(command.on);
	}

	#replaying(recording: Recording, isOn: () => boolean): Replay {
		return {
			recording,
			onother: () => isOn() && this.onother(recording),
			ondiffer: (tick) => {
				if (isOn()) this.#replay = { ticks: tick, differsAt: tick };
			},
			onend: (result) => {
				if (!isOn()) return;
				this.#replay = result;
				this.#setPaused(true, 'replayed');
			},
		};
	}

	#ask(action: string): void {
		if (this.#asked.size < MOST_ASKED) this.#asked = new Set([...this.#asked, action]);
	}

	#setPaused(paused: boolean, cause?: PauseCause): void {
		if (this.#state === 'stopped') return;
		this.#state = paused ? 'paused' : 'playing';
		this.#cause = paused ? cause : undefined;
		this.#run?.setSpeed(paused ? 0 : this.#speed);
	}

	#fail(cause: unknown): void {
		const { reason, message, script } = cause as Partial<Record<'reason' | 'message' | 'script', unknown>>;
		const known = reason === 'stuck' || reason === 'missing' ? reason : 'broken';
		this.#end(known, typeof message === 'string' ? message : '', typeof script === 'string' ? script : '');
	}

	#end(problem: PlayProblem, message: string, script = ''): void {
		this.stop();
		this.onproblem(problem, message, script);
	}
}
