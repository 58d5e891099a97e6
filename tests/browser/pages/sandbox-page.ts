// Games of strangers, as a page of ours plays them.
import { systemClock } from '#lib/base/clock.ts';
import { NO_INPUT } from '#lib/runtime/input/input-frame.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import { openSandbox } from '#lib/runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '#lib/runtime/sandbox/sandboxed-simulation.ts';
import type { GameFailure } from '#lib/runtime/simulation-port.ts';
import { gameText } from '#lib/runtime/worker/game-text-adapter.ts';
import { TRANSFORM_SIZE } from '#lib/runtime/world/transforms.ts';
import { idOf, thing } from '../../helpers/game-things.ts';
import { measureRoundtrips, measureTicks } from './sandbox-figures.ts';

/** What came of a game. */
export type Played = {
	/** What it told on its console. */
	readonly lines: string[];
	/** How it ended by itself. */
	readonly failure: { readonly reason: string; readonly message: string; readonly script: string } | null;
	/** From the first tick to its end, ms. */
	readonly took: number;
	/** The longest that the page had to wait for its turn meanwhile, ms. */
	readonly stall: number;
	/** Where the first entity stood in the end. */
	readonly x: number;
};

declare global {
	var sandbox: {
		readonly play: typeof play;
		readonly runRaw: typeof runRaw;
		readonly frames: () => number;
		readonly measureTicks: typeof measureTicks;
		readonly measureRoundtrips: typeof measureRoundtrips;
	};
}

/** Plays a script on one entity, beside a good one that goes to the right by one a tick. */
async function play(script: string, ticks: number): Promise<Played> {
	const sources = [
		{ id: idOf('Bad'), name: 'Bad', text: script },
		{ id: idOf('Good'), name: 'Good', text: GOOD },
	];
	const linked = linkScripts(sources);
	const { code } = await gameText(linked.text);
	const entities = [thing('Good', {}, { Good: {} }), thing('Bad', { rigidBody: true }, { Bad: {} })];
	const lines: string[] = [];
	let [x, failure]: [number, Played['failure']] = [0, null];
	const stalls = watchStalls();
	let start = performance.now();
	try {
		const open = (onerror: Parameters<typeof openSandbox>[1]) => openSandbox(code, onerror);
		const game = await SandboxedSimulation.start({ entities, seed: 1 }, open, systemClock);
		start = performance.now();
		for (let tick = 0; tick < ticks; tick++) {
			const { changes, commands } = await game.advance(1, NO_INPUT);
			for (const command of commands)
				if (command.type === 'log' && !command.text.startsWith(SLOW)) lines.push(command.text);
			for (let at = 0; at < changes.length; at += TRANSFORM_SIZE + 1)
				if (changes[at] === 0) x = changes[at + 1] ?? x;
		}
		game.dispose();
	} catch (cause) {
		const { reason, message, script: named } = cause as GameFailure;
		failure = { reason, message, script: named };
	}
	return { lines, failure, took: performance.now() - start, stall: stalls(), x };
}

/** Runs a text in a sandbox as it is, without what takes the world from scripts; answers what it says to its port. */
async function runRaw(text: string, ms: number): Promise<unknown[]> {
	const said: unknown[] = [];
	const sandbox = await openSandbox(text, (error) => said.push(error.message));
	sandbox.port.onmessage = ({ data }: MessageEvent<unknown>) => said.push(data);
	await new Promise((resolve) => setTimeout(resolve, ms));
	sandbox.dispose();
	return said;
}

/** Watches how long the page has to wait; the returned function ends that and tells the longest, ms. */
function watchStalls(): () => number {
	let [last, longest] = [performance.now(), 0];
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
	}, 5);
	return () => {
		clearInterval(timer);
		return longest;
	};
}

/** Told on a busy machine of whatever runs just then. */
const SLOW = 'It took more than';

const GOOD = `import { Script } from 'rastudios';
export default class Good extends Script { update() { this.entity.position.x += 1; } }`;

const frames = () => document.querySelectorAll('iframe').length;

globalThis.sandbox = { play, runRaw, frames, measureTicks, measureRoundtrips };
