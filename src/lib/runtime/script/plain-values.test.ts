import { describe, expect, it } from 'vitest';
import { playGame, thing } from '../../../../tests/helpers/game.ts';
import { plain, plainRecord } from './plain-values.ts';

const script = (name: string, body: string) =>
	`import { Script } from 'rastudios';\nexport default class ${name} extends Script {\n${body}\n}\n`;

const cycle: unknown[] = [];
cycle.push({ back: cycle });
let deep: unknown = 1;
for (let i = 0; i < 40; i++) deep = [deep];

const REFUSED: [string, unknown, string][] = [
	['NaN', NaN, 'it is NaN'],
	['an endless number', { best: [1, -Infinity] }, '“best[1]” is -Infinity'],
	['a function', { a: { run: () => 1 } }, '“a.run” is a function'],
	['what holds itself', cycle, '“[0].back” holds itself'],
	['what nests without end', deep, 'lies too deep'],
	['a class of its own', { at: new Map() }, '“at” is of a class'],
	['nothing inside', [undefined], '“[0]” is undefined'],
	['a big integer', 1n, 'it is 1'],
	['a symbol', Symbol('a'), 'it is Symbol(a)'],
];

describe('[T125] what scripts share, send and save', () => {
	it.each(REFUSED)('is refused with its place: %s', (_, value, why) => {
		expect(() => plain(value, 'It')).toThrow(why);
	});

	it('is a copy that nobody changes, of the same thing twice as well', () => {
		const one = { n: -0, ['__proto__']: { spoilt: 1 } };
		const given = { list: [one, one], text: 'a', none: null };
		const copy = plain(given, 'It') as typeof given;
		given.list.push(one);
		expect(copy).toEqual({ list: [one, one], text: 'a', none: null });
		expect(() => copy.list.push(one)).toThrow(TypeError);
		expect(Object.hasOwn(copy.list[0]!, '__proto__')).toBe(true);
		expect(plain(undefined, 'It')).toBeNull();
	});

	it('has any name, in whatever way it is set, and stays as it was when another is refused', () => {
		const vars = plainRecord({ score: 1 }, (name) => `game.vars.${name}`) as Record<string, unknown>;
		expect(() => (vars['score'] = NaN)).toThrow('game.vars.score');
		expect(() => Object.assign(vars, { score: () => 1 })).toThrow(TypeError);
		expect(() => Object.defineProperty(vars, 'score', { get: () => NaN })).toThrow(TypeError);
		expect(vars).toEqual({ score: 1 });
		expect(vars['constructor']).toBeUndefined();
		vars['__proto__'] = { spoilt: 1 };
		expect(vars['spoilt']).toBeUndefined();
		vars['score'] = undefined;
		expect(Object.keys(vars)).toEqual(['__proto__']);
		expect(delete vars['__proto__']).toBe(true);
		expect({ ...vars }).toEqual({});
	});

	it('is refused at its line, the same wherever it is handed over, and the game goes on', async () => {
		const set = {
			vars: 'this.game.vars.best = value',
			message: "this.game.send('best', value)",
			save: "this.game.save.set('best', value)",
		};
		const A = script(
			'A',
			`update() {\n\tconst value: any = { best: [1, 0 / 0] };\n${Object.entries(set)
				.map(([name, code]) => `\ttry { ${code}; } catch (cause) { this.log('${name}', cause); }`)
				.join('\n')}\n\tthis.game.vars.after = 1;\n\tthis.game.vars.best = value;\n}`,
		);
		const game = await playGame([thing('A', {}, { A: {} })], { A });
		const told = game.logged(1);
		for (const name of Object.keys(set))
			expect(
				told.find((text) => text.startsWith(name)),
				name,
			).toContain('“best[1]” is NaN');
		expect(told.at(-1)).toContain('game.vars.best must be plain values');
		expect(game.logged(1), 'once a second').toHaveLength(3);
	});
});
