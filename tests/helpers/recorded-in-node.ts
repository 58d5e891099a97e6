import { setImmediate as nextTurn } from 'node:timers/promises';
import { InPlaceSimulation } from '#lib/runtime/in-place-simulation.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import type { Recording } from '#lib/runtime/recording/recording.ts';
import { replay, type ReplayResult } from '#lib/runtime/recording/replay.ts';
import { Simulation } from '#lib/runtime/simulation.ts';
import { modulesOf } from './game.ts';
import { RECORDED_GAME, RECORDED_SCRIPTS } from './recorded-game.ts';

/** The recorded game, from its beginning, without a browser. */
export async function startRecorded(scripts = RECORDED_SCRIPTS): Promise<InPlaceSimulation> {
	const modules = modulesOf(linkScripts(scripts).text);
	return new InPlaceSimulation(await Simulation.start(RECORDED_GAME, { modules }), nextTurn);
}

export const replayInNode = async (recording: Recording): Promise<ReplayResult> =>
	replay(recording, await startRecorded());
