import { describe, expect, it, vi } from 'vitest';
import { memoryLocks } from '../../../tests/helpers/memory-locks.ts';
import { isJson, type JsonValue } from '../base/json.ts';
import { err, ok } from '../base/result.ts';
import { storageProblem } from '../storage/storage-failure.ts';
import { GameSaves, type ListedSlot } from './game-saves.ts';
import { SaveWriter } from './save-writer.ts';
import { AUTOMATIC, MOST_SLOTS, type SavedValues, type SaveSlot } from './saved-game.ts';

function setup(projectId = 'p') {
	const kept = new Map<string, JsonValue>();
	const answers = { reads: true };
	const lost = err(storageProblem('lost'));
	const settings = {
		read: async (key: string) => (answers.reads ? ok(structuredClone(kept.get(key))) : lost),
		set: async (key: string, value: JsonValue) => {
			kept.set(key, structuredClone(value));
			return true;
		},
		remove: async (key: string) => {
			kept.delete(key);
			return true;
		},
	};
	const clock = { now: () => 5000, after: () => () => {} };
	const locks = memoryLocks();
	const saves = (id = projectId) => new GameSaves({ settings, projectId: id, clock, locks });
	return { kept, answers, saves: saves(), of: saves };
}

async function added(adding: ReturnType<GameSaves['copy']>): Promise<SaveSlot> {
	const slot = await adding;
	if (typeof slot === 'string') throw new Error(slot);
	return slot;
}

async function listed(saves: GameSaves): Promise<readonly ListedSlot[]> {
	const list = await saves.list();
	if (typeof list === 'string') throw new Error(list);
	return list;
}

