import { actionNameOf, isUsable, type Binding, type ProjectAction } from '#lib/doc/input-actions.ts';
import { BUILT_IN_ACTIONS } from '#lib/runtime/input/actions.ts';

export const PAD_BUTTONS = ['A', 'B', 'X', 'Y', 'LB', 'RB', 'LT', 'RT'] as const;

const isKey = (binding: Binding) => binding.startsWith('key:');

export const keyOf = ({ bindings }: ProjectAction): Binding | undefined => bindings.find(isKey);
export const padOf = ({ bindings }: ProjectAction): Binding | undefined =>
	bindings.find((binding) => binding.startsWith('pad:'));

/** A key by what is written on it, as far as its place tells. */
export const nameOfKey = (binding: Binding): string =>
	binding.slice('key:'.length).replace(/^(?:Key|Digit)/, '');

export const withKey = (action: ProjectAction, key: Binding): ProjectAction => ({
	...action,
	bindings: [key, ...action.bindings.filter((binding) => !isKey(binding))],
});

export const withPad = (action: ProjectAction, pad: Binding | undefined): ProjectAction => ({
	...action,
	bindings: [...action.bindings.filter((binding) => !binding.startsWith('pad:')), ...(pad ? [pad] : [])],
});

/** What else a key means by default: the name of an action, or that it cannot be had. */
export function whyNotKey(
	key: Binding,
	action: ProjectAction,
	all: readonly ProjectAction[],
): { readonly taken: string } | 'reserved' | undefined {
	if (!isUsable(key)) return 'reserved';
	const own = all.find(({ name, bindings }) => name !== action.name && bindings.includes(key));
	const builtIn = BUILT_IN_ACTIONS.find(({ plus, minus }) => plus.includes(key) || minus.includes(key));
	const other = own?.label ?? builtIn?.name;
	return other === undefined ? undefined : { taken: other };
}

/** A new action as players read it; nothing presses it yet but its button on touch screens. */
export const newAction = (label: string, all: readonly ProjectAction[]): ProjectAction => ({
	...{ name: actionNameOf(label, new Set(all.map(({ name }) => name))), label, bindings: [], onScreen: true },
});
