import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import { ok, unwrap } from '#lib/base/result.ts';
import type { CheckReport } from '#lib/storage/check/check-report.ts';
import type { DeviceStorage, NewVersion, StorageCare } from '#lib/storage/ports.ts';
import type { StorageUsage } from '#lib/storage/usage/storage-usage.ts';
import { createMemoryRig, makeEntry, type StorageRig } from '../../../tests/helpers/storage-rig.ts';
import type { DeviceParts } from './parts.ts';
import { askPersistenceOnce } from './persistence.ts';
import type { ProjectFiles } from './project-files/project-files.ts';
import type { LongRun, Progress } from './storage-facts.ts';
import { StorageStore } from './storage-store.svelte.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = 100 * DAY;
/** Writes go out by themselves, at one moment. */
const clock: Clock = { now: () => NOW, after: systemClock.after };

let rig: StorageRig;
let storage: DeviceStorage;
beforeEach(async () => {
	rig = createMemoryRig();
	storage = await rig.open({ clock });
});
afterEach(() => rig.close());

type Said = {
	readonly usage?: Partial<StorageUsage>;
	readonly report?: Partial<CheckReport>;
	readonly cancelled?: boolean;
};

function setup({ usage, report, cancelled = false }: Said = {}) {
	let freed = 0;
	const care: StorageCare = {
		usage: async () => ({ ...NO_USAGE, ...usage }),
		check: async ({ onProgress } = {}) => {
			onProgress?.({ stage: 'assets', done: 0.5 });
			return { ...NO_REPORT, ...report };
		},
		setAside: { list: async () => [], toFile: async () => null, remove: async () => true },
	};
	const device = { storage, clock } as unknown as DeviceParts;
	const asked: unknown[] = [];
	const files: Pick<ProjectFiles, 'exportAll' | 'importAll'> = {
		exportAll: async (target, { onProgress, history } = {}) => {
			asked.push({ target, history });
			onProgress?.({ index: 1, count: 4, name: 'Castle', part: { done: 5, total: 10 } });
			return ok({ outcomes: [], cancelled, blob: null });
		},
		importAll: async () => ({ outcomes: [], cancelled, blob: null }),
	};
	const onFreed = () => void freed++;
	const store = new StorageStore({ device, files, care, onFreed });
	return { store, care, asked, freed: () => freed };
}

function longRun(signal = new AbortController().signal) {
	const told: Progress[] = [];
	const run: LongRun = { signal, onProgress: (progress) => void told.push(progress) };
	return { run, told };
}

const NO_USAGE: StorageUsage = {
	projects: [],
	sharedAssets: [],
	unusedAssets: { count: 0, bytes: 0 },
	setAside: { count: 0, bytes: 0 },
	caches: [],
	space: { usedBytes: 0, quotaBytes: null, persisted: null },
};
const NO_REPORT: CheckReport = {
	outcome: 'done',
	problem: null,
	projects: [],
	findings: [],
	checked: { documents: 0, rows: 0, versions: 0, assets: 0, bytes: 0 },
};
const use = (id: ProjectId, more: Partial<StorageUsage['projects'][number]> = {}) => ({
	id,
	title: 'Castle',
	removedAt: null,
	shared: false,
	documents: 10,
	versions: 20,
	undo: 1,
	assets: 300,
	total: 331,
	...more,
});

it('gives everything that is used a kind, so that the kinds add up', async () => {
	const id = mintProjectId();
	await storage.projects.put(makeEntry(id, { changedAt: 7, shared: true, waiting: 2 }));
	const { store } = setup({
		usage: {
			projects: [use(id, { shared: true })],
			unusedAssets: { count: 1, bytes: 100 },
			caches: [{ name: 'app', entries: 3, bytes: 69 }],
			space: { usedBytes: 1000, quotaBytes: 5000, persisted: true },
		},
	});
	expect(store.safety).toEqual({ problem: null, persisted: null, refused: false, known: false });
	const measured = unwrap(await store.measure());
	expect(store.safety).toEqual({ problem: null, persisted: null, refused: false, known: true });
	expect(measured.kinds).toEqual({ projects: 11, assets: 400, versions: 20, caches: 69, other: 500 });
	expect(measured.projects).toMatchObject([{ changedAt: 7, saved: 'waiting' }]);
});

it('believes its own count where the browser says less', async () => {
	const { store } = setup({ usage: { projects: [use(mintProjectId())] } });
	const { usedBytes, kinds } = unwrap(await store.measure());
	expect(usedBytes).toBe(331);
	expect(Object.values(kinds).reduce((a, b) => a + b)).toBe(331);
});

it('says in words why it could not be measured', async () => {
	const { store, care } = setup();
	care.usage = () => Promise.reject(new Error('The database is closed.'));
	expect(await store.measure()).toEqual({ ok: false, error: 'The database is closed.' });
});

it('empties the bin of what was shown in it, and of nothing else', async () => {
	const [shown, restored, later, kept] = [1, 2, 3, 4].map(() => mintProjectId()) as [
		ProjectId,
		ProjectId,
		ProjectId,
		ProjectId,
	];
	for (const id of [shown, restored, later]) await storage.projects.put(makeEntry(id, { removedAt: NOW }));
	await storage.projects.put(makeEntry(kept));
	const { store, freed } = setup({
		usage: { projects: [use(shown, { removedAt: NOW }), use(restored, { removedAt: NOW }), use(kept)] },
	});
	await store.measure();
	expect(unwrap(await store.findCleanup('bin'))).toEqual({ count: 2, bytes: 662 });
	await store.restoreProject(restored);
	const { run, told } = longRun();
	expect(unwrap(await store.cleanUp('bin', run))).toEqual({ count: 1, bytes: 331 });
	const left = (await storage.projects.list()).map(({ id }) => id);
	expect(new Set(left)).toEqual(new Set([restored, later, kept]));
	expect(told.at(-1)).toEqual({ done: 2, total: 2 });
	expect(freed()).toBe(1);
});