describe('what games keep', () => {
	it('[T85] is there when the game is played again, by itself and by project', async () => {
		const { saves, of } = setup();
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: {} });
		expect(await saves.keep(AUTOMATIC, { coins: 3 })).toBe(true);
		expect(await of('p').current()).toEqual({ slot: AUTOMATIC, values: { coins: 3 } });
		expect((await of('other').current()).values).toEqual({});
	});

	it('[T85] is read again however deep a script may save', async () => {
		const { saves } = setup();
		const tree = (depth: number): JsonValue => (depth === 0 ? 1 : [tree(depth - 1)]);
		const deepest = tree(33);
		expect([isJson(deepest), isJson(tree(34))]).toEqual([true, false]);
		await saves.keep(AUTOMATIC, { tree: deepest });
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: { tree: deepest } });
		const copy = await saves.import((await saves.export('auto'))!, '');
		expect(copy).toMatchObject({ name: '' });
	});

	it('[T86] is copied, chosen, listed with its size, and deleted', async () => {
		const { saves } = setup();
		await saves.keep(AUTOMATIC, { coins: 3 });
		const copy = await added(saves.copy('auto', 'Before the boss'));
		await saves.choose(copy.id);
		await saves.keep(copy, { coins: 4 });
		expect(await saves.list()).toEqual([
			{ ...AUTOMATIC, isCurrent: false, changedAt: 5000, bytes: 11 },
			{ ...copy, name: 'Before the boss', isCurrent: true, changedAt: 5000, bytes: 11 },
		]);
		expect((await saves.current()).values).toEqual({ coins: 4 });
		await saves.delete(copy.id);
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: { coins: 3 } });
		await saves.delete('auto');
		expect(await saves.list()).toEqual([{ ...AUTOMATIC, isCurrent: true, changedAt: null, bytes: 0 }]);
	});

	it('[T86] has twenty slots at most, and one is never too few', async () => {
		const { saves } = setup();
		for (let i = 1; i < MOST_SLOTS; i++) await added(saves.copy('auto', String(i)));
		expect(await saves.copy('auto', 'one more')).toBe('many');
	});

	it('[T87] is set aside where it cannot be read, and the game begins without', async () => {
		const { saves, kept } = setup();
		for (const [broken, problem] of [
			['nonsense', 'damaged'],
			[{ version: 1, changedAt: 1, values: [] }, 'damaged'],
			[{ version: 1, changedAt: 1, values: { big: 'x'.repeat(1_000_001) } }, 'damaged'],
			[{ version: 9, of: 'later' }, 'newer'],
		] as const) {
			kept.set('play.saves.p.auto', broken);
			expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: {}, problem });
			expect([...kept]).toContainEqual([expect.stringContaining('.auto.aside'), broken]);
		}
		kept.set('play.saves.p', { version: 1, current: 'x', slots: 'many' });
		expect(await saves.list()).toBe('list');
		expect((await listed(saves)).map(({ id }) => id)).toEqual(['auto']);
	});

	it('[T87] a list of a later version is written over by nothing, and a damaged one is set aside and told', async () => {
		const { saves, kept } = setup();
		await saves.keep(AUTOMATIC, { coins: 3 });
		const file = (await saves.export('auto'))!;
		const newer = { version: 2, current: 'auto', slots: [] };
		kept.set('play.saves.p', newer);
		const before = structuredClone([...kept]);
		expect(await saves.current()).toEqual({ slot: null, values: {}, problem: 'newer' });
		expect(await saves.list()).toBe('newer');
		expect(await saves.choose('auto')).toBe('newer');
		expect(await saves.copy('auto', 'x')).toBe('newer');
		expect(await saves.import(file, 'x')).toBe('newer');
		expect(await saves.delete('auto')).toBe('newer');
		expect([...kept]).toEqual(before);
		kept.set('play.saves.p', 'nonsense');
		const values = { coins: 3 };
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values, problem: 'list' });
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values });
		expect(kept.get('play.saves.p.aside')).toBe('nonsense');
	});

	it('[T87] what is set aside takes nothing else’s place, and is a slot again once it can be read', async () => {
		const { saves, kept } = setup();
		const newer = { version: 9, of: 'later' };
		for (const broken of [newer, newer, 'nonsense']) {
			kept.set('play.saves.p.auto', broken);
			await saves.current();
		}
		expect(kept.get('play.saves.p.auto.aside')).toEqual(newer);
		expect(kept.get('play.saves.p.auto.aside.2')).toBe('nonsense');
		await saves.keep(AUTOMATIC, { coins: 1 });
		// As what a later version of the app understands.
		kept.set('play.saves.p.auto.aside', { version: 1, changedAt: 7, values: { coins: 300 } });
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: { coins: 1 }, problem: 'back' });
		const [, back] = await listed(saves);
		expect(back).toMatchObject({ name: 'Automatic, had back', changedAt: 7, isCurrent: false });
		expect(await saves.current()).toEqual({ slot: AUTOMATIC, values: { coins: 1 } });
		await saves.delete('auto');
		expect([...kept.keys()].filter((key) => key.includes('aside'))).toEqual([]);
	});

	it('[T87] stays where it cannot be read for now: no game saves, and no list is made, over it', async () => {
		const { saves, kept, answers } = setup();
		await saves.keep(AUTOMATIC, { coins: 300 });
		const slot = await added(saves.copy('auto', 'Boss'));
		const file = (await saves.export('auto'))!;
		const before = structuredClone([...kept]);
		answers.reads = false;
		expect(await saves.current()).toEqual({ slot: null, values: {}, problem: 'unread' });
		expect(await saves.list()).toBe('unread');
		expect(await saves.choose(slot.id)).toBe('unread');
		expect(await saves.copy('auto', 'x')).toBe('unread');
		expect(await saves.import(file, 'x')).toBe('unread');
		expect(await saves.delete(slot.id)).toBe('unread');
		expect(await saves.export('auto')).toBeUndefined();
		expect([...kept]).toEqual(before);
	});

	it('[T117] one game at a time saves into a slot, in whatever tab, and nobody deletes it meanwhile', async () => {
		const { of } = setup();
		const [here, there] = [of('p'), of('p')];
		await here.keep(AUTOMATIC, { level: 6 });
		const first = await here.play();
		expect(first).toMatchObject({ slot: AUTOMATIC, values: { level: 6 } });
		const second = await there.play();
		expect(second).toMatchObject({ slot: null, values: { level: 6 }, problem: 'used' });
		expect(await there.delete('auto')).toBe('used');
		const copy = await added(there.copy('auto', 'Boss'));
		await there.choose(copy.id);
		expect(await there.play()).toMatchObject({ slot: copy });
		await there.choose('auto');
		await here.keep(AUTOMATIC, { level: 7 });
		second.release();
		first.release();
		expect(await there.play()).toMatchObject({ slot: AUTOMATIC, values: { level: 7 } });
	});

	it('[T117] what two tabs do to the list at once is both in it', async () => {
		const { of } = setup();
		await of('p').keep(AUTOMATIC, { coins: 3 });
		await Promise.all([of('p').copy('auto', 'one'), of('p').copy('auto', 'two')]);
		const names = (await listed(of('p'))).map(({ name }) => name);
		expect(new Set(names)).toEqual(new Set(['', 'one', 'two']));
	});

	it('[T88] goes into a file and comes back as a slot of its own, of this game alone', async () => {
		const { saves, of } = setup();
		expect(await saves.export('auto')).toBeUndefined();
		await saves.keep(AUTOMATIC, { coins: 3 });
		const file = (await saves.export('auto'))!;
		const slot = await saves.import(file, 'From a file');
		expect(slot).toMatchObject({ name: 'From a file' });
		expect((await listed(saves))[1]).toMatchObject({ bytes: 11, changedAt: 5000 });
		const changed = (by: object) => JSON.stringify({ ...(JSON.parse(file) as object), ...by });
		expect(await of('other').import(file, '')).toBe('other');
		expect(await saves.import(changed({ version: 2 }), '')).toBe('newer');
		expect(await saves.import(changed({ values: 7 }), '')).toBe('damaged');
		expect(await saves.import('{', '')).toBe('damaged');
		expect(await saves.list()).toHaveLength(2);
	});

	it('[T89] no more than a game may keep is written', async () => {
		const { saves, kept } = setup();
		expect(await saves.keep(AUTOMATIC, { big: 'x'.repeat(1_000_001) })).toBe(false);
		expect(kept.size).toBe(0);
	});
});

