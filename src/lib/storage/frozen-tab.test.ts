import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { QuietPage, settle } from '../../../tests/helpers/storage-rig.ts';
import { ManualClock } from '../base/clock.ts';
import { openDexieBackend } from './dexie/dexie-backend.ts';
import { openDeviceStorage } from './device-storage.ts';

const NAME = 'rastudios-test';
const PATIENCE_MS = 15_000;

afterEach(() => void vi.restoreAllMocks());

/** Tabs of one browser, each with a time of its own. */
function setup() {
	const factory = new IDBFactory();
	return async () => {
		const [clock, page] = [new ManualClock(), new QuietPage()];
		let opened = 0;
		const openBackend = () => {
			opened += 1;
			return openDexieBackend(NAME, factory);
		};
		const around = { clock, page, openBackend, openTabs: () => null, files: null, places: [] };
		const storage = await openDeviceStorage(around);
		return { storage, clock, page, opened: () => opened };
	};
}

/** Transactions begun from now on stay open, as those of a page that gets no turn; `end` lets them go on. */
function holdTransactions() {
	const begin = IDBDatabase.prototype.transaction;
	let held = true;
	const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...asked
	) {
		const begun = begin.apply(this, asked);
		begun.commit = () => {};
		const store = begun.objectStore(begun.objectStoreNames[0]!);
		const hold = () => {
			if (held) store.get('nothing').onsuccess = hold;
		};
		hold();
		return begun;
	});
	return { end: () => void (held = false), others: () => spy.mockRestore() };
}

const answerOf = (promise: Promise<boolean>) => {
	const seen: { answer: boolean | null } = { answer: null };
	void promise.then((answer) => (seen.answer = answer));
	return seen;
};

describe('[S52] a tab that is frozen amid a write', () => {
	test('lets go of the database, so that the others’ work is durable meanwhile', async () => {
		const openTab = setup();
		const [ada, bob] = [await openTab(), await openTab()];
		const frozen = holdTransactions();
		const hers = answerOf(ada.storage.settings.set('ada', 1));
		await settle();
		frozen.others();
		const his = answerOf(bob.storage.settings.set('bob', 1));
		await settle();
		expect([hers.answer, his.answer]).toEqual([null, null]);

		ada.page.freeze();
		await settle();
		expect([hers.answer, his.answer]).toEqual([null, true]);
		expect(ada.opened()).toBe(1);
		expect(ada.storage.health.kind).toBe('ok');

		ada.clock.advance(0); // it goes on
		await settle();
		expect(hers.answer).toBe(true);
		expect(ada.opened()).toBe(2);
		expect(await bob.storage.settings.get('ada')).toBe(1);
	});

	test('leaves its work behind where the next visit finds it, should it never go on', async () => {
		const openTab = setup();
		const ada = await openTab();
		const frozen = holdTransactions();
		void ada.storage.settings.set('ada', 1);
		await settle();
		frozen.others();
		ada.page.freeze();
		await settle();
		const later = await openTab();
		expect(await later.storage.settings.get('ada')).toBe(1);
	});

	test('opens nothing again before it needs it', async () => {
		const openTab = setup();
		const ada = await openTab();
		ada.page.freeze();
		ada.page.freeze();
		ada.clock.advance(1);
		await settle();
		expect(ada.opened()).toBe(1);
		expect(await ada.storage.settings.set('ada', 1)).toBe(true);
		expect(ada.opened()).toBe(2);
	});
});

describe('[S52] a write that the database does not answer', () => {
	test('counts as failed after 15 s, and is made again until it is there', async () => {
		const openTab = setup();
		const ada = await openTab();
		const stuck = holdTransactions();
		const saved = answerOf(ada.storage.settings.set('ada', 1));
		await settle();
		ada.clock.advance(PATIENCE_MS - 1);
		await settle();
		expect([saved.answer, ada.storage.health.kind]).toEqual([null, 'ok']);
		ada.clock.advance(1);
		await settle();
		expect(saved.answer).toBe(false);
		expect(ada.storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'unanswered' } });
		expect(ada.storage.atRisk).toBe(true);
		expect(await ada.storage.settings.set('ada', 2)).toBe(false);

		stuck.end();
		stuck.others();
		ada.clock.advance(1_000);
		await settle();
		expect(ada.storage.health.kind).toBe('ok');
		expect(ada.storage.atRisk).toBe(false);
		const bob = await openTab();
		expect(await bob.storage.settings.get('ada')).toBe(2);
	});

	test('is given twice as long the next time: a slow disk gets through some day', async () => {
		const openTab = setup();
		const ada = await openTab();
		const stuck = holdTransactions();
		void ada.storage.settings.set('ada', 1);
		await settle();
		ada.clock.advance(PATIENCE_MS);
		await settle();
		ada.clock.advance(1_000);
		await settle();
		ada.clock.advance(2 * PATIENCE_MS - 1);
		stuck.end();
		await settle();
		expect(ada.storage.health.kind).toBe('ok');
	});
});
