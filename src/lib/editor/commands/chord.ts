/**
 * A key with what is held beside it, written down in one way: `w`, `F2`, `mod+shift+z`. `mod` is Ctrl, or ⌘ on
 * Apple's; letters are in lower case; signs such as `?` go without Shift, which some keyboards need for them.
 */
export type Chord = string;

export type PressedKey = {
	readonly key: string;
	/** The key's place on the keyboard, as `KeyboardEvent.code`. */
	readonly code: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
};

/** Keys that mean nothing by themselves, or that the system writes characters with. */
const HELD = /^(Control|Shift|Alt|AltGraph|Meta|CapsLock|Fn|NumLock|Dead|Process|Unidentified)$/;
const NAMED: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus' };

/** The chord that is pressed; undefined while only modifiers are. */
export function chordOf(pressed: PressedKey): Chord | undefined {
	if (HELD.test(pressed.key)) return undefined;
	const key = keyOf(pressed);
	const isSign = /^[^\p{L}\p{N}]$/u.test(key) || key === 'Plus';
	return [
		(pressed.ctrlKey || pressed.metaKey) && 'mod',
		pressed.altKey && 'alt',
		pressed.shiftKey && !isSign && 'shift',
		key,
	]
		.filter((part) => part !== false)
		.join('+');
}

function keyOf({ key, code, altKey }: PressedKey): string {
	if (key.length > 1) return key;
	const named = NAMED[key];
	if (named !== undefined) return named;
	// Where letters are not Latin, or Option writes another sign, the key's place is what people mean.
	const place = /^(?:Key|Digit)(\w)$/.exec(code)?.[1]?.toLowerCase();
	const isLatin = /^[\x21-\x7e]$/.test(key);
	return place !== undefined && (altKey || !isLatin) ? place : key.toLowerCase();
}

const APPLE_NAMES: Readonly<Record<string, string>> = {
	Delete: '⌦',
	Backspace: '⌫',
	Escape: 'esc',
	Space: '␣',
	Plus: '+',
	Home: '↖',
	End: '↘',
};
const NAMES: Readonly<Record<string, string>> = { Delete: 'Del', Escape: 'Esc', Plus: '+' };

/** A chord as its users write it: `Ctrl+Shift+Z`, on Apple's `⇧⌘Z`. */
export function formatChord(chord: Chord, apple: boolean): string {
	const parts = chord.split('+');
	const name = parts.pop() ?? '';
	const key = (apple ? APPLE_NAMES : NAMES)[name] ?? name;
	const shown = key.length === 1 ? key.toUpperCase() : key;
	const has = (modifier: string) => parts.includes(modifier);
	if (apple) return `${has('alt') ? '⌥' : ''}${has('shift') ? '⇧' : ''}${has('mod') ? '⌘' : ''}${shown}`;
	return `${has('mod') ? 'Ctrl+' : ''}${has('alt') ? 'Alt+' : ''}${has('shift') ? 'Shift+' : ''}${shown}`;
}