describe('writing while a game plays', () => {
	function write() {
		const writes: { values: SavedValues; answer: (kept: boolean) => void }[] = [];
		const keep = (_: unknown, values: SavedValues) =>
			new Promise<boolean>((answer) => writes.push({ values, answer }));
		const [onrefused, release] = [vi.fn(), vi.fn()];
		const first = {};
		const writer = new SaveWriter({ keep }, { slot: AUTOMATIC, values: first, release }, onrefused);
		return { writer, writes, onrefused, release, first };
	}

	it('[T85] the newest is written, one after the other, and nothing that is the same', async () => {
		const { writer, writes, first } = write();
		writer.take(first);
		expect(writes).toHaveLength(0);
		for (const coins of [1, 2, 3]) writer.take({ coins });
		expect(writes.map(({ values }) => values)).toEqual([{ coins: 1 }]);
		writes[0]!.answer(true);
		await vi.waitFor(() => expect(writes.map(({ values }) => values)).toEqual([{ coins: 1 }, { coins: 3 }]));
	});

	it('[T85] what waits is written at once when the game stands still or ends', () => {
		const { writer, writes } = write();
		writer.take({ coins: 1 });
		writer.take({ coins: 2 });
		writer.flush();
		expect(writes.map(({ values }) => values)).toEqual([{ coins: 1 }, { coins: 2 }]);
	});

	it('[T117] lets the slot go when all of it is written', async () => {
		const { writer, writes, release } = write();
		writer.take({ coins: 1 });
		writer.take({ coins: 2 });
		const ended = writer.end();
		expect(writes).toHaveLength(2);
		writes[0]!.answer(true);
		await Promise.resolve();
		expect(release).not.toHaveBeenCalled();
		writes[1]!.answer(true);
		await ended;
		expect(release).toHaveBeenCalledOnce();
	});

	it('[T89] that this device does not take it is told once', async () => {
		const { writer, writes, onrefused } = write();
		writer.take({ coins: 1 });
		writes[0]!.answer(false);
		await vi.waitFor(() => expect(onrefused).toHaveBeenCalledOnce());
		writer.take({ coins: 2 });
		writes[1]!.answer(false);
		writer.take({ coins: 3 });
		await vi.waitFor(() => expect(writes).toHaveLength(3));
		expect(onrefused).toHaveBeenCalledOnce();
	});
});
