import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { OfflineState } from '#lib/pwa/offline-copy.svelte.ts';
import type { ProjectDeletion } from '#lib/storage/ports.ts';
import { NOTHING_LEFT_OUT } from '#lib/studio/project-files/left-out.ts';
import type { SetAside } from '#lib/storage/set-aside/set-aside.ts';
import { storageProblem } from '#lib/storage/storage-failure.ts';
import type { AllReport } from '#lib/studio/project-files/project-bundle.ts';
import type { ProjectUse, StorageSafety, StorageUse } from '#lib/studio/storage-facts.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { copiesWords } from './copies-words.ts';
import type { StoragePort } from './storage-port.ts';
import { StorageScreen } from './storage.svelte.ts';

const NOW = 1_000_000;

const project = (title: string, more: Partial<ProjectUse> = {}): ProjectUse => ({
	id: mintProjectId(),
	title,
	removedAt: null,
	shared: false,
	documents: 10,
	versions: 0,
	undo: 0,
	assets: 0,
	total: 10,
	changedAt: NOW,
	saved: 'device',
	...more,
});

const useOf = (projects: readonly ProjectUse[]): StorageUse => ({
	usedBytes: 1_000,
	quotaBytes: null,
	kinds: { projects: 1_000, assets: 0, versions: 0, caches: 0, other: 0 },
	projects,
	shared: { count: 0, bytes: 0 },
});

const imported = (title: string, result: AllReport['outcomes'][number]['result']) => ({
	title,
	fileName: `${title}.rastudio`,
	result,
});

