import { m } from '#lib/paraglide/messages.js';
import type { Binding } from '#lib/runtime/input/actions.ts';

/** What keys write, by their place (`KeyboardEvent.code`), where the browser tells. */
export type KeyLayout = ReadonlyMap<string, string>;

const KEYS: Readonly<Record<string, () => string>> = {
	ArrowUp: () => '↑',
	ArrowDown: () => '↓',
	ArrowLeft: () => '←',
	ArrowRight: () => '→',
	Space: m.play_key_space,
	Enter: m.play_key_enter,
	Backspace: m.play_key_backspace,
	ShiftLeft: m.play_key_shift_left,
	ShiftRight: m.play_key_shift_right,
};
const PAD_BUTTONS = ['A', 'B', 'X', 'Y', 'LB', 'RB', 'LT', 'RT', 'View', 'Menu', 'L3', 'R3'];
const CROSS = ['↑', '↓', '←', '→'];
const STICK_WAYS: Readonly<Record<string, string>> = { '0+': '→', '0-': '←', '1+': '↓', '1-': '↑' };

/** A binding as players know it: by what is written on it. */
export function nameOfBinding(binding: Binding, layout: KeyLayout = new Map()): string {
	const [device, name = ''] = binding.split(':');
	switch (device) {
		case 'key':
			return KEYS[name]?.() ?? layout.get(name)?.toUpperCase() ?? name.replace(/^(?:Key|Digit)/, '');
		case 'mouse':
			return nameOfMouse(Number(name));
		case 'pad':
			return nameOfPad(Number(name));
		default:
			return nameOfStick(name);
	}
}

function nameOfMouse(button: number): string {
	const names = [m.play_mouse_left, m.play_mouse_middle, m.play_mouse_right];
	return names[button]?.() ?? m.play_mouse_other({ number: button + 1 });
}

function nameOfPad(button: number): string {
	const way = CROSS[button - PAD_BUTTONS.length];
	if (way) return m.play_pad_cross({ way });
	return m.play_pad_button({ name: PAD_BUTTONS[button] ?? String(button + 1) });
}

/** `2+`: the second stick to the right. */
function nameOfStick(half: string): string {
	const axis = Number(half.charAt(0));
	const way = STICK_WAYS[`${axis % 2}${half.slice(1)}`] ?? '';
	return axis < 2 ? m.play_stick_left({ way }) : m.play_stick_right({ way });
}
