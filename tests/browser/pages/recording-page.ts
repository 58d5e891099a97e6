// Recordings of games, as a page of ours plays them in its sandbox.
import { systemClock } from '#lib/base/clock.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import type { Recording } from '#lib/runtime/recording/recording.ts';
import { replay } from '#lib/runtime/recording/replay.ts';
import { openSandbox } from '#lib/runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '#lib/runtime/sandbox/sandboxed-simulation.ts';
import { gameText } from '#lib/runtime/worker/game-text-adapter.ts';
import { playAtRandom, RECORDED_GAME, RECORDED_SCRIPTS } from '../../helpers/recorded-game.ts';

declare global {
	var recordings: {
		readonly play: (how: Parameters<typeof playAtRandom>[1]) => Promise<Recording>;
		readonly replay: (recording: Recording) => ReturnType<typeof replay>;
	};
}

async function start(): Promise<SandboxedSimulation> {
	const { code } = await gameText(linkScripts(RECORDED_SCRIPTS).text);
	return SandboxedSimulation.start(RECORDED_GAME, (onerror) => openSandbox(code, onerror), systemClock);
}

globalThis.recordings = {
	play: async (how) => playAtRandom(await start(), how),
	replay: async (recording) => replay(recording, await start()),
};
