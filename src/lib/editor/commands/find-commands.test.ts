import { describe, expect, it } from 'vitest';
import { findCommands } from './find-commands.ts';

const THINGS = [
	{ name: 'Duplicate the selection', about: 'Editing Ctrl+D' },
	{ name: 'Delete the selection', about: 'Editing Del' },
	{ name: 'Add Box', about: 'Add' },
	{ name: 'Add Café', about: 'Add' },
	{ name: 'Show or hide the grid', about: 'View G' },
];
const find = (query: string) => findCommands(THINGS, query).map(({ name }) => name);

describe('finding commands', () => {
	it('[E5] without a query everything is there, in its order', () => {
		expect(find('  ')).toEqual(THINGS.map(({ name }) => name));
	});

	it('[E5] words are found in any order, also by their beginnings', () => {
		expect(find('box add')).toEqual(['Add Box']);
		expect(find('sel del')).toEqual(['Delete the selection']);
		expect(find('grid')).toEqual(['Show or hide the grid']);
	});

	it('[E5] what begins with the query stands before what contains it', () => {
		expect(find('d')[0]).toBe('Duplicate the selection');
		expect(find('add')).toEqual(['Add Box', 'Add Café']);
	});

	it('[E5] letters with others between them do, accents and case do not matter', () => {
		expect(find('dpl')[0]).toBe('Duplicate the selection');
		expect(find('CAFE')).toEqual(['Add Café']);
	});

	it('[E5] the group and the keys are found too; nothing else is', () => {
		expect(find('editing')).toEqual(['Duplicate the selection', 'Delete the selection']);
		expect(find('xyzzy')).toEqual([]);
	});
});