/** A device of plain values; what is done to it is written down. */
function setup(projects: readonly ProjectUse[] = [project('Castle')]) {
	const done: string[] = [];
	let measured: Result<StorageUse, string> = ok(useOf(projects));
	let safety = $state.raw<StorageSafety>({ problem: null, persisted: false, refused: false, known: true });
	let promises = false;
	let setAside: readonly SetAside[] = [];
	let online = true;
	let deletion: ProjectDeletion = 'deleted';
	let chosen: FileSystemFileHandle | null | undefined = null;
	let report: AllReport = { outcomes: [], cancelled: false, blob: null };
	let endCheck: () => void = () => {};
	const port: StoragePort = {
		get safety() {
			return safety;
		},
		measure: async () => measured,
		keepSafe: async () => {
			safety = { ...safety, persisted: promises, refused: !promises };
			return promises;
		},
		retry: async () => promises,
		findCleanup: async (kind) => ok({ count: kind === 'bin' ? 2 : 0, bytes: 2_000 }),
		cleanUp: async (kind) => {
			done.push(`freed ${kind}`);
			return ok({ count: 2, bytes: 2_000 });
		},
		restoreProject: async () => true,
		deleteProject: async (id) => {
			done.push(`deleted ${id}`);
			return deletion;
		},
		exportAll: async (file) => {
			done.push(file ? 'exported to a file' : 'exported for a download');
			return ok({ ...report, blob: file ? null : new Blob(['zip']) });
		},
		importAll: async () => ok(report),
		check: ({ signal }) =>
			new Promise((resolve) => {
				endCheck = () => resolve(err('stopped'));
				signal.addEventListener('abort', endCheck);
			}),
		setAside: {
			list: async () => setAside,
			toFile: async (key) => (key === 1 ? { fileName: 'row.bin', blob: new Blob() } : null),
			remove: async (key) => {
				setAside = setAside.filter((one) => one.key !== key);
				return true;
			},
		},
	};
	const toasts = new Toasts(new ManualClock());
	const saved: string[] = [];
	const offline: { state: OfflineState } = { state: { kind: 'ready' } };
	const app = {
		get state() {
			return offline.state;
		},
		makeAvailableOffline: async () => ok(),
		listCaches: async () => [
			{ name: 'rastudios-app', what: 'shell' as const, bytes: 10, entries: 1 },
			{ name: 'rastudios-app-parts', what: 'parts' as const, bytes: 5_000, entries: 3 },
		],
		removeHeavyCaches: async () => void done.push('removed parts'),
	};
	const screen = new StorageScreen({
		port,
		toasts,
		install: { canInstall: false, install: async () => false },
		app,
		chooseFile: async () => chosen,
		save: (name) => void saved.push(name),
		isOnline: () => online,
		clock: new ManualClock(NOW),
	});
	const row = (name: string) => screen.cleanups.rows.find((one) => one.name === name)!;
	const said = () => toasts.list.map(({ kind, text }) => `${kind}: ${text}`);
	const set = {
		measured: (value: typeof measured) => (measured = value),
		safety: (value: StorageSafety) => (safety = value),
		promises: (value: boolean) => (promises = value),
		setAside: (value: readonly SetAside[]) => (setAside = value),
		online: (value: boolean) => (online = value),
		chosen: (value: typeof chosen) => (chosen = value),
		deletion: (value: ProjectDeletion) => (deletion = value),
		report: (value: AllReport) => (report = value),
	};
	return { screen, done, saved, said, row, set };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what is seen', () => {
	it('is nothing yet, then what was measured, and it stays when measuring fails later', async () => {
		const { screen, set } = setup();
		expect(screen.use).toBeNull();
		await screen.look();
		expect(screen.rows.map(({ title }) => title)).toEqual(['Castle']);
		set.measured(err('The database is closed.'));
		await screen.look();
		expect(screen.problem).toBe('The database is closed.');
		expect(screen.rows).toHaveLength(1);
	});

	it('is a page of many projects at a time, in the chosen order, without those in the bin', async () => {
		const many = Array.from({ length: 1000 }, (_, i) => project(`Level ${i}`, { total: i }));
		const { screen } = setup([...many, project('Old', { removedAt: 5 })]);
		await screen.look();
		expect([screen.count, screen.rows.length, screen.rows[0]?.title]).toEqual([1000, 100, 'Level 999']);
		screen.showMore();
		screen.orderBy('title');
		expect([screen.rows.length, screen.rows[0]?.title]).toEqual([200, 'Level 0']);
		expect(screen.bin.map(({ title }) => title)).toEqual(['Old']);
	});

	it('tells how many projects are elsewhere, too', async () => {
		const { screen } = setup([
			project('a'),
			project('b', { saved: 'server' }),
			project('c', { saved: 'waiting' }),
		]);
		expect(screen.elsewhere).toBeNull();
		await screen.look();
		expect(screen.elsewhere).toBe('1 of 3 projects is on a server as well.');
	});
});

describe('the truth', () => {
	it('says so when the browser promises nothing, and asks again when wanted', async () => {
		const { screen, set } = setup();
		await screen.look();
		expect(screen.truth?.steps).toEqual(['keep']);
		await screen.take('keep');
		expect(screen.truth?.title).toContain('did not promise');
		set.promises(true);
		await screen.take('keep');
		expect(screen.truth?.tone).toBe('success');
	});

	it('says when a new try to save did not help', async () => {
		const { screen, set, said } = setup();
		set.safety({ problem: storageProblem('full'), persisted: null, refused: false, known: false });
		expect(screen.truth?.tone).toBe('error');
		await screen.take('retry');
		expect(said()[0]).toMatch(/^error: Still not saved/);
	});
});

