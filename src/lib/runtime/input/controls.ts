import { isUsable, slotsOf, type Action, type Binding } from './actions.ts';

/** What a player changed, by slot. An empty list: nothing presses it. */
export type Controls = Readonly<Record<string, readonly Binding[]>>;

/** What one hand is on: a key or the mouse, or a pad. Each has its own bindings of an action. */
export type Device = 'desk' | 'pad';

export const NO_CHANGES: Controls = {};
const MAX_BINDINGS = 6;

export const deviceOf = (binding: Binding): Device => (/^(?:pad|stick):/.test(binding) ? 'pad' : 'desk');

/** What presses a slot now. */
export function bindingsOf(actions: readonly Action[], controls: Controls, slot: string): readonly Binding[] {
	return ownOf(controls, slot) ?? defaultOf(actions, slot);
}

/** The actions as this player presses them. */
export function withControls(actions: readonly Action[], controls: Controls): readonly Action[] {
	return actions.map((action) => ({
		...action,
		plus: bindingsOf(actions, controls, action.kind === 'axis' ? `${action.name}+` : action.name),
		minus: action.kind === 'axis' ? bindingsOf(actions, controls, `${action.name}-`) : [],
	}));
}

/** The slot that has this binding. */
export function slotOf(actions: readonly Action[], controls: Controls, binding: Binding): string | undefined {
	return slotsOf(actions).find(({ id }) => bindingsOf(actions, controls, id).includes(binding))?.id;
}

/** Gives a slot this binding instead of those of the same device, and takes it from whatever else has it. */
export function bindControl(
	actions: readonly Action[],
	controls: Controls,
	slot: string,
	binding: Binding,
): Controls {
	const freed = slotsOf(actions).reduce((changed, { id }) => {
		const bindings = bindingsOf(actions, changed, id);
		if (id === slot || !bindings.includes(binding)) return changed;
		const left = bindings.filter((other) => other !== binding);
		return change(actions, changed, id, left);
	}, controls);
	const kept = bindingsOf(actions, freed, slot).filter((other) => deviceOf(other) !== deviceOf(binding));
	return change(actions, freed, slot, deviceOf(binding) === 'desk' ? [binding, ...kept] : [...kept, binding]);
}

/** One slot as it is by default; what took something of its gives it back. */
export function resetControl(actions: readonly Action[], controls: Controls, slot: string): Controls {
	const own = defaultOf(actions, slot);
	const freed = slotsOf(actions).reduce((changed, { id }) => {
		const bindings = bindingsOf(actions, changed, id);
		const left = bindings.filter((binding) => !own.includes(binding));
		return id === slot || left.length === bindings.length ? changed : change(actions, changed, id, left);
	}, controls);
	return change(actions, freed, slot, own);
}

export const isChanged = (controls: Controls, slot?: string): boolean =>
	slot === undefined ? Object.keys(controls).length > 0 : ownOf(controls, slot) !== undefined;

/** What was stored; what is none, or is not of these actions any more, is left out. */
export function readControls(actions: readonly Action[], stored: unknown): Controls {
	if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return NO_CHANGES;
	const taken = new Set<Binding>();
	const changes = slotsOf(actions).flatMap(({ id }) => {
		const bindings: unknown = ownOf(stored as Controls, id);
		if (!Array.isArray(bindings) || !bindings.every(isUsable)) return [];
		const own = bindings.filter((binding) => !taken.has(binding)).slice(0, MAX_BINDINGS);
		own.forEach((binding) => taken.add(binding));
		return [[id, own] as const];
	});
	return Object.fromEntries(changes);
}

const ownOf = (controls: Controls, slot: string) =>
	Object.hasOwn(controls, slot) ? controls[slot] : undefined;

function defaultOf(actions: readonly Action[], slot: string): readonly Binding[] {
	const found = slotsOf(actions).find(({ id }) => id === slot);
	return found?.action[found.side] ?? [];
}

/** What is as by default is no change. */
function change(
	actions: readonly Action[],
	controls: Controls,
	slot: string,
	bindings: readonly Binding[],
): Controls {
	const { [slot]: _, ...others } = controls;
	const isDefault = bindings.join() === defaultOf(actions, slot).join();
	return isDefault ? others : { ...others, [slot]: bindings };
}
