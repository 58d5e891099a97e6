import { expect, test, vi } from 'vitest';
import { AppUpdate, type UpdateSource } from './update.svelte.ts';

class ScriptedSource implements UpdateSource {
	waits = false;
	/** What the server has, when it is asked. */
	newerOnServer = false;
	#events: Parameters<UpdateSource['watch']>[0] | undefined;

	watch(events: Parameters<UpdateSource['watch']>[0]): void {
		this.#events = events;
	}
	takeOver(): boolean {
		if (!this.waits) return false;
		this.waits = false;
		queueMicrotask(() => this.#events?.replaced());
		return true;
	}
	check = async () => {};
	findNewer = async () => {
		if (this.newerOnServer) this.offer();
	};

	offer(): void {
		this.waits = true;
		this.#events?.waiting();
	}
	takenOverByAnotherTab(): void {
		this.waits = false;
		this.#events?.replaced();
	}
}

function setup(beforeReload: () => Promise<void> = async () => {}) {
	const source = new ScriptedSource();
	const target = new EventTarget();
	const reload = vi.fn();
	const update = new AppUpdate({ target, beforeReload, reload });
	update.connect(source);
	const missPart = () => target.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
	return { source, update, reload, missPart };
}

test('a new version is offered and nothing else happens', () => {
	const { source, update, reload } = setup();
	expect(update.updateReady).toBe(false);
	source.offer();
	expect(update.updateReady).toBe(true);
	expect(source.waits).toBe(true);
	expect(reload).not.toHaveBeenCalled();
});

test('the page reloads only after saves are durable', async () => {
	const saved = Promise.withResolvers<void>();
	const { source, update, reload } = setup(() => saved.promise);
	source.offer();
	const applying = update.apply();
	expect(update.applying).toBe(true);
	expect(source.waits).toBe(true);
	saved.resolve();
	expect(await applying).toEqual({ ok: true });
	await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
	expect(source.waits).toBe(false);
});

test('what was edited while the new version took over is saved too', async () => {
	const beforeReload = vi.fn(async () => {});
	const { source, update, reload } = setup(beforeReload);
	source.offer();
	await update.apply();
	await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
	expect(beforeReload).toHaveBeenCalledTimes(2);
});

test('work that cannot be saved keeps the page as it is, and the offer stands', async () => {
	const { source, update, reload } = setup(() => Promise.reject(new Error('quota')));
	source.offer();
	expect(await update.apply()).toEqual({ ok: false, error: 'not-saved' });
	expect(source.waits).toBe(true);
	expect(reload).not.toHaveBeenCalled();
	expect(update.updateReady).toBe(true);
	expect(update.applying).toBe(false);
});

test('when another tab took the new version, this one is offered a reload and is not reloaded', async () => {
	const { source, update, reload } = setup();
	source.takenOverByAnotherTab();
	expect(update.updateReady).toBe(true);
	expect(reload).not.toHaveBeenCalled();
	await update.apply();
	expect(reload).toHaveBeenCalledOnce();
});

test('without a new version there is nothing to apply; pressing twice applies once', async () => {
	const { source, update, reload } = setup();
	await update.apply();
	expect(reload).not.toHaveBeenCalled();
	source.offer();
	await Promise.all([update.apply(), update.apply()]);
	await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

test('a part that is missing is said, and nothing is reloaded unasked', () => {
	const { update, reload, missPart } = setup();
	expect(update.partMissing).toBe(false);
	expect(missPart(), 'whoever asked for the part learns of it too').toBe(true);
	expect(update.partMissing).toBe(true);
	expect(reload).not.toHaveBeenCalled();
	update.goOnWithout();
	expect(update.partMissing).toBe(false);
});

test('[S47] for a missing part the newer version is fetched, and takes over after saving', async () => {
	const { source, update, reload, missPart } = setup();
	source.newerOnServer = true;
	missPart();
	expect(await update.apply()).toEqual({ ok: true });
	await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
	expect(source.waits).toBe(false);
});

test('[S47] a missing part without a newer version, or without any worker: saved, then reloaded', async () => {
	const { update, reload, missPart } = setup();
	missPart();
	await update.apply();
	expect(reload).toHaveBeenCalledOnce();

	const target = new EventTarget();
	const saved = vi.fn(async () => {});
	const alone = new AppUpdate({ target, beforeReload: saved, reload });
	target.dispatchEvent(new Event('vite:preloadError'));
	await alone.apply();
	expect(saved).toHaveBeenCalledOnce();
	expect(reload).toHaveBeenCalledTimes(2);
});

test('[S47] a missing part never costs work that could not be saved', async () => {
	const { update, reload, missPart } = setup(() => Promise.reject(new Error('quota')));
	missPart();
	expect(await update.apply()).toEqual({ ok: false, error: 'not-saved' });
	expect(reload).not.toHaveBeenCalled();
});
