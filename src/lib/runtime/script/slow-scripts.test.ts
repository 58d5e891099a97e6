import { expect, it } from 'vitest';
import { idOf, playGame, thing } from '../../../../tests/helpers/game.ts';
import { SLOW_MS, SlowScripts } from './slow-scripts.ts';

it('[T121] a script that takes too long in one tick is found, all its turns together, and no other', () => {
	let time = 0;
	const slow = new SlowScripts(() => time);
	const run = (module: string, ms: number) => {
		slow.mark(module);
		time += ms;
		slow.mark('');
		time += 1000;
	};
	run('door', SLOW_MS - 50);
	run('lamp', SLOW_MS);
	run('door', 60);
	expect(slow.take()).toEqual(['door']);
	expect(slow.take()).toEqual([]);
	for (let tick = 0; tick < 3; tick++) {
		run('door', SLOW_MS - 1);
		expect(slow.take()).toEqual([]);
	}
});

it('[T121] a script whose turn is not ended is found as well, and the wait for the next tick is nobody’s', () => {
	let time = 0;
	const slow = new SlowScripts(() => time);
	const tick = (ms: number, ...modules: string[]) => {
		slow.begin();
		for (const module of modules) {
			slow.mark(module);
			time += ms;
		}
		if (modules.length === 0) time += ms;
		const found = slow.take();
		time += 10_000;
		return found;
	};
	expect(tick(1, 'door', 'lamp')).toEqual([]);
	expect(tick(1, 'door', 'lamp')).toEqual([]);
	// The same script again, which is told only once.
	expect(tick(SLOW_MS + 1)).toEqual(['lamp']);
	expect(tick(1)).toEqual([]);
});

it('[T121] is told by its script, once a second', async () => {
	const script = `import { Script } from 'rastudios'; export default class Door extends Script {}`;
	const game = await playGame([thing('Gate', {}, { Door: {} })], { Door: script });
	const told = [];
	for (let tick = 0; tick < 90; tick++) {
		game.simulation.scripts.tellSlow(idOf('Door'));
		told.push(...game.advance(1));
	}
	expect(told.filter(({ type }) => type === 'log')).toEqual(
		Array(2).fill(
			expect.objectContaining({ level: 'warn', script: idOf('Door'), text: expect.stringMatching(/250 ms/) }),
		),
	);
});
