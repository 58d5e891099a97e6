import { expect, test, vi } from 'vitest';
import { AppUpdate, type UpdateSource } from './update.svelte.ts';

class ScriptedSource implements UpdateSource {
	reloads = 0;
	waits = false;
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
	reload = () => void this.reloads++;

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
	return { source, update: new AppUpdate(source, { beforeReload }) };
}

test('a new version is offered and nothing else happens', () => {
	const { source, update } = setup();
	expect(update.updateReady).toBe(false);
	source.offer();
	expect(update.updateReady).toBe(true);
	expect(source.waits).toBe(true);
	expect(source.reloads).toBe(0);
});

test('the page reloads only after saves are durable', async () => {
	const saved = Promise.withResolvers<void>();
	const { source, update } = setup(() => saved.promise);
	source.offer();
	const applying = update.apply();
	expect(update.applying).toBe(true);
	expect(source.waits).toBe(true);
	saved.resolve();
	expect(await applying).toEqual({ ok: true });
	await vi.waitFor(() => expect(source.reloads).toBe(1));
	expect(source.waits).toBe(false);
});

test('what was edited while the new version took over is saved too', async () => {
	const beforeReload = vi.fn(async () => {});
	const { source, update } = setup(beforeReload);
	source.offer();
	await update.apply();
	await vi.waitFor(() => expect(source.reloads).toBe(1));
	expect(beforeReload).toHaveBeenCalledTimes(2);
});

test('work that cannot be saved keeps the page as it is, and the offer stands', async () => {
	const { source, update } = setup(() => Promise.reject(new Error('quota')));
	source.offer();
	expect(await update.apply()).toEqual({ ok: false, error: 'not-saved' });
	expect(source.waits).toBe(true);
	expect(source.reloads).toBe(0);
	expect(update.updateReady).toBe(true);
	expect(update.applying).toBe(false);
});

test('when another tab took the new version, this one is offered a reload and is not reloaded', async () => {
	const { source, update } = setup();
	source.takenOverByAnotherTab();
	expect(update.updateReady).toBe(true);
	expect(source.reloads).toBe(0);
	await update.apply();
	expect(source.reloads).toBe(1);
});

test('without a new version there is nothing to apply; pressing twice applies once', async () => {
	const { source, update } = setup();
	await update.apply();
	expect(source.reloads).toBe(0);
	source.offer();
	await Promise.all([update.apply(), update.apply()]);
	await vi.waitFor(() => expect(source.reloads).toBe(1));
});
