import { describe, expect, it } from 'vitest';
import { playBehaviours, playHeard, RIGHT } from '../../../../tests/helpers/behaviour-game.ts';
import { idOf, thing } from '../../../../tests/helpers/game.ts';

const bar = { ui: true, 'ui.kind': 'bar' };

describe('behaviours that show themselves in the interface', () => {
	it('[T60] ShowValue says a shared value, and says it anew only when it is another', async () => {
		const { advance, simulation } = await playBehaviours([
			thing('Rules', {}, { Score: {} }),
			thing('Points', { ui: true }, { ShowValue: { words: '★ ', ending: ' of 9' } }),
		]);
		const { game } = simulation.scripts;
		advance();
		expect(game.find('Points')!.get('ui', 'text')).toBe('★ 0 of 9');
		game.send('score', 4);
		expect(advance(60).filter(({ type }) => type === 'set')).toHaveLength(1);
		expect(game.find('Points')!.get('ui', 'text')).toBe('★ 4 of 9');
	});

	it('[T60] ShowValue fills a bar, up to what is full or the most there was', async () => {
		const { advance, simulation } = await playBehaviours([
			thing('Hero', {}, { Health: { health: 4, variable: 'health' } }),
			thing('Bar', bar, { ShowValue: { variable: 'health' } }),
			thing('Other', bar, { ShowValue: { variable: 'health', full: 8 } }),
		]);
		const { game } = simulation.scripts;
		advance();
		game.find('Hero')!.send('damage', 3);
		advance(3);
		const of = (name: string) => ['value', 'max'].map((field) => game.find(name)!.get('ui', field));
		expect([of('Bar'), of('Other')]).toEqual([
			[1, 4],
			[1, 8],
		]);
		game.vars['health'] = ['much'];
		expect(advance(2).filter(({ type }) => type === 'log')).toEqual([]);
		expect(of('Bar')).toEqual([1, 4]);
	});

	it('[T60] ShowValue says what it needs where that is missing', async () => {
		const { logged } = await playBehaviours([thing('Points', {}, { ShowValue: {} })]);
		expect(logged()).toEqual([expect.stringContaining('needs an Interface')]);
	});

	it('[T60] Timer and WinLose keep the seconds that are left', async () => {
		const { advance, simulation } = await playHeard([
			thing('Clock', {}, { Timer: { seconds: 2, variable: 'left', message: 'ring' } }),
			thing('Rules', {}, { WinLose: { seconds: 3, timeVariable: 'time' } }),
		]);
		const { vars } = simulation.scripts.game;
		const seen = new Set<string>();
		for (let tick = 0; tick < 125; tick++) {
			advance();
			seen.add(JSON.stringify([vars['left'], vars['time']]));
		}
		expect([...seen]).toEqual(['[2,3]', '[1,3]', '[1,2]', '[0,2]', '[0,1]'].filter((one) => seen.has(one)));
		expect([vars['left'], vars['time']]).toEqual([0, 1]);
		expect(seen.has('[2,3]') && seen.has('[1,2]')).toBe(true);
	});

	it('[T60] DialogueBubble speaks, and Score counts, in the interface', async () => {
		const { advance, simulation } = await playBehaviours([
			thing('Sage', {}, { DialogueBubble: { lines: 'One\nTwo', near: 3 } }),
			thing('Bubble', { ui: true }, {}, 0),
			thing('Player', { position: [-9, 0, 0] }, { TopDown: { speed: 6 } }),
			thing('Points', { ui: true }),
			thing('Rules', {}, { Score: { display: { entity: idOf('Points') } } }),
		]);
		const { game } = simulation.scripts;
		advance(5);
		expect(game.find('Bubble')!.visible).toBe(false);
		advance(80, RIGHT);
		expect([game.find('Bubble')!.visible, game.find('Bubble')!.get('ui', 'text')]).toEqual([true, 'One']);
		expect(game.find('Points')!.get('ui', 'text')).toBe('Points: 0');
	});
});
