import { expect, test, vi } from 'vitest';
import { err, ok } from '#lib/base/result.ts';
import type { OfflineWish } from './app-caches.ts';
import { OfflineCopy, type OfflineSource } from './offline-copy.svelte.ts';
import type { KeepProblem } from './worker-messages.ts';

const ALL = Array.from({ length: 10 }, (_, i) => `/${i}`);

class ScriptedWorker implements OfflineSource {
	installed = true;
	kept = new Set(ALL.slice(0, 3));
	wish: OfflineWish = 'open';
	frugal: 'saving-data' | 'metered' | 'full' | null = null;
	problem: KeepProblem | null = null;
	tidied = 0;
	changed = () => {};
	/** Asked before each file. */
	onKeep = (_url: string) => {};

	whenInstalled = async () => this.installed;
	status = async () => ({
		version: '1',
		files: ALL.length,
		missing: ALL.filter((url) => !this.kept.has(url)),
	});
	keep = async (url: string) => {
		this.onKeep(url);
		if (this.problem) return err(this.problem);
		this.kept.add(url);
		return ok();
	};
	frugality = async () => this.frugal;
	whenIdle = async () => {};
	readWish = async () => this.wish;
	writeWish = async (wish: OfflineWish) => void (this.wish = wish);
	removeParts = async () => {
		for (const url of ALL.slice(3)) this.kept.delete(url);
	};
	listCaches = async () => [];
	tidy = () => void this.tidied++;
	watch = (changed: () => void) => (this.changed = changed);
}

async function setup(change: (worker: ScriptedWorker) => void = () => {}) {
	const worker = new ScriptedWorker();
	change(worker);
	const copy = new OfflineCopy();
	expect(copy.state).toEqual({ kind: 'checking' });
	copy.connect(worker);
	await copy.prepare();
	return { worker, copy };
}

test('[S45] in quiet moments all of the app comes, and then it is ready', async () => {
	const { worker, copy } = await setup();
	expect(worker.kept.size).toBe(ALL.length);
	expect(copy.state).toEqual({ kind: 'ready' });
	expect(worker.wish).toBe('whole');
	expect(worker.tidied).toBe(1);
});

test('[S45] while it comes, it says how far it is', async () => {
	const seen: unknown[] = [];
	const copy = new OfflineCopy();
	const worker = new ScriptedWorker();
	worker.onKeep = () => seen.push(copy.state);
	copy.connect(worker);
	await copy.prepare();
	expect(seen[0]).toEqual({ kind: 'preparing', done: 3, of: 10 });
	expect(seen).toHaveLength(7);
});

test.each(['saving-data', 'metered', 'full'] as const)('[S45] %s: nothing comes unasked', async (frugal) => {
	const { worker, copy } = await setup((one) => (one.frugal = frugal));
	expect(copy.state).toEqual({ kind: 'not-yet', reason: frugal });
	expect(worker.kept.size).toBe(3);
	expect(await copy.makeAvailableOffline()).toEqual({ ok: true });
	expect(copy.state).toEqual({ kind: 'ready' });
});

test('[S45] what somebody removed stays away until they want it back', async () => {
	const { worker, copy } = await setup();
	await copy.removeHeavyCaches();
	expect(copy.state).toEqual({ kind: 'not-yet', reason: 'removed' });
	await copy.prepare();
	expect(worker.kept.size).toBe(3);
	const progress = vi.fn();
	await copy.makeAvailableOffline({ onProgress: progress });
	expect(copy.state).toEqual({ kind: 'ready' });
	expect(worker.wish).toBe('whole');
	expect(progress).toHaveBeenLastCalledWith({ done: 10, of: 10 });
});

test.each(['network', 'refused', 'full'] as const)(
	'[S45] %s: says so, and goes on from there',
	async (problem) => {
		const { worker, copy } = await setup((one) => {
			one.onKeep = () => (one.problem = one.kept.size < 6 ? null : problem);
		});
		expect(copy.state).toEqual({ kind: 'not-yet', reason: problem });
		expect(worker.wish).toBe('open');
		expect(worker.kept.size).toBeGreaterThanOrEqual(6);
		worker.onKeep = () => (worker.problem = null);
		worker.changed();
		await copy.prepare();
		expect(copy.state).toEqual({ kind: 'ready' });
	},
);

test('[S45] can be stopped; what came stays', async () => {
	const { worker, copy } = await setup((one) => (one.frugal = 'saving-data'));
	const stop = new AbortController();
	worker.onKeep = () => worker.kept.size >= 5 && stop.abort();
	expect(await copy.makeAvailableOffline({ signal: stop.signal })).toEqual({ ok: false, error: 'cancelled' });
	expect(copy.state).toEqual({ kind: 'not-yet', reason: 'cancelled' });
	expect(worker.kept.size).toBeGreaterThanOrEqual(5);
	expect(worker.kept.size).toBeLessThan(ALL.length);
});

test('[S45] without a worker, or with one that could not be installed, it is not ready', async () => {
	const { copy } = await setup((one) => (one.installed = false));
	expect(copy.state).toEqual({ kind: 'not-yet', reason: 'not-installed' });
	const none = new OfflineCopy();
	none.connect(null);
	expect(await none.makeAvailableOffline()).toEqual({ ok: false, error: 'unsupported' });
	expect(none.state).toEqual({ kind: 'not-yet', reason: 'unsupported' });
	expect(await none.listCaches()).toEqual([]);
});

test('[S45] ready is counted anew: caches that were cleared meanwhile are filled again', async () => {
	const { worker, copy } = await setup();
	worker.kept.clear();
	worker.wish = 'open';
	worker.changed();
	await copy.prepare();
	expect(worker.kept.size).toBe(ALL.length);
	expect(copy.state).toEqual({ kind: 'ready' });
});

test('[S45] a newer worker that takes over amid all this is asked anew', async () => {
	const worker = new ScriptedWorker();
	worker.onKeep = () => {
		worker.onKeep = () => {};
		// The worker before answers no more, and the next one has not everything either.
		worker.problem = 'refused';
		queueMicrotask(() => {
			worker.problem = null;
			worker.changed();
		});
	};
	const copy = new OfflineCopy();
	copy.connect(worker);
	await copy.prepare();
	expect(copy.state).toEqual({ kind: 'ready' });
	expect(worker.kept.size).toBe(ALL.length);
});
