import type { ViewportStats } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import { ticksOf, type RecordedRun, type Recording } from '#lib/runtime/recording/recording.ts';
import { consoleText } from '#lib/studio/console-text.ts';
import type { ConsoleEntry } from '#lib/studio/game-console.svelte.ts';
import type { PlayState } from '#lib/studio/playing.svelte.ts';

export type ReportFacts = {
	/** Of the app. */
	readonly version: string;
	/** As it names itself. */
	readonly browser: string;
	/** The scene's name. */
	readonly scene: string;
	readonly state: PlayState;
	readonly stats: ViewportStats | undefined;
	readonly said: readonly ConsoleEntry[];
	readonly recording: Recording | undefined;
};

/** As much of the console and of what the player did as somebody reads. */
const MOST_SAID = 50;
const MOST_RUNS = 40;

const STATES: Readonly<Record<PlayState, () => string>> = {
	stopped: m.debug_state_stopped,
	starting: m.debug_state_on,
	playing: m.debug_state_on,
	paused: m.debug_state_paused,
};

/** What whoever looks for a bug needs to know, and nothing of who plays: no names, no addresses, no saves. */
export function bugReport({ version, browser, scene, state, stats, said, recording }: ReportFacts): string {
	const { entities = 0, draws = 0, triangles = 0, frameMs = 0 } = stats ?? {};
	const shown = `${entities} entities, ${draws} draws, ${triangles} triangles, ${frameMs.toFixed(1)} ms`;
	return [
		m.debug_report_app({ version }),
		m.debug_report_browser({ browser }),
		m.debug_report_scene({ scene }),
		m.debug_report_state({ state: STATES[state]() }),
		...(stats ? [m.debug_report_stats({ stats: shown })] : []),
		'',
		m.debug_report_console(),
		said.length > 0 ? consoleText(mattersMost(said)) : m.debug_report_silent(),
		'',
		...(recording ? recordingLines(recording) : [m.debug_report_no_recording()]),
	].join('\n');
}

/** Errors first to stay, in the order in which they were said. */
function mattersMost(said: readonly ConsoleEntry[]): readonly ConsoleEntry[] {
	const weight = ({ level }: ConsoleEntry) => ({ error: 0, warn: 1, info: 2 })[level];
	const kept = said.toSorted((a, b) => weight(a) - weight(b) || b.number - a.number).slice(0, MOST_SAID);
	return kept.sort((a, b) => a.number - b.number);
}

function recordingLines({ content, seed, parts }: Recording): readonly string[] {
	const ticks = parts.reduce((sum, part) => sum + ticksOf(part), 0);
	const last = parts.flatMap(({ runs }) => runs).slice(-MOST_RUNS);
	return [
		m.debug_report_recording({ ticks: String(ticks), content, seed: String(seed) }),
		last.map(runText).join('\n'),
	];
}

const runText = ([ticks, frame]: RecordedRun): string => `${ticks} × ${JSON.stringify(frame)}`;
