import { isBinding, isUsable, type Binding, type ProjectAction } from '#lib/doc/input-actions.ts';

export { isBinding, isUsable, type Binding };

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

/** What the players of a project do: what every game has, and what it declares itself. */
export const actionsOf = (declared: readonly ProjectAction[]): readonly Action[] => [
	...BUILT_IN_ACTIONS.filter(({ name }) => name !== PAUSE),
	...declared.map(({ name, label, bindings, onScreen }): Action => ({
		...{ name, label, kind: 'button', plus: bindings, minus: [], onScreen },
	})),
	...BUILT_IN_ACTIONS.filter(({ name }) => name === PAUSE),
];

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
