import { IDBFactory } from 'fake-indexeddb';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { QuietPage } from '../../../../tests/helpers/storage-rig.ts';
import { ManualClock, systemClock } from '../../base/clock.ts';
import { mintDocumentId, mintProjectId, type DocumentId } from '../../base/ids.ts';
import { Emitter } from '../../base/emitter.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { openDexieBackend } from '../dexie/dexie-backend.ts';
import { openDeviceStorage } from '../device-storage.ts';
import { ReopeningBackend } from '../reopening-backend.ts';
import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { TaskDevice } from './device-task.ts';
import type { DeviceWork } from './device-work.ts';
import { serveTasks } from './serve-tasks.ts';
import { WorkerWork, type WorkerLine } from './worker-work.ts';

describe('work off the page', () => {
	test('[S25] is done on a connection of the worker’s own', async () => {
		const factory = new IDBFactory();
		const openBackend = () => openDexieBackend('rastudios', factory);
		const workers: string[] = [];
		const startWorker = () =>
			startFakeWorker((database) => {
				workers.push(database);
				return deviceOver(new ReopeningBackend(() => openDexieBackend(database, factory), systemClock));
			});
		const storage = await openDeviceStorage({
			...{ clock: systemClock, openBackend, startWorker, openTabs: () => null, page: new QuietPage() },
		});
		const id = mintDocumentId();
		await writeRows(storage, id, 3);
		expect(workers).toEqual([]);
		expect(await storage.documents.compact(id)).toBe(true);
		expect(workers).toEqual(['rastudios']);
		const loaded = await storage.documents.load(id);
		expect(loaded.ok && loaded.value.updates.map(({ row }) => row)).toEqual([
			expect.stringMatching(/^snapshot:/),
		]);
		storage.close();
	});

	test('[S25] reads a whole document with what the page could not write yet', async () => {
		const factory = new IDBFactory();
		let full = false;
		const openBackend = async () => {
			const backend = await openDexieBackend('rastudios', factory);
			const write = backend.write.bind(backend);
			backend.write = async (writes) => {
				if (full) throw new StorageFailure(storageProblem('full'));
				await write(writes);
			};
			return backend;
		};
		const startWorker = () =>
			startFakeWorker(() =>
				deviceOver(new ReopeningBackend(() => openDexieBackend('rastudios', factory), systemClock)),
			);
		const storage = await openDeviceStorage({
			...{ clock: new ManualClock(), openBackend, startWorker, openTabs: () => null, page: new QuietPage() },
		});
		const [id, projectId] = [mintDocumentId(), mintProjectId()];
		const write = await writeRows(storage, id, 2, projectId);
		full = true;
		await write('unwritten ');
		const state = await storage.documents.readState(id, projectId);
		const read = new LiveDocument(id, 'scene');
		read.applyV2((state.ok && state.value) || new Uint8Array(), 'storage');
		expect(read.ydoc.getText('text').toJSON()).toBe('unwritten 10');
		expect(await storage.documents.readState(id, mintProjectId())).toEqual({ ok: true, value: null });
		void storage.documents.remove(id);
		expect(await storage.documents.readState(id, projectId)).toEqual({ ok: true, value: null });
		storage.close();
	});

	test('[S25] is done in place where no worker starts, and not tried again', async () => {
		const { work, inPlace, startWorker } = setup(() => null);
		expect(await work.run('compact', { id: mintDocumentId() })).toBe(true);
		expect(await work.run('compact', { id: mintDocumentId() })).toBe(true);
		expect(inPlace).toHaveBeenCalledTimes(2);
		expect(startWorker).toHaveBeenCalledTimes(1);
	});

	test.each(['an error', 'silence'])('[S25] is done in place when the worker starts with %s', async (how) => {
		const line = new ScriptedLine();
		const { work, inPlace, clock, startWorker } = setup(() => line);
		const done = work.run('compact', { id: mintDocumentId() });
		if (how === 'silence') clock.advance(10_000);
		else line.errors.emit('not found');
		expect(await done).toBe(true);
		expect(inPlace).toHaveBeenCalledTimes(1);
		expect(line.terminated).toBe(true);
		await work.run('compact', { id: mintDocumentId() });
		expect(startWorker).toHaveBeenCalledTimes(1);
	});

	test('[S25] that a broken worker leaves behind fails, and the next task gets another worker', async () => {
		const lines = [new ScriptedLine(), new ScriptedLine()];
		const { work, inPlace, startWorker } = setup(() => lines[startWorker.mock.calls.length - 1]!);
		const lost = work.run('compact', { id: mintDocumentId() });
		lines[0]!.messages.emit({ kind: 'ready' });
		lines[0]!.errors.emit('out of memory');
		await expect(lost).rejects.toMatchObject({ reason: 'lost' });
		expect(lines[0]!.terminated).toBe(true);
		const again = work.run('compact', { id: mintDocumentId() });
		lines[1]!.messages.emit({ kind: 'ready' });
		lines[1]!.messages.emit({ kind: 'done', number: 2, result: true });
		expect(await again).toBe(true);
		expect(inPlace).not.toHaveBeenCalled();
	});

	test('[S52] of a page that is frozen holds nothing, and begins anew with the next task', async () => {
		const lines = [new ScriptedLine(), new ScriptedLine()];
		const { work, startWorker } = setup(() => lines[startWorker.mock.calls.length - 1]!);
		work.letGo(); // there is none yet
		const cutOff = work.run('compact', { id: mintDocumentId() });
		lines[0]!.messages.emit({ kind: 'ready' });
		work.letGo();
		await expect(cutOff).rejects.toMatchObject({ reason: 'lost' });
		expect(lines[0]!.terminated).toBe(true);
		const again = work.run('compact', { id: mintDocumentId() });
		lines[1]!.messages.emit({ kind: 'ready' });
		lines[1]!.messages.emit({ kind: 'done', number: 2, result: true });
		expect(await again).toBe(true);
	});

	test('[S25] believes no message of another shape, from either side', async () => {
		const line = new ScriptedLine();
		const { work } = setup(() => line);
		const answer = work.run('compact', { id: mintDocumentId() });
		for (const strange of [null, 'done', { kind: 'done' }, { kind: 'done', number: '1', result: true }])
			line.messages.emit(strange);
		line.messages.emit({ kind: 'done', number: 1, result: 'yes' });
		await expect(answer).rejects.toMatchObject({ reason: 'unknown' });

		const { work: asker } = setup(() => startFakeWorker(() => deviceOver(neverOpened)));
		const id = '__proto__' as DocumentId;
		await expect(asker.run('compact', { id })).rejects.toThrow(/Not a document id/);
		await expect(asker.run('toString' as 'compact', { id })).rejects.toThrow(/no task is called/);
	});

	test('[S25] fails for the reason it had there', async () => {
		const failing = { run: () => Promise.reject(new StorageFailure(storageProblem('full'))) };
		const { work } = setup(() => startFakeWorker(() => deviceOver(failing)));
		await expect(work.run('compact', { id: mintDocumentId() })).rejects.toMatchObject({ reason: 'full' });
	});

	test('[S25] is cancelled where it stands: its promise settles when nothing is at work any more', async () => {
		const steps: string[] = [];
		const task = {
			params: v.object({ id: v.string() }),
			result: v.boolean(),
			progress: v.string(),
			run: async (_: unknown, __: TaskDevice, { signal, report }: TaskRun) => {
				report('begun');
				await new Promise((resolve) => signal.addEventListener('abort', resolve));
				steps.push('stopped');
				signal.throwIfAborted();
				return true;
			},
		};
		const worker = () => startFakeWorker(() => deviceOver(neverOpened), { compact: task });
		const { work } = setup(worker);
		const controller = new AbortController();
		const onProgress = vi.fn();
		const run = work.run('compact', { id: mintDocumentId() }, { signal: controller.signal, onProgress });
		controller.abort(new Error('the person left'));
		await expect(run).rejects.toThrow('the person left');
		expect(steps).toEqual(['stopped']);
		expect(onProgress).not.toHaveBeenCalled(); // folding reports nothing, whatever a worker says
		await expect(
			work.run('compact', { id: mintDocumentId() }, { signal: controller.signal }),
		).rejects.toThrow('the person left');
	});

	test('[S25] ends with the storage', async () => {
		const line = new ScriptedLine();
		const { work } = setup(() => line);
		const run = work.run('compact', { id: mintDocumentId() });
		work.close();
		await expect(run).rejects.toMatchObject({ reason: 'lost' });
		expect(line.terminated).toBe(true);
	});
});

