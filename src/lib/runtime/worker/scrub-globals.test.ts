import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { makeDeterministic, takeConsole } from './scrub-globals.ts';

const EPOCH = Date.UTC(2000, 0, 1);

/** What a text answers in a world of its own, whose clock is the game's. */
function answer(code: string): unknown {
	const scope = runInNewContext('globalThis') as Parameters<typeof makeDeterministic>[0];
	makeDeterministic(
		scope,
		() => 0.25,
		() => EPOCH,
	);
	const { text } = { text: `JSON.stringify([${code}])` };
	const run = (scope as unknown as { eval: (text: string) => string }).eval;
	return (JSON.parse(run(text)) as unknown[])[0];
}

describe('the console of a world', () => {
	it('[T70] is that of the game, whatever is asked of it', () => {
		const said: unknown[] = [];
		const scope: { console: unknown } = { console };
		takeConsole(scope, (values) => said.push(...values));
		const { log, error, table, time, group } = scope.console as Console;
		log('a', 1);
		error('b');
		table(['c']);
		time('d');
		group('e');
		expect(said).toEqual(['a', 1, 'b', ['c']]);
	});
});

describe('the clock of a game', () => {
	it.each([
		['asked', 'Date.now()'],
		['made', 'new Date().getTime()'],
		['asked by its heir', 'Object.getPrototypeOf(Date).now ? 0 : Date.now()'],
		['made by what dates are of', 'new (Object.getPrototypeOf(new Date(5)).constructor)().getTime()'],
		['asked by what dates are of', 'Date.prototype.constructor.now()'],
		['made by an heir', 'new (class Later extends Date {})().getTime()'],
		['made by reflection', 'Reflect.construct(Date, [], Object).constructor === Object ? Date.now() : 0'],
		['read as a word', 'Date.parse(Date())'],
		[
			'written for people',
			`Date.parse(new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format() + ' UTC')`,
		],
		[
			'written in parts',
			`Date.UTC(new Intl.DateTimeFormat('en', { timeZone: 'UTC', year: 'numeric' }).formatToParts()[0].value, 0)`,
		],
		['read where it is not its own', 'performance.now()'],
	])('[T18] says the time of its ticks when it is %s', (_, code) => {
		expect(answer(code)).toBe(EPOCH);
	});

	it.each([
		['new Date(0).toISOString()', '1970-01-01T00:00:00.000Z'],
		['new Date(2020, 5).getFullYear()', 2020],
		['new Date() instanceof Date && new (class A extends Date {})(7).getTime()', 7],
		['Date.UTC(1970, 0)', 0],
		[`new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(0)`, '1/1/1970'],
		['Math.random()', 0.25],
	])('[T18] is a clock otherwise: %s', (code, told) => {
		expect(answer(code)).toBe(told);
	});
});
