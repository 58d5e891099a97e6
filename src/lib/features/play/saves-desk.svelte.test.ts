import { describe, expect, it } from 'vitest';
import { memoryLocks } from '../../../../tests/helpers/memory-locks.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { err, ok } from '#lib/base/result.ts';
import { storageProblem } from '#lib/storage/storage-failure.ts';
import { GameSaves } from '#lib/studio/game-saves.ts';
import { AUTOMATIC } from '#lib/studio/saved-game.ts';
import { SavesDesk } from './saves-desk.svelte.ts';

async function setup() {
	const kept = new Map<string, JsonValue>();
	const answers = { reads: true, writes: true };
	const settings = {
		read: async (key: string) => (answers.reads ? ok(kept.get(key)) : err(storageProblem('lost'))),
		set: async (key: string, value: JsonValue) => kept.set(key, value).has(key) && answers.writes,
		remove: async (key: string) => (kept.delete(key), answers.writes),
	};
	const clock = { now: () => 5000, after: () => () => {} };
	const saves = new GameSaves({ settings, projectId: 'p', clock, locks: memoryLocks() });
	await saves.keep(AUTOMATIC, { coins: 3 });
	const desk = new SavesDesk(saves, clock);
	await desk.refresh();
	return { desk, saves, answers, kept };
}
const file = (text: string, name: string) => Object.assign(new Blob([text]), { name });

describe('the dialog of saves', () => {
	it('[T86] says when and how much, copies, chooses, and deletes what was asked for twice', async () => {
		const { desk } = await setup();
		expect(desk.slots.map((slot) => [desk.nameOf(slot), desk.wordsOf(slot)])).toEqual([
			['Automatic', 'just now · 11 bytes'],
		]);
		await desk.copy(desk.slots[0]!);
		const copy = desk.slots[1]!;
		expect(desk.nameOf(copy)).toBe('Automatic, a copy');
		await desk.choose(copy.id);
		expect(desk.slots.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
		await desk.delete(copy);
		expect([desk.slots.length, desk.asked]).toEqual([2, copy.id]);
		expect(desk.told).toMatch(/^Press again/);
		await desk.delete(copy);
		expect([desk.slots.length, desk.asked]).toEqual([1, '']);
	});

	it('[T87] says that what was saved cannot be read for now, and that nothing was changed', async () => {
		const { desk, answers } = await setup();
		const [slot] = desk.slots;
		answers.reads = false;
		await desk.copy(slot!);
		expect(desk.told).toMatch(/^What games saved cannot be read right now/);
		expect(desk.slots).toEqual([]);
		answers.reads = true;
		await desk.refresh();
		expect([desk.told, desk.slots.length]).toEqual(['', 1]);
	});

	it('[T87] says that the list was damaged and set aside', async () => {
		const { desk, kept } = await setup();
		kept.set('play.saves.p', 'nonsense');
		await desk.refresh();
		expect(desk.told).toMatch(/^The list of what the games of this project saved was damaged/);
		expect(desk.slots).toHaveLength(1);
	});

	it('[T89] says what this device did not take, also where it was copied, brought in or deleted', async () => {
		const { desk, saves, answers } = await setup();
		const text = (await saves.export('auto'))!;
		answers.writes = false;
		const told = /^What this game saves is not on this device yet/;
		await desk.copy(desk.slots[0]!);
		expect(desk.told).toMatch(told);
		await desk.import(file(text, 'x.json'));
		expect(desk.told).toMatch(told);
		await desk.choose(desk.slots[1]!.id);
		expect(desk.told).toMatch(told);
		await desk.delete(desk.slots[2]!);
		await desk.delete(desk.slots[2]!);
		expect(desk.told).toMatch(told);
		expect(desk.slots).toHaveLength(2);
	});

	it('[T88] brings a file in under its own name, and says why it does not', async () => {
		const { desk, saves } = await setup();
		await desk.import(file((await saves.export('auto'))!, 'Level 3.json'));
		expect(desk.told).toBe('“Level 3” was brought in.');
		await desk.import(file('{}', 'x.json'));
		expect(desk.told).toBe('It is no saved game, or it is damaged.');
		expect(desk.slots).toHaveLength(2);
	});
});