describe('freeing', () => {
	it('asks before anything is lost, and does nothing on a no', async () => {
		const { screen, row, done } = setup();
		await screen.look();
		screen.cleanUp(row('bin'));
		expect(screen.question?.title).toBe('Delete 2 projects for good?');
		screen.answer(false);
		await settled();
		expect(done).toEqual([]);
		screen.cleanUp(row('bin'));
		screen.answer(true);
		await settled();
		expect(done).toEqual(['freed bin']);
		expect(row('bin').task.state).toEqual({ kind: 'done', report: { count: 2, bytes: 2_000 } });
	});

	it('takes only the parts of the app that can be fetched again, and not while offline', async () => {
		const { screen, row, done, set } = setup();
		await screen.look();
		expect(row('app-parts').found).toEqual(ok({ count: 3, bytes: 5_000 }));
		set.online(false);
		expect(screen.reasonNot(row('app-parts'))).toContain('offline');
		set.online(true);
		expect(screen.reasonNot(row('app-parts'))).toBeUndefined();
		screen.cleanUp(row('app-parts'));
		await settled();
		expect(done).toEqual(['removed parts']);
	});

	it('deletes one project of the bin for good only after a yes', async () => {
		const old = project('Old', { removedAt: 5 });
		const { screen, done } = setup([old]);
		await screen.look();
		screen.askToDelete(old);
		expect(screen.question?.title).toBe('Delete “Old” for good?');
		screen.answer(true);
		await settled();
		expect(done).toEqual([`deleted ${old.id}`]);
	});

	it('[S50] says that a project is open in another tab, and was not deleted', async () => {
		const old = project('Old', { removedAt: 5 });
		const { screen, set, said } = setup([old]);
		await screen.look();
		set.deletion('open');
		screen.askToDelete(old);
		screen.answer(true);
		await settled();
		expect(said()[0]).toMatch(/^error: “Old” is open in another tab/);
	});
});

describe('copies', () => {
	it('are downloaded, or written to the file that was chosen, or not made after all', async () => {
		const { screen, saved, done, set } = setup();
		await screen.exportAll();
		expect(saved).toEqual(['RaStudios projects 1970-01-01.zip']);
		set.chosen({} as FileSystemFileHandle);
		await screen.exportAll();
		set.chosen(undefined);
		await screen.exportAll();
		expect(done).toEqual(['exported for a download', 'exported to a file']);
		expect(saved).toHaveLength(1);
	});

	it('that come in are counted, and each that did not is named with its reason', async () => {
		const { screen, set } = setup();
		const id = mintProjectId();
		const damaged = err({ reason: 'damaged', message: 'The file is damaged.' } as const);
		set.report({
			outcomes: [
				imported('Castle', ok({ projectId: id, leftOut: NOTHING_LEFT_OUT })),
				imported('Inn', damaged),
			],
			cancelled: false,
			blob: null,
		});
		await screen.importAll([new File([], 'a.zip')]);
		expect(copiesWords(screen.copies.importing.state, 'import')).toEqual({
			text: 'One project was imported.',
			failed: false,
			notes: ['“Inn”: The file is damaged.'],
		});
		set.report({ outcomes: [], cancelled: false, blob: null });
		await screen.importAll([new File([], 'a.zip')]);
		expect(copiesWords(screen.copies.importing.state, 'import')?.failed).toBe(true);
	});
});

describe('the check', () => {
	it('runs alone, and is stopped when the screen goes', async () => {
		const { screen, row } = setup();
		await screen.look();
		const running = screen.startCheck();
		expect(screen.reasonNot(row('bin'))).toContain('One thing at a time');
		screen.dispose();
		await running;
		expect(screen.check.task.state.kind).toBe('cancelled');
		expect(screen.busy).toBeUndefined();
	});

	it('hands out what was set aside, and removes it only after a yes', async () => {
		const item = {
			key: 1,
			what: 'document',
			projectId: null,
			name: null,
			why: '',
			at: null,
			bytes: 4,
		} as const;
		const { screen, set, saved, said } = setup();
		set.setAside([item]);
		await screen.look();
		await screen.saveSetAside(item);
		expect(saved).toEqual(['row.bin']);
		await screen.saveSetAside({ ...item, key: 2 });
		expect(said()[0]).toContain('another tab removed it');
		screen.askToRemove(item);
		expect(screen.check.setAside).toHaveLength(1);
		screen.answer(true);
		await settled();
		expect(screen.check.setAside).toEqual([]);
	});
});
