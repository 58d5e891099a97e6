import type { Chord } from './chord.ts';
import { COMMAND_IDS, factsOf, isCommandId, type CommandId } from './command-table.ts';

type Bindings = Readonly<Partial<Record<CommandId, readonly Chord[]>>>;

/**
 * What each profile has otherwise than the table: the keys that the fingers of those who come from there know. The first
 * is the table itself, which goes by the three.js editor.
 */
const PROFILES = {
	three: {},
	blender: {
		'tool.select': ['w'],
		'tool.move': ['g'],
		'tool.rotate': ['r'],
		'tool.scale': ['s'],
		'snap.toggle': ['shift+s'],
		'grid.toggle': ['shift+g'],
		'space.next': [','],
		'pivot.next': [],
		'entity.duplicate': ['shift+d'],
		'entity.delete': ['x', 'Delete', 'Backspace'],
		'selection.all': ['a', 'mod+a'],
		'selection.clear': ['alt+a', 'Escape'],
		'history.redo': ['mod+shift+z'],
		'view.focus': ['.', 'f'],
		'view.frame-all': ['Home'],
		'view.back': ['mod+1'],
		'view.left': ['mod+3'],
		'view.bottom': ['mod+7'],
		'palette.open': ['F3', 'mod+k'],
	},
	unity: {
		'selection.clear': ['shift+d', 'Escape'],
		'history.redo': ['mod+y', 'mod+shift+z'],
		'view.pan': ['q'],
		'tool.select': [],
		'snap.toggle': ['\\'],
		'view.frame-all': ['a'],
	},
} as const satisfies Readonly<Record<string, Bindings>>;

export type ProfileId = keyof typeof PROFILES;
export const PROFILE_IDS = Object.keys(PROFILES) as readonly ProfileId[];

/** Which keys a person works with: a profile, and what they changed of it. */
export type Keymap = {
	readonly profile: ProfileId;
	/** By profile, so that trying another one loses nothing. An empty list: no key at all. */
	readonly changes: Readonly<Partial<Record<ProfileId, Bindings>>>;
};

export const DEFAULT_KEYMAP: Keymap = { profile: 'three', changes: {} };

/** The keys of a command. */
export function chordsOf(keymap: Keymap, id: CommandId): readonly Chord[] {
	return keymap.changes[keymap.profile]?.[id] ?? defaultChordsOf(keymap.profile, id);
}

/** The keys a profile gives a command. */
export function defaultChordsOf(profile: ProfileId, id: CommandId): readonly Chord[] {
	const differing: Bindings = PROFILES[profile];
	return differing[id] ?? factsOf(id).keys ?? [];
}

/** The command behind a chord, or undefined. */
export function commandOf(keymap: Keymap, chord: Chord): CommandId | undefined {
	return COMMAND_IDS.find((id) => chordsOf(keymap, id).includes(chord));
}

/** Gives a command other keys; the profile's own are no change. */
export function bind(keymap: Keymap, id: CommandId, chords: readonly Chord[]): Keymap {
	const { profile } = keymap;
	const { [id]: _, ...others } = keymap.changes[profile] ?? {};
	const isDefault = chords.join(' ') === defaultChordsOf(profile, id).join(' ');
	return withChanges(keymap, isDefault ? others : { ...others, [id]: chords });
}

/** Gives a command a key instead of those it has, and takes it from whatever else has it. */
export function bindOnly(keymap: Keymap, id: CommandId, chord: Chord): Keymap {
	const by = commandOf(keymap, chord);
	const freed =
		by === undefined || by === id
			? keymap
			: bind(
					keymap,
					by,
					chordsOf(keymap, by).filter((other) => other !== chord),
				);
	return bind(freed, id, [chord]);
}

/** As the profile has it: one command, or all. What took a key of theirs since gives it back. */
export function reset(keymap: Keymap, id?: CommandId): Keymap {
	if (id === undefined) return withChanges(keymap, {});
	const own = defaultChordsOf(keymap.profile, id);
	const freed = COMMAND_IDS.filter((other) => other !== id).reduce((map, other) => {
		const chords = chordsOf(map, other);
		const left = chords.filter((chord) => !own.includes(chord));
		return left.length === chords.length ? map : bind(map, other, left);
	}, keymap);
	return bind(freed, id, own);
}

/** Whether the person changed the keys of a command, or (without one) of any. */
export function isChanged(keymap: Keymap, id?: CommandId): boolean {
	const changes = keymap.changes[keymap.profile] ?? {};
	return id === undefined ? Object.keys(changes).length > 0 : Object.hasOwn(changes, id);
}

const withChanges = (keymap: Keymap, changes: Bindings): Keymap => ({
	...keymap,
	changes: { ...keymap.changes, [keymap.profile]: changes },
});

/** Why a chord cannot be a command's. `taken`: another command has it, and would lose it. */
export type Unusable =
	| { readonly kind: 'taken'; readonly by: CommandId }
	/** Lists, fields and the viewport need it to be used by key at all. */
	| { readonly kind: 'needed' }
	/** A page never hears of it. */
	| { readonly kind: 'browser' };

const NEEDED =
	/^(?:alt\+)?(?:shift\+)?(?:Arrow(?:Left|Right|Up|Down)|PageUp|PageDown|Tab|Enter|Space|Escape|ContextMenu)$/;
const BROWSER = /^mod\+(?:shift\+)?(?:[wntq]|Tab)$|^(?:F5|F11|F12|mod\+r|mod\+l)$/;

/** Why a chord cannot become the key of a command; undefined when it can. */
export function whyUnusable(keymap: Keymap, id: CommandId, chord: Chord): Unusable | undefined {
	if (BROWSER.test(chord)) return { kind: 'browser' };
	if (NEEDED.test(chord)) return { kind: 'needed' };
	const by = commandOf(keymap, chord);
	return by === undefined || by === id ? undefined : { kind: 'taken', by };
}

const MAX_CHORDS = 4;
const MAX_CHORD_LENGTH = 40;

/** A keymap as it was stored; what is not one, or no longer, is left out. */
export function readKeymap(stored: unknown): Keymap {
	if (!isRecord(stored)) return DEFAULT_KEYMAP;
	const profile = PROFILE_IDS.find((id) => id === stored['profile']) ?? DEFAULT_KEYMAP.profile;
	const all = isRecord(stored['changes']) ? stored['changes'] : {};
	const changes = PROFILE_IDS.flatMap((id) => (isRecord(all[id]) ? [[id, readBindings(all[id])]] : []));
	return { profile, changes: Object.fromEntries(changes) as Keymap['changes'] };
}

function readBindings(stored: Readonly<Record<string, unknown>>): Bindings {
	const known = Object.entries(stored).filter(
		([id, chords]) => isCommandId(id) && Array.isArray(chords) && chords.every(isChord),
	);
	return Object.fromEntries(known.map(([id, chords]) => [id, (chords as Chord[]).slice(0, MAX_CHORDS)]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isChord = (value: unknown): value is Chord =>
	typeof value === 'string' && value.length > 0 && value.length <= MAX_CHORD_LENGTH;
