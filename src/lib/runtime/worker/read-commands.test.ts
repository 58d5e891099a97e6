import { describe, expect, it } from 'vitest';
import { readCommands } from './read-commands.ts';

const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const entity = (values: object = {}) => ({ id: 'a', name: '', parent: -1, values });
const spawn = (count: number) => ({ type: 'spawn', index: 0, entities: many(count, () => entity()) });

describe('what comes out of a sandbox', () => {
	it('[T6] is no game where it is without end: of commands, of entities altogether, of values', () => {
		const speed = { type: 'speed', speed: 1 };
		expect(readCommands(many(30_000, () => speed))).toHaveLength(30_000);
		expect(readCommands(many(35_001, () => speed))).toBeUndefined();
		expect(readCommands([spawn(10_000), spawn(10_000)])).toHaveLength(2);
		expect(readCommands([spawn(10_000), spawn(10_000), spawn(1)])).toBeUndefined();
		const of = (count: number) => Object.fromEntries(many(count, (i) => [`k${i}`, 1]));
		const rich = (count: number) => [{ type: 'spawn', index: 0, entities: [entity(of(count))] }];
		expect(readCommands(rich(2000))).toHaveLength(1);
		expect(readCommands(rich(2001))).toBeUndefined();
	});

	it('[T6] is counted before it is looked at', () => {
		const unread = many(20_001, () => ({
			get id(): string {
				throw new Error('looked at');
			},
		}));
		expect(readCommands([{ type: 'spawn', index: 0, entities: unread }])).toBeUndefined();
	});
});