it('[S50] leaves what is open in another tab in the bin, and says so', async () => {
	const id = mintProjectId();
	await storage.projects.put(makeEntry(id, { removedAt: NOW }));
	const { store } = setup({ usage: { projects: [use(id, { removedAt: NOW })] } });
	await store.measure();
	const letGo = await (await rig.open({ clock })).projects.keepOpen(id);
	expect(unwrap(await store.cleanUp('bin', longRun().run))).toEqual({ count: 0, bytes: 0, open: 1 });
	letGo();
	expect(unwrap(await store.cleanUp('bin', longRun().run))).toEqual({ count: 1, bytes: 331 });
});

it('removes old automatic versions and keeps named ones; what they share is not counted as freed', async () => {
	const projectId = mintProjectId();
	await storage.projects.put(makeEntry(projectId));
	const version = (createdAt: number, label: string | null): NewVersion => ({
		projectId,
		documentId: documentId,
		kind: 'scene',
		createdAt,
		author: { id: 'a', name: 'Ada' },
		label,
		reason: label ? 'named' : 'timed',
		schema: 1,
		assets: [],
	});
	const documentId = mintDocumentId();
	const state = (byte: number) => new Uint8Array(100).fill(byte);
	await storage.versions.add(version(NOW - 40 * DAY, null), state(1));
	await storage.versions.add(version(NOW - 39 * DAY, null), state(2));
	await storage.versions.add(version(NOW - 38 * DAY, 'Milestone'), state(2));
	await storage.versions.add(version(NOW - 60_000, null), state(3));
	const { store } = setup();
	expect(unwrap(await store.findCleanup('old-versions'))).toEqual({ count: 2, bytes: 100 });
	const stopped = longRun(AbortSignal.abort());
	expect(unwrap(await store.cleanUp('old-versions', stopped.run))).toEqual({ count: 0, bytes: 0 });
	expect(unwrap(await store.cleanUp('old-versions', longRun().run))).toEqual({ count: 2, bytes: 100 });
	expect((await storage.versions.list(documentId)).map(({ label }) => label)).toEqual([null, 'Milestone']);
	expect(unwrap(await store.findCleanup('old-versions'))).toEqual({ count: 0, bytes: 0 });
});

it('looks for unused assets without freeing them, and says which have to wait', async () => {
	await storage.assets.put(new Uint8Array(64));
	const { store } = setup();
	expect(unwrap(await store.findCleanup('unused-assets'))).toEqual({ count: 0, bytes: 0, later: 1 });
	expect(unwrap(await store.cleanUp('unused-assets', longRun().run))).toMatchObject({ count: 0 });
	expect(await storage.assets.totalBytes()).toBe(64);
});

it('tells what a check is at, and why it failed', async () => {
	const { run, told } = longRun();
	expect(unwrap(await setup().store.check(run)).outcome).toBe('done');
	expect(told).toEqual([{ done: 0.5, total: 1, at: 'assets' }]);
	const failed = setup({ report: { outcome: 'failed', problem: 'The database is closed.' } });
	expect(await failed.store.check(run)).toEqual({ ok: false, error: 'The database is closed.' });
	const cancelled = setup({ report: { outcome: 'cancelled' } });
	expect(unwrap(await cancelled.store.check(run)).outcome).toBe('cancelled');
});

it('exports everything with its past, and tells one count of all projects', async () => {
	const { store, asked } = setup();
	const { run, told } = longRun();
	expect(unwrap(await store.exportAll(null, run)).cancelled).toBe(false);
	expect(asked).toEqual([{ target: { kind: 'download' }, history: true }]);
	expect(told).toEqual([{ done: 1.5, total: 4, at: 'Castle' }]);
	const stopped = setup({ cancelled: true });
	expect((await stopped.store.exportAll(null, run)).ok).toBe(false);
	// What came in before stays, and has to be told.
	expect(unwrap(await stopped.store.importAll([], run)).cancelled).toBe(true);
});

it('remembers over visits that the browser promised nothing', async () => {
	const page = rig.page();
	page.persisted = () => Promise.resolve(false as unknown as null);
	storage = await rig.open({ clock, page });
	const first = setup();
	await first.store.measure();
	expect(first.store.safety).toMatchObject({ persisted: false, refused: false });
	await askPersistenceOnce(storage);
	const next = setup();
	await next.store.measure();
	expect(next.store.safety).toMatchObject({ persisted: false, refused: true });
	page.persist = () => Promise.resolve(true as unknown as false);
	expect(await next.store.keepSafe()).toBe(true);
	expect(next.store.safety).toMatchObject({ persisted: true, refused: false });
});

it('says when work is in memory only', async () => {
	rig.fail('full');
	await storage.settings.set('a', 1);
	const { store } = setup();
	expect(store.safety.problem?.reason).toBe('full');
	rig.fail(null);
	expect(await store.retry()).toBe(true);
	expect(store.safety.problem).toBeNull();
});
