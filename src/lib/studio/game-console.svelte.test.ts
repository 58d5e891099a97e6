import { describe, expect, it } from 'vitest';
import { GameConsole, MOST_ENTRIES } from './game-console.svelte.ts';
import type { GameMessage } from './game-run.ts';

const said = (text: string, more: Partial<GameMessage> = {}): GameMessage => ({
	level: 'info',
	text,
	entity: null,
	place: null,
	...more,
});
const wrong = (text: string, more: Partial<GameMessage> = {}) => said(text, { level: 'error', ...more });
const texts = (console: GameConsole) => console.entries.map(({ text, times }) => `${text} ${times}`);

describe('the console of a game', () => {
	it('[T70] keeps what was said in order, and counts what is said again', () => {
		const console = new GameConsole();
		for (const text of ['a', 'a', 'b', 'a']) console.add(said(text));
		expect(texts(console)).toEqual(['a 2', 'b 1', 'a 1']);
		expect(new Set(console.entries.map(({ number }) => number)).size).toBe(3);
	});

	it('[T70] counts an error that comes back as the same; from elsewhere it is another', () => {
		const console = new GameConsole();
		const place = { id: 'door', name: 'Door', line: 3 };
		console.add(wrong('broken', { place }));
		console.add(said('a'));
		console.add(wrong('broken', { place }));
		console.add(wrong('broken', { place: { ...place, line: 4 } }));
		console.add(wrong('broken', { place, entity: { id: 'e', name: 'Gate' } }));
		console.add(said('broken', { level: 'warn', place }));
		expect(texts(console)).toEqual(['broken 2', 'a 1', 'broken 1', 'broken 1', 'broken 1']);
		expect(console.errors).toHaveLength(3);
		expect(console.warnings).toBe(1);
	});

	it('[T132] knows what went wrong with each entity, until the next game', () => {
		const console = new GameConsole();
		const entity = { id: 'e', name: 'Gate' };
		console.add(wrong('broken', { entity }));
		console.add(wrong('broken', { entity }));
		console.add(said('a', { entity }));
		console.add(wrong('of nobody'));
		expect(console.errorsOf('e').map(({ text }) => text)).toEqual(['broken']);
		expect(console.errorsOf('other')).toEqual([]);
		console.clear();
		expect(console.errorsOf('e')).toEqual([]);
	});

	it('[T70] forgets the oldest messages first, and errors last', () => {
		const console = new GameConsole();
		console.add(wrong('broken'));
		for (let n = 0; n < MOST_ENTRIES + 5; n++) console.add(said(String(n)));
		expect(console.entries).toHaveLength(MOST_ENTRIES);
		expect(console.entries.slice(0, 2).map(({ text }) => text)).toEqual(['broken', '6']);
		for (let n = 0; n < MOST_ENTRIES; n++) console.add(wrong(`broken ${n}`));
		expect(console.entries).toHaveLength(MOST_ENTRIES);
		expect(console.entries[0]?.text).toBe('broken 0');
	});

	it('[T71] tells an error once, as long as it only repeats', () => {
		const console = new GameConsole();
		console.add(wrong('first'));
		console.add(wrong('second'));
		console.add(wrong('first'));
		console.add(said('hello'));
		expect(console.news).toBe('second');
		console.clear();
		expect([console.news, console.entries.length, console.errors.length]).toEqual(['', 0, 0]);
		console.add(wrong('first'));
		expect(console.news).toBe('first');
	});

	it('[T73] says why the game ended', () => {
		const console = new GameConsole();
		console.end('stuck', { id: 'door', name: 'Door', line: 0 });
		expect(console.errors).toMatchObject([{ text: 'stuck', ends: true, place: { id: 'door' }, times: 1 }]);
	});
});
