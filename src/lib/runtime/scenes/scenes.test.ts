import { describe, expect, it, vi } from 'vitest';
import { playGame, playStory, thing } from '../../../../tests/helpers/game.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { readCommands } from '../worker/read-commands.ts';
import { firstBeginning, GameStory } from './scene-beginning.ts';

const script = (name: string, body: string) => `import { Script } from 'rastudios';
export default class ${name} extends Script {
	${body}
}`;
const DOOR = script(
	'Door',
	`static fields = { to: '' };
	start() { this.game.vars.visits = (this.game.vars.visits ?? 0) + 1; this.log(this.game.scenes.current, 'starts', this.game.vars.visits, this.game.tick); }
	update() { if (this.game.input.pressed('use')) this.game.scenes.load(this.to); }`,
);
const USE = { values: { use: 1 } };
const setup = (more = {}) =>
	playStory(
		{
			Hall: [thing('Door', {}, { Door: { to: 'Cave' } })],
			Cave: [thing('Door', {}, { Door: { to: 'Hall' } })],
		},
		{ Door: DOOR },
		more,
	);

describe('a game of several scenes', () => {
	it('[T110] goes to another scene with what scripts share; all else begins anew', async () => {
		const game = await setup();
		expect(await game.advance(20)).toEqual(['Hall starts 1 0']);
		// The tick that opens the door is the last of its scene.
		expect(await game.advance(1, USE)).toEqual([]);
		expect(game.now().scene).toBe('Cave');
		expect(await game.advance(1)).toEqual(['Cave starts 2 0']);
		expect(game.now().simulation.tick).toBe(1);
	});

	it('[T110] what is held as a scene is left is not pressed anew in the next', async () => {
		const game = await setup();
		await game.advance(20);
		await game.advance(60, USE);
		expect(game.now().scene).toBe('Cave');
		await game.advance(1);
		await game.advance(2, USE);
		expect(game.now().scene).toBe('Hall');
	});

	it('[T111] begins a scene anew, with what scripts share, another chance, and what was saved', async () => {
		const restart = script(
			'Again',
			`start() { const lives = this.game.save.get('lives') ?? 3; this.log(lives, this.game.vars.tries ?? 0, this.game.random.next()); this.game.save.set('lives', lives - 1); this.game.vars.tries = (this.game.vars.tries ?? 0) + 1; }
	update() { if (this.game.tick === 30) this.game.scenes.restart(); }`,
		);
		const play = async () =>
			(await playStory({ Hall: [thing('A', {}, { Again: {} })] }, { Again: restart })).advance(90);
		const told = (await play()).map((line) => line.split(' '));
		expect(told.map(([lives, tries]) => [lives, tries])).toEqual([
			['3', '0'],
			['2', '1'],
			['1', '2'],
		]);
		expect(new Set(told.map(([, , chance]) => chance)).size).toBe(3);
		expect((await play()).map((line) => line.split(' '))).toEqual(told);
	});

	it('[T112] a scene that is not there is told at its line, and the game goes on', async () => {
		const text = script('Bad', `start() { this.game.scenes.load('Nowhere'); } update() { this.log('on'); }`);
		const other = script('Good', `update() { this.log('on'); }`);
		const scenes = { Hall: [thing('A', {}, { Bad: {}, Good: {} })], Cave: [] };
		const game = await playStory(scenes, { Bad: text, Good: other });
		const [told, ...rest] = await game.advance(3);
		expect(told).toBe('RangeError: There is no scene “Nowhere” in this project, but Hall, Cave.');
		expect(rest).toEqual(['on', 'on', 'on']);
	});

	it('[T112] a scene that cannot be had any more leaves the game where it is', async () => {
		const text = script('Go', `update() { if (this.game.tick === 20) this.game.scenes.load('Gone'); }`);
		const game = await playStory({ Hall: [thing('A', {}, { Go: {} })], Gone: null }, { Go: text });
		await game.advance(40);
		expect(game.now()).toMatchObject({ scene: 'Hall', simulation: { tick: 40 } });
	});

	it('[T113] scenes that load one another at once leave each a quarter of a second', async () => {
		const text = script('Go', `start() { this.log('starts'); this.game.scenes.restart(); }`);
		const game = await playStory({ Hall: [thing('A', {}, { Go: {} })] }, { Go: text });
		expect(await game.advance(60)).toHaveLength(4);
	});

	it('[T110] plays the same, however many ticks are asked for at once', async () => {
		const play = async (steps: readonly number[]) => {
			const game = await setup();
			const logged = await game.advance(20);
			for (const step of steps) logged.push(...(await game.advance(step, USE)));
			return [logged, game.now().simulation.hash(), game.now().simulation.tick];
		};
		expect(await play([1, 1, 1, 1, 1, 1])).toEqual(await play([4, 2]));
	});

	it('[T110] what scripts share goes along however deep it may be, out of a sandbox as well', async () => {
		const text = script(
			'Deep',
			`start() { let v = 1; for (let i = 0; i < 33; i++) v = [v]; this.game.vars.deep = v; this.game.scenes.restart(); }`,
		);
		const game = await playGame(
			[thing('A', {}, { Deep: {} })],
			{ Deep: text },
			{ scene: 'A', scenes: ['A'] },
		);
		const left = game.advance(20).filter(({ type }) => type === 'load-scene');
		expect(left).toMatchObject([{ vars: { deep: expect.anything() } }]);
		expect(readCommands(left)).toEqual(left);
	});

	it('[T85] what would be kept as another number is told at its line, and not kept', async () => {
		const text = script(
			'Save',
			`start() { this.game.save.set('best', 3); this.game.save.set('best', { of: [1 / 0] }); }`,
		);
		const game = await playStory({ Hall: [thing('A', {}, { Save: {} })] }, { Save: text });
		expect(await game.advance(1)).toEqual([expect.stringContaining('“of[0]” is Infinity')]);
		expect(game.now().saves).toEqual({ best: 3 });
	});

	it('[T89] what a game saves is told once for each name, however often and under however many it does', async () => {
		const text = script(
			'Save',
			`update() {
		for (let i = 0; i < 60_000; i++) this.game.save.set('n' + (i % 3), i);
		for (let i = 0; i < 60_000; i++) { this.game.save.set('gone' + i, i); this.game.save.set('gone' + i, null); }
	}`,
		);
		const game = await playGame([thing('A', {}, { Save: {} })], { Save: text }, { saves: { n0: 1, old: 1 } });
		expect(game.advance(2)).toEqual([
			{ type: 'save', name: 'n0', value: 59_997 },
			{ type: 'save', name: 'n1', value: 59_998 },
			{ type: 'save', name: 'n2', value: 59_999 },
		]);
		expect(game.advance(0)).toEqual([]);
	});

	it('[T89] keeps what a sandbox says of saves copied once, and no more than a game may save', () => {
		const story = new GameStory(firstBeginning('Hall', 1, { old: 1 }));
		const save = (name: string, value: JsonValue) => ({ type: 'save', name, value }) as const;
		const copied = vi.spyOn(Object, 'fromEntries');
		story.take(Array.from({ length: 1000 }, (_, i) => save(`n${i}`, i)));
		expect(copied).toHaveBeenCalledOnce();
		copied.mockRestore();
		expect(Object.keys(story.now.saves)).toHaveLength(256);
		story.take([save('old', 'x'.repeat(64_001)), save('n0', null), save('n500', 5)]);
		expect(story.now.saves).toMatchObject({ old: 1, n500: 5 });
		story.take(Object.keys(story.now.saves).map((name) => save(name, 'x'.repeat(60_000))));
		expect(JSON.stringify(story.now.saves).length).toBeLessThanOrEqual(1_000_000);
		const { saves } = story.now;
		story.take([{ type: 'speed', speed: 1 }]);
		expect(story.now.saves).toBe(saves);
	});

	it('[T89] what a game saves beyond a megabyte is told at its line, and not kept', async () => {
		const text = script(
			'Save',
			`start() { for (let i = 0; i < 20; i++) this.game.save.set('part' + i, 'x'.repeat(60_000)); }
	update() { if (this.game.tick === 1) { this.game.save.set('part0', null); this.game.save.set('more', 'x'.repeat(60_000)); this.log('more'); } }`,
		);
		const game = await playStory(
			{ Hall: [thing('A', {}, { Save: {} }), thing('B', {}, { Save: {} })] },
			{ Save: text },
		);
		const told = await game.advance(2);
		expect(told[0]).toBe('RangeError: A game saves 1 MB at most; “part16” is not saved.');
		expect(JSON.stringify(game.now().saves).length).toBeLessThanOrEqual(1_000_000);
	});
});
