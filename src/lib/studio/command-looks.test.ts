import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS, COMMAND_IDS, factsOf } from '../editor/commands/command-table.ts';
import { COMMAND_LOOKS, fullNameOf, nameOfGroup } from './command-looks.ts';

describe('every command', () => {
	it('[E2] has a name, an icon and a group with a name', () => {
		for (const id of COMMAND_IDS) {
			expect(COMMAND_LOOKS[id].label(), id).toMatch(/\S/);
			expect(COMMAND_LOOKS[id].icon, id).toBeTypeOf('function');
			expect(COMMAND_GROUPS, id).toContain(factsOf(id).group);
		}
		for (const group of COMMAND_GROUPS) expect(nameOfGroup(group), group).toMatch(/\S/);
	});

	it('[E2] has a name that no other has where all stand together', () => {
		const names = COMMAND_IDS.map(fullNameOf);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('[E2] has an id that says of what and which verb or kind', () => {
		for (const id of COMMAND_IDS) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z0-9]+)*$/);
	});
});
