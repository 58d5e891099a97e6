import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ManualClock } from '#lib/base/clock.ts';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';
import { RecordedLog } from '../../tests/helpers/sync-server.ts';
import { WorkerMerger } from './worker-merger.ts';

describe('the merge thread', () => {
	const mergers: WorkerMerger[] = [];
	afterEach(async () => {
		for (const merger of mergers.splice(0)) await merger.close();
	});

	function setup(entry?: URL) {
		const clock = new ManualClock();
		const log = new RecordedLog();
		const merger = new WorkerMerger({ clock, log }, entry);
		mergers.push(merger);
		return { clock, log, merger };
	}

	it('[L8] starts with its first work, does it, and is let go when there is none', async () => {
		const { clock, merger } = setup();
		expect(merger.isRunning).toBe(false);
		const { state } = await merger.compact([setKey('a'), setKey('b')]);
		expect(keysOf(state)).toEqual(['a', 'b']);
		const diff = await merger.diff(state, Y.encodeStateVector(new Y.Doc()));
		expect(keysOf(diff)).toEqual(['a', 'b']);
		expect((await merger.read(state)).ok).toBe(true);
		expect((await merger.read(new Uint8Array([9, 9]))).ok).toBe(false);
		expect(merger.isRunning).toBe(true);
		clock.advance(60_000);
		expect(merger.isRunning).toBe(false);
		expect(keysOf((await merger.compact([setKey('c')])).state)).toEqual(['c']);
	});

	it('[L8] what cannot be merged is refused, and the thread lives on', async () => {
		const { merger } = setup();
		await expect(merger.compact([new Uint8Array([9, 9, 9])])).rejects.toThrow();
		expect(keysOf((await merger.compact([setKey('a')])).state)).toEqual(['a']);
	});

	it('[L8] a thread that dies fails its work and starts again with the next', async () => {
		const dying =
			'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));';
		const { merger } = setup(new URL(`data:text/javascript,${encodeURIComponent(dying)}`));
		await expect(merger.compact([setKey('a')])).rejects.toThrow('ended');
		await expect(merger.compact([setKey('a')])).rejects.toThrow('ended');
		expect(merger.isRunning).toBe(false);
	});

	it('[L8] nothing is left, and nobody waits, once the server ends', async () => {
		const { clock, merger } = setup();
		const waiting = expect(merger.compact([setKey('a')])).rejects.toThrow('ends');
		await merger.close();
		await waiting;
		expect([clock.pending, merger.isRunning]).toEqual([0, false]);
		await expect(merger.compact([setKey('a')])).rejects.toThrow('ends');
	});
});
