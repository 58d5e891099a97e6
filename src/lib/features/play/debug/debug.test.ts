import { describe, expect, it, vi } from 'vitest';
import { NO_INPUT } from '#lib/runtime/input/input-frame.ts';
import { Recorder } from '#lib/runtime/recording/recorder.ts';
import type { Recording } from '#lib/runtime/recording/recording.ts';
import type { ConsoleEntry } from '#lib/studio/game-console.svelte.ts';
import type { GameInsight } from '#lib/studio/game-insight.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { debugActs } from '../debug-acts.ts';
import { bugReport, type ReportFacts } from './bug-report.ts';
import { openRecording, saveRecording } from './recording-files.ts';

function recorded(end?: 'too-long' | 'changed'): Recording {
	const recorder = new Recorder({ seed: 4, scene: 'Level: 1', saves: { secret: 'of the player' } });
	for (let i = 0; i < 120; i++) recorder.take(1, { ...NO_INPUT, values: { moveX: i / 120 } });
	if (end) recorder.stop(end);
	return recorder.recording('abc');
}

function setup() {
	const said: string[] = [];
	const telling = { notify: ({ text }: { readonly text: string }) => void said.push(text) };
	return { said, telling };
}
const file = (name: string, text: string, size = text.length) => ({
	...{ name, size, text: () => Promise.resolve(text) },
});

describe('recordings as files', () => {
	it('[T77] are saved by the name of their scene, and say where they were cut', async () => {
		const { said, telling } = setup();
		const saved: [string, Blob][] = [];
		const save = (name: string, content: Blob) => void saved.push([name, content]);
		for (const end of [undefined, 'too-long', 'changed'] as const)
			saveRecording({ recording: () => recorded(end) }, telling, save);
		saveRecording({ recording: undefined }, telling, save);
		expect(saved.map(([name]) => name)).toEqual(Array(3).fill('Level 1.recording.json'));
		expect(JSON.parse(await saved[0]![1].text())).toEqual(recorded());
		expect(said).toEqual([
			'“Level 1.recording.json” was saved: 2 s of play.',
			expect.stringContaining('first ten minutes'),
			expect.stringContaining('ends where the game was changed'),
		]);
	});

	it('[T77] are played; what is none is told by its name, and plays nothing', async () => {
		const { said, telling } = setup();
		const play = vi.fn();
		const whole = JSON.stringify(recorded());
		const open = (chosen: ReturnType<typeof file> | undefined) =>
			openRecording(telling, play, () => Promise.resolve(chosen));
		await open(undefined);
		await open(file('a.json', '{"name":"something"}'));
		await open(file('b.json', whole.slice(0, 500)));
		await open(file('c.json', whole.replace('"version":1', '"version":9')));
		await open(file('d.json', whole, 1e9));
		await open({ ...file('e.json', whole), text: () => Promise.reject(new Error('It is gone.')) });
		expect(play).not.toHaveBeenCalled();
		expect(said.map((text) => text.slice(0, 28))).toEqual([
			'“a.json” is not the recordin',
			'“b.json” is damaged, and can',
			'“c.json” was made by a newer',
			'“d.json” is too large to be ',
			'“e.json” is damaged, and can',
		]);
		await open(file('f.json', whole));
		expect(play).toHaveBeenCalledWith(recorded());
	});
});

it('[T120] [T122] physics and tick times are shown and put away while a game plays', () => {
	const insight = { showsPhysics: false, showsTimes: false };
	const playing: { insight: GameInsight | undefined } = { insight: insight as GameInsight };
	const acts = debugActs({ playing } as Workspace, {} as WorkspaceCommands, () => {});
	for (const [id, what] of [
		['play.physics', 'showsPhysics'],
		['play.times', 'showsTimes'],
	] as const) {
		for (const shows of [true, false]) {
			acts[id]?.run();
			expect([insight[what], acts[id]?.checked?.()]).toEqual([shows, shows]);
		}
		expect(acts[id]?.reason?.()).toBeUndefined();
	}
	playing.insight = undefined;
	expect(acts['play.physics']?.reason?.()).toEqual(expect.any(String));
	expect(acts['play.times']?.checked?.()).toBe(false);
});

describe('a bug report', () => {
	const entry = (number: number, level: ConsoleEntry['level'], text: string): ConsoleEntry => ({
		...{ number, level, text, entity: { id: 'e', name: 'Lamp' }, times: 1, ends: false },
		place: { id: 's', name: 'Door', line: 3 },
	});
	const facts: ReportFacts = {
		...{ version: '1.2', browser: 'Some browser', scene: 'Yard', state: 'paused' as const },
		stats: { entities: 3, draws: 2, triangles: 10, frameMs: 1.25, gridCell: 1 },
		said: [entry(1, 'error', 'Broken')],
		recording: recorded(),
	};

	it('[T78] says what happened where, and what the player did last, and nothing of who plays', () => {
		const text = bugReport(facts);
		for (const part of [
			'RaStudios 1.2',
			'Some browser',
			'Yard',
			'standing still',
			'3 entities',
			'Error: Broken (Door, line 3 · Lamp)',
			'120 ticks of game abc, seed 4',
		])
			expect(text).toContain(part);
		expect(text.trimEnd().split('\n').at(-1)).toBe('1 × {"v":{"moveX":0.9916666666666667}}');
		expect(text).not.toContain('of the player');
	});

	it('[T78] keeps errors where much was said, and is there where nothing was', () => {
		const chatter = Array.from({ length: 90 }, (_, i) => entry(i + 2, 'info', `Line ${i}`));
		const long = bugReport({ ...facts, said: [entry(1, 'error', 'Broken'), ...chatter] });
		expect(long).toContain('Broken');
		expect(long).toContain('Line 89');
		expect(long).not.toContain('Line 1 ');
		const none = bugReport({ ...facts, said: [], recording: undefined, stats: undefined });
		expect(none).toContain('No game was played.');
	});
});
