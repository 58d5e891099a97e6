/** What a person can ask for by key; the one table of shortcuts is below. */
export const COMMAND_IDS = [
	'tool-select',
	'tool-move',
	'tool-rotate',
	'tool-scale',
	'toggle-snap',
	'toggle-grid',
	'focus',
	'rename',
	'duplicate',
	'delete',
	'select-all',
	'deselect',
	'undo',
	'redo',
	'search',
	'import',
	'save-to-file',
	'shortcuts',
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];

type Chord = {
	/** As `KeyboardEvent.key`, letters in lower case. */
	readonly key: string;
	/** Ctrl, or ⌘ on Apple's. */
	readonly mod?: true;
	readonly shift?: true;
};

/** The keys of each command; tooltips and menus show the first. */
export const SHORTCUTS: Readonly<Record<CommandId, readonly Chord[]>> = {
	'tool-select': [{ key: 'q' }],
	'tool-move': [{ key: 'w' }],
	'tool-rotate': [{ key: 'e' }],
	'tool-scale': [{ key: 'r' }],
	'toggle-snap': [{ key: 's' }],
	'toggle-grid': [{ key: 'g' }],
	focus: [{ key: 'f' }],
	rename: [{ key: 'F2' }],
	duplicate: [{ key: 'd', mod: true }],
	delete: [{ key: 'Delete' }, { key: 'Backspace' }],
	'select-all': [{ key: 'a', mod: true }],
	deselect: [{ key: 'Escape' }],
	undo: [{ key: 'z', mod: true }],
	redo: [
		{ key: 'z', mod: true, shift: true },
		{ key: 'y', mod: true },
	],
	search: [{ key: 'f', mod: true }],
	import: [{ key: 'i', mod: true }],
	'save-to-file': [{ key: 's', mod: true }],
	shortcuts: [{ key: '?' }],
};

export type PressedKey = {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
};

/** The command behind a pressed key, or undefined. */
export function commandOfKey(pressed: PressedKey): CommandId | undefined {
	if (pressed.altKey) return undefined;
	return COMMAND_IDS.find((id) => SHORTCUTS[id].some((chord) => isPressed(chord, pressed)));
}

function isPressed(chord: Chord, { key, ctrlKey, metaKey, shiftKey }: PressedKey): boolean {
	if ((chord.mod ?? false) !== (ctrlKey || metaKey)) return false;
	// Signs such as "?" need Shift on some keyboards and not on others.
	const isSign = /^[^\p{L}\p{N}]$/u.test(chord.key);
	if (!isSign && (chord.shift ?? false) !== shiftKey) return false;
	return (key.length === 1 ? key.toLowerCase() : key) === chord.key;
}

const APPLE_NAMES: Readonly<Record<string, string>> = { Delete: '⌦', Escape: 'esc' };
const NAMES: Readonly<Record<string, string>> = { Delete: 'Del', Escape: 'Esc' };

/** A command's shortcut as its users write it: `Ctrl+Shift+Z`, on Apple's `⇧⌘Z`. */
export function formatShortcut(id: CommandId, apple: boolean): string {
	const [chord] = SHORTCUTS[id];
	if (!chord) return '';
	const key = (apple ? APPLE_NAMES : NAMES)[chord.key] ?? chord.key;
	const shown = key.length === 1 ? key.toUpperCase() : key;
	if (apple) return `${chord.shift ? '⇧' : ''}${chord.mod ? '⌘' : ''}${shown}`;
	return `${chord.mod ? 'Ctrl+' : ''}${chord.shift ? 'Shift+' : ''}${shown}`;
}
