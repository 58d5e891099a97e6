import { describe, expect, test } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import type { GestureChange, GestureSlot } from '#lib/storage/gestures/gesture-store.ts';
import { makeEntry, settle, type StorageRig } from '../helpers/storage-rig.ts';

/** What every gesture store must do, whatever keeps its rows. */
export function gestureStoreContract(name: string, createRig: () => StorageRig): void {
	describe(`gesture store on ${name}`, () => {
		test('[S23] a push, an undo, a redo and a clear, each in one write, come back on the next visit', async () => {
			const { visit } = await setup();
			const first = await visit();
			await first.push(0, 'a');
			await first.push(1, { keys: ['b'], before: null });
			await first.write({
				truncate: { undo: 1 },
				put: [{ stack: 'redo', index: 0, payload: 'undone b' }],
			});
			first.leave();
			const second = await visit();
			expect(await stacks(second.slot)).toEqual({ undo: ['a'], redo: ['undone b'] });
			await second.write({
				truncate: { redo: 0 },
				put: [{ stack: 'undo', index: 1, payload: 'b again' }],
			});
			second.leave();
			const third = await visit();
			expect(await stacks(third.slot)).toEqual({ undo: ['a', 'b again'], redo: [] });
			await third.write({ truncate: { undo: 0, redo: 0 } });
			third.leave();
			expect(await stacks((await visit()).slot)).toEqual({ undo: [], redo: [] });
		});

		test('[S23] when the oldest go, the others keep their places', async () => {
			const { visit } = await setup();
			const { write, leave } = await visit();
			for (let index = 0; index < 12; index++) {
				await write({
					dropBefore: { undo: index - 9 },
					put: [{ stack: 'undo', index, payload: index }],
				});
			}
			leave();
			const later = unwrap(await (await visit()).slot.load());
			expect(later.undo).toEqual(
				[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => ({ index, payload: index })),
			);
		});

		test('[S23] a batch of gestures and the edit they made is all there, or nothing of it', async () => {
			const { rig, projectId, visit } = await setup();
			const { storage, slot, push, leave } = await visit();
			const writes = () => rig.calls.get('write') ?? 0;
			await push(0, 'before');
			const before = writes();
			const together = [
				storage.settings.set('edit', 1),
				slot.write(pushed(1, 'a')),
				slot.write({ truncate: { undo: 0 }, put: [{ stack: 'undo', index: 0, payload: 'b' }] }),
			];
			expect(await Promise.all(together)).toEqual([true, true, true]);
			expect(writes()).toBe(before + 1);
			expect(slot.number).toBe(0);
			leave();
			expect(await stacks(await (await rig.open()).gestures.open(projectId))).toEqual({
				undo: ['b'],
				redo: [],
			});
		});

		test('[S22] two tabs of one project never share a list, and each gets its own back', async () => {
			const { visit } = await setup();
			const first = await visit();
			await first.push(0, 'first');
			const second = await visit();
			expect([first.slot.number, second.slot.number]).toEqual([0, 1]);
			expect(await stacks(second.slot)).toEqual({ undo: [], redo: [] });
			await second.push(0, 'second');
			first.crash();
			const third = await visit();
			expect(await stacks(third.slot)).toEqual({ undo: ['first'], redo: [] });
			second.crash();
			expect(await stacks((await visit()).slot)).toEqual({ undo: ['second'], redo: [] });
			expect((await visit()).slot.number).toBe(2);
		});

		test('[S22] a list with gestures comes before an empty one', async () => {
			const { visit } = await setup();
			const empty = await visit();
			const full = await visit();
			await full.push(0, 'a');
			empty.leave();
			full.leave();
			const later = await visit();
			expect(later.slot.number).toBe(1);
			expect(await stacks(later.slot)).toEqual({ undo: ['a'], redo: [] });
		});

		test('[S22] two tabs opened in the same moment get two lists', async () => {
			const { visit } = await setup();
			const before = await visit();
			await before.push(0, 'a');
			before.leave();
			const tabs = await Promise.all([visit(), visit(), visit()]);
			expect(tabs.map(({ slot }) => slot.number).toSorted()).toEqual([0, 1, 2]);
		});

		test('[S22] each project has lists of its own', async () => {
			const { visit } = await setup();
			const { slot, storage, push } = await visit();
			await push(0, 'a');
			const other = await storage.gestures.open(mintProjectId());
			expect(other.number).toBe(0);
			expect(await stacks(other)).toEqual({ undo: [], redo: [] });
			await other.write(pushed(0, 'other'));
			expect(await stacks(slot)).toEqual({ undo: ['a'], redo: [] });
		});

		test('[S22] a closed list is written no more, and the same page gets it again at once', async () => {
			const { visit, projectId } = await setup();
			const { slot, storage } = await visit();
			void slot.write(pushed(0, 'a'));
			slot.close();
			slot.close();
			expect(await slot.write(pushed(1, 'too late'))).toBe(false);
			const again = await storage.gestures.open(projectId);
			expect(again.number).toBe(0);
			expect(await stacks(again)).toEqual({ undo: ['a'], redo: [] });
			const other = await visit();
			expect(other.slot.number).toBe(1);
		});

		test('[S22] a closed list goes to another tab only once it is written', async () => {
			const { rig, visit } = await setup();
			const first = await visit({ clock: new ManualClock() });
			rig.fail('full', ['write']);
			const written = first.slot.write(pushed(0, 'a'));
			void first.storage.flush();
			expect(await written).toBe(false);
			first.slot.close();
			const second = await visit();
			expect(second.slot.number).toBe(1);
			rig.fail(null);
			expect(await first.storage.flush()).toBe(true);
			const third = await visit();
			expect(third.slot.number).toBe(0);
			expect(await stacks(third.slot)).toEqual({ undo: ['a'], redo: [] });
		});

		test('[S15] a project takes its undo lists with it', async () => {
			const { visit, projectId } = await setup();
			const { storage, slot, push, leave } = await visit();
			await storage.projects.put(makeEntry(projectId));
			await push(0, 'a');
			await storage.projects.delete(projectId);
			expect(await stacks(slot)).toEqual({ undo: [], redo: [] });
			leave();
			expect(await stacks((await visit()).slot)).toEqual({ undo: [], redo: [] });
		});

		test('[S20] rows of another shape are left out, and the others stay', async () => {
			const { rig, projectId, visit } = await setup();
			const { slot, push } = await visit();
			await push(0, 'a');
			const payload = new Date(0) as never;
			await rig.plantGesture({ projectId, number: 0 }, { stack: 'undo', index: 1, payload });
			await rig.plantGesture(
				{ projectId, number: 0 },
				{ stack: 'elsewhere' as never, index: 1, payload: 'x' },
			);
			await push(2, 'c');
			expect(await stacks(slot)).toEqual({ undo: ['a', 'c'], redo: [] });
		});

		test('a gesture that is no JSON is refused before it can hold up other writes', async () => {
			const { visit } = await setup();
			const { slot, storage } = await visit();
			expect(() => slot.write(pushed(0, (() => {}) as never))).toThrow('a gesture is JSON');
			expect(await storage.settings.set('name', 'Ada')).toBe(true);
		});

		test('[S4] with the device full, gestures wait in memory and move over later', async () => {
			const { rig, visit } = await setup();
			const { storage, slot, push, write, leave } = await visit();
			await push(0, 'a');
			rig.fail('full', ['write']);
			expect(await push(1, 'b')).toBe(false);
			await write({ truncate: { undo: 1 }, put: [{ stack: 'redo', index: 0, payload: 'undone b' }] });
			expect(await stacks(slot)).toEqual({ undo: ['a'], redo: ['undone b'] });
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			leave();
			expect(await stacks((await visit()).slot)).toEqual({ undo: ['a'], redo: ['undone b'] });
		});

		test('[S24] of a list that could not be read, the first write replaces all', async () => {
			const { rig, visit } = await setup();
			const before = await visit();
			for (const index of [0, 1, 2]) await before.push(index, 'old');
			before.leave();
			rig.fail('lost', ['listGestureSlots', 'readGestures']);
			const { storage, slot, leave } = await visit();
			expect(await slot.load()).toMatchObject({ ok: false, error: { reason: 'lost' } });
			void slot.write(pushed(0, 'new'));
			void slot.write(pushed(1, 'newer'));
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			leave();
			expect(await stacks((await visit()).slot)).toEqual({ undo: ['new', 'newer'], redo: [] });
		});

		test('[S24] a database that opens later gets the list of this visit, not a mixture', async () => {
			const { rig, visit, projectId } = await setup();
			const before = await visit();
			for (const index of [0, 1, 2]) await before.push(index, 'old');
			before.leave();
			rig.fail('denied');
			const { storage, slot, push, leave } = await visit();
			await push(0, 'new');
			slot.close();
			const again = await storage.gestures.open(projectId);
			expect(await stacks(again)).toEqual({ undo: ['new'], redo: [] });
			await again.write(pushed(1, 'newer'));
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			leave();
			expect(await stacks((await visit()).slot)).toEqual({ undo: ['new', 'newer'], redo: [] });
		});

		test('[S1] gestures of the moment a page is left are there on the next visit', async () => {
			const { rig, visit } = await setup();
			const { slot, page, push, crash } = await visit();
			await push(0, 'a');
			rig.fail('lost', ['write']);
			void slot.write(pushed(1, 'b'));
			page.hide();
			void slot.write({ truncate: { undo: 1 }, put: [{ stack: 'redo', index: 0, payload: 'undone b' }] });
			page.hide();
			await settle();
			crash();
			rig.fail(null);
			expect(await stacks((await visit()).slot)).toEqual({ undo: ['a'], redo: ['undone b'] });
		});

		test('[S1] what a tab left behind comes before what the next holder writes', async () => {
			const { rig, visit } = await setup();
			const first = await visit({ clock: new ManualClock() });
			const other = await rig.open(); // its connection is open all the time
			await first.push(0, 'a');
			rig.fail('full', ['write']); // which nobody answers by opening it again
			void first.slot.write(pushed(1, 'b'));
			first.page.hide();
			await settle();
			first.crash();
			rig.fail(null);
			const slot = await other.gestures.open(first.projectId);
			expect(await stacks(slot)).toEqual({ undo: ['a', 'b'], redo: [] });
			await slot.write({ truncate: { undo: 0 } });
			await rig.open(); // takes in what lies there
			expect(await stacks(slot)).toEqual({ undo: [], redo: [] });
		});
	});

	async function setup() {
		const rig = createRig();
		const projectId = mintProjectId();
		const visit = async (options: Parameters<StorageRig['open']>[0] = {}) => {
			const page = rig.page();
			const storage = await rig.open({ page, ...options });
			const slot = await storage.gestures.open(projectId);
			await slot.load();
			const leave = () => {
				slot.close();
				page.die();
			};
			// Without waiting for the batch.
			const write = async (change: GestureChange) => {
				const written = slot.write(change);
				await storage.flush();
				return written;
			};
			const push = (index: number, payload: JsonValue) => write(pushed(index, payload));
			return { storage, page, slot, projectId, write, push, leave, crash: () => page.die() };
		};
		return { rig, projectId, visit };
	}
}

const pushed = (index: number, payload: JsonValue): GestureChange => ({
	truncate: { redo: 0 },
	put: [{ stack: 'undo', index, payload }],
});

async function stacks(slot: GestureSlot) {
	const { undo, redo } = unwrap(await slot.load());
	return { undo: undo.map(({ payload }) => payload), redo: redo.map(({ payload }) => payload) };
}