type TaskRun = { readonly signal: AbortSignal; report(progress: string): void };

function setup(start: () => WorkerLine | null) {
	const clock = new ManualClock();
	const startWorker = vi.fn(start);
	const inPlace = vi.fn(async () => true);
	const place = { run: inPlace, close: () => {} } as unknown as DeviceWork;
	const work = new WorkerWork({ database: 'rastudios', clock, startWorker, inPlace: place });
	return { work, clock, inPlace, startWorker };
}

/** A worker that says what the test makes it say. */
class ScriptedLine implements WorkerLine {
	readonly messages = new Emitter<unknown>();
	readonly errors = new Emitter<string>();
	terminated = false;
	post = () => {};
	onMessage = (listener: (data: unknown) => void) => void this.messages.on(listener);
	onError = (listener: (why: string) => void) => void this.errors.on(listener);
	terminate = () => void (this.terminated = true);
}

/** The worker's own code, at the other end of a real message channel. */
function startFakeWorker(
	open: (database: string) => TaskDevice,
	tasks?: Parameters<typeof serveTasks>[2],
): WorkerLine {
	const { port1: page, port2: worker } = new MessageChannel();
	serveTasks(
		{
			post: (message, transfer) => worker.postMessage(message, transfer),
			onMessage: (listener) => void (worker.onmessage = ({ data }) => listener(data)),
		},
		open,
		tasks,
	);
	return {
		post: (message, transfer) => page.postMessage(message, [...transfer]),
		onMessage: (listener) => void (page.onmessage = ({ data }) => listener(data)),
		onError: () => {},
		terminate: () => page.close(),
	};
}

const neverOpened = { run: () => Promise.reject(new Error('not asked for')) };

const deviceOver = (backend: TaskDevice['backend']): TaskDevice => ({
	...{ backend, locks: new QuietPage(), clock: systemClock, files: null },
});

async function writeRows(
	storage: Awaited<ReturnType<typeof openDeviceStorage>>,
	id: DocumentId,
	count: number,
	projectId = mintProjectId(),
): Promise<(text: string) => Promise<void>> {
	const document = new LiveDocument(id, 'scene');
	document.onUpdateV2(({ bytes }) => {
		void storage.documents.append({ id, projectId, kind: 'scene', update: bytes });
	});
	const write = async (text: string) => {
		document.ydoc.getText('text').insert(0, text);
		await storage.flush();
	};
	for (let edit = 0; edit < count; edit++) await write(String(edit));
	return write;
}
