import { describe, expect, it } from 'vitest';
import { COMMAND_IDS } from './command-table.ts';
import {
	bind,
	bindOnly,
	chordsOf,
	commandOf,
	DEFAULT_KEYMAP,
	defaultChordsOf,
	isChanged,
	PROFILE_IDS,
	readKeymap,
	reset,
	whyUnusable,
	type Keymap,
} from './keymap.ts';

const blender: Keymap = { profile: 'blender', changes: {} };

describe('keymaps', () => {
	it.each(PROFILE_IDS)('[E3] in profile %s no key means two commands', (profile) => {
		const chords = COMMAND_IDS.flatMap((id) => defaultChordsOf(profile, id));
		expect(chords.filter((chord, index) => chords.indexOf(chord) !== index)).toEqual([]);
	});

	it.each(PROFILE_IDS)('[E3] in profile %s a page can hear every key but Escape’s', (profile) => {
		const chords = COMMAND_IDS.flatMap((id) => defaultChordsOf(profile, id).map((chord) => ({ id, chord })));
		const unusable = chords.filter(({ id, chord }) => whyUnusable({ profile, changes: {} }, id, chord));
		expect(unusable).toEqual([{ id: 'selection.clear', chord: 'Escape' }]);
	});

	it('[E3] the profiles have the keys that people bring with them', () => {
		expect(commandOf(DEFAULT_KEYMAP, 'w')).toBe('tool.move');
		expect(commandOf(blender, 'g')).toBe('tool.move');
		expect(commandOf(blender, 's')).toBe('tool.scale');
		expect(commandOf(blender, 'shift+d')).toBe('entity.duplicate');
		expect(commandOf({ profile: 'unity', changes: {} }, 'w')).toBe('tool.move');
		for (const profile of PROFILE_IDS) {
			expect(commandOf({ profile, changes: {} }, 'mod+z')).toBe('history.undo');
			expect(commandOf({ profile, changes: {} }, 'mod+k')).toBe('palette.open');
		}
	});

	it('[E4] a key that is given to a command is taken from the one that had it', () => {
		const map = bindOnly(DEFAULT_KEYMAP, 'entity.delete', 'mod+d');
		expect(chordsOf(map, 'entity.delete')).toEqual(['mod+d']);
		expect(chordsOf(map, 'entity.duplicate')).toEqual([]);
		expect(commandOf(map, 'mod+d')).toBe('entity.delete');
		expect(commandOf(map, 'Delete')).toBeUndefined();
	});

	it('[E4] says why a key cannot be used', () => {
		expect(whyUnusable(DEFAULT_KEYMAP, 'tool.move', 'mod+d')).toEqual({
			kind: 'taken',
			by: 'entity.duplicate',
		});
		expect(whyUnusable(DEFAULT_KEYMAP, 'tool.move', 'w')).toBeUndefined();
		expect(whyUnusable(DEFAULT_KEYMAP, 'tool.move', 'mod+w')).toEqual({ kind: 'browser' });
		expect(whyUnusable(DEFAULT_KEYMAP, 'tool.move', 'shift+ArrowUp')).toEqual({ kind: 'needed' });
		expect(whyUnusable(DEFAULT_KEYMAP, 'tool.move', 'mod+j')).toBeUndefined();
	});

	it('[E4] goes back to the profile, one command or all of them, and never has a key twice', () => {
		const map = bind(bindOnly(DEFAULT_KEYMAP, 'entity.delete', 'mod+d'), 'tool.move', ['m']);
		const one = reset(map, 'entity.duplicate');
		expect(commandOf(one, 'mod+d')).toBe('entity.duplicate');
		expect(chordsOf(one, 'entity.delete')).toEqual([]);
		expect(isChanged(one, 'entity.duplicate')).toBe(false);
		expect(isChanged(one, 'tool.move')).toBe(true);
		expect(isChanged(reset(one))).toBe(false);
		expect(isChanged(bind(DEFAULT_KEYMAP, 'tool.move', ['w']))).toBe(false);
	});

	it('[E4] another profile keeps what was changed in this one', () => {
		const changed = bind(blender, 'tool.move', ['m']);
		const other = { ...changed, profile: 'three' } as const;
		expect(chordsOf(other, 'tool.move')).toEqual(['w']);
		expect(chordsOf({ ...other, profile: 'blender' }, 'tool.move')).toEqual(['m']);
	});

	it('[E4] reads what was stored, and leaves out what is nothing', () => {
		const kept = bind(blender, 'tool.move', ['m']);
		expect(readKeymap(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
		for (const damaged of [undefined, null, 7, [], { profile: 'maya' }, { changes: { three: 4 } }]) {
			expect(readKeymap(damaged)).toMatchObject({ profile: 'three' });
		}
		const changes = { three: { 'tool.move': ['m'], 'tool.gone': ['x'], 'tool.scale': 'n', toString: ['t'] } };
		expect(readKeymap({ profile: 'three', changes })).toEqual({
			profile: 'three',
			changes: { three: { 'tool.move': ['m'] } },
		});
	});
});
