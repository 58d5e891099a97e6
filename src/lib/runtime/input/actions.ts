/**
 * One thing that presses something, as it is written down: `key:KeyW` (a place on the keyboard, `KeyboardEvent.code`),
 * `mouse:0` (`MouseEvent.button`), `pad:0` and `stick:0+` (a button, and a half of an axis, of the standard gamepad).
 */
export type Binding = string;

/** Something that players do, by the name that scripts ask for. */
export type Action = {
	readonly name: string;
	/** For players; the built-in ones are named where they are shown. */
	readonly label: string;
	readonly kind: 'button' | 'axis';
	/** What presses it, or moves an axis up. */
	readonly plus: readonly Binding[];
	/** What moves an axis down. */
	readonly minus: readonly Binding[];
	/** Whether it has a button on touch screens. */
	readonly onScreen: boolean;
};

/** One side of an action, as players bind it: `jump`, `moveX+`, `moveX-`. */
export type Slot = { readonly id: string; readonly action: Action; readonly side: 'plus' | 'minus' };

/** It is the page's: scripts do not hear of it. */
export const PAUSE = 'pause';
/** Always pauses, and is nobody else's. */
export const PAUSE_KEY: Binding = 'key:Escape';

const button = (name: string, onScreen: boolean, ...plus: readonly Binding[]): Action => ({
	name,
	label: '',
	kind: 'button',
	plus,
	minus: [],
	onScreen,
});
const axis = (name: string, plus: readonly Binding[], minus: readonly Binding[]): Action => ({
	name,
	label: '',
	kind: 'axis',
	plus,
	minus,
	onScreen: false,
});

/** What every game has, unless its project says otherwise. */
export const BUILT_IN_ACTIONS: readonly Action[] = [
	axis(
		'moveX',
		['key:KeyD', 'key:ArrowRight', 'pad:15', 'stick:0+'],
		['key:KeyA', 'key:ArrowLeft', 'pad:14', 'stick:0-'],
	),
	// Away from the viewer is up.
	axis(
		'moveY',
		['key:KeyW', 'key:ArrowUp', 'pad:12', 'stick:1-'],
		['key:KeyS', 'key:ArrowDown', 'pad:13', 'stick:1+'],
	),
	axis('lookX', ['stick:2+'], ['stick:2-']),
	axis('lookY', ['stick:3-'], ['stick:3+']),
	button('jump', true, 'key:Space', 'pad:0'),
	button('fire', true, 'mouse:0', 'key:KeyF', 'pad:7'),
	button('use', true, 'key:KeyE', 'pad:2'),
	button('sprint', true, 'key:ShiftLeft', 'key:ShiftRight', 'pad:4'),
	button(PAUSE, false, 'key:KeyP', 'pad:9'),
];

const BINDING = /^(?:key:[A-Z][A-Za-z0-9]{0,30}|mouse:[0-4]|pad:(?:1[0-6]|\d)|stick:[0-3][+-])$/;
/** The browser, the system or a person without a mouse needs them. */
const RESERVED =
	/^key:(?:Escape|Tab|ContextMenu|CapsLock|NumLock|PrintScreen|F\d+|(?:Meta|OS|Control|Alt).*|Browser.*|Fn.*|Unidentified)$/;

export const isBinding = (value: unknown): value is Binding =>
	typeof value === 'string' && BINDING.test(value);

/** Whether an action can have it. */
export const isUsable = (value: unknown): value is Binding => isBinding(value) && !RESERVED.test(value);

export function slotsOf(actions: readonly Action[]): readonly Slot[] {
	return actions.flatMap((action): Slot[] =>
		action.kind === 'button'
			? [{ id: action.name, action, side: 'plus' }]
			: [
					{ id: `${action.name}+`, action, side: 'plus' },
					{ id: `${action.name}-`, action, side: 'minus' },
				],
	);
}
