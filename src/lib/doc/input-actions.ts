import type { JsonValue } from '../base/json.ts';

/**
 * One thing that presses something, as it is written down: `key:KeyW` (a place on the keyboard, `KeyboardEvent.code`),
 * `mouse:0` (`MouseEvent.button`), `pad:0` and `stick:0+` (a button, and a half of an axis, of the standard gamepad).
 */
export type Binding = string;

/** Something that players of this project do besides what every game has. */
export type ProjectAction = {
	/** What scripts ask for. */
	readonly name: string;
	/** What players read. */
	readonly label: string;
	/** What presses it unless they choose otherwise. */
	readonly bindings: readonly Binding[];
	/** Whether it has a button on touch screens. */
	readonly onScreen: boolean;
};

export const MAX_ACTIONS = 24;
export const MAX_ACTION_LABEL = 24;
export const MAX_BINDINGS = 6;
/** Every game has them, or means something else by them. */
export const RESERVED_ACTIONS: ReadonlySet<string> = new Set([
	...['moveX', 'moveY', 'lookX', 'lookY', 'jump', 'fire', 'use', 'sprint', 'pause'],
	...['constructor', 'prototype', 'toString', 'valueOf'],
]);

const PREFIX = 'action:';
const NAME = /^[a-z][A-Za-z0-9]{0,31}$/;
const BINDING = /^(?:key:[A-Z][A-Za-z0-9]{0,30}|mouse:[0-4]|pad:(?:1[0-6]|\d)|stick:[0-3][+-])$/;
/** The browser, the system or a person without a mouse needs them. */
const RESERVED =
	/^key:(?:Escape|Tab|ContextMenu|CapsLock|NumLock|PrintScreen|F\d+|(?:Meta|OS|Control|Alt).*|Browser.*|Fn.*|Unidentified)$/;

export const isBinding = (value: unknown): value is Binding =>
	typeof value === 'string' && BINDING.test(value);

/** Whether an action can have it. */
export const isUsable = (value: unknown): value is Binding => isBinding(value) && !RESERVED.test(value);

export const isActionName = (value: unknown): value is string =>
	typeof value === 'string' && NAME.test(value) && !RESERVED_ACTIONS.has(value);

export const actionKey = (name: string): string => PREFIX + name;

/** The actions of a project, by their names: everybody lists them in one order. What is malformed is as if it were not there. */
export function readActions(registers: Iterable<readonly [string, unknown]>): readonly ProjectAction[] {
	const found: ProjectAction[] = [];
	for (const [key, value] of registers) {
		const action = key.startsWith(PREFIX) ? readAction(key.slice(PREFIX.length), value) : undefined;
		if (action) found.push(action);
	}
	return Object.freeze(found.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MAX_ACTIONS));
}

function readAction(name: string, value: unknown): ProjectAction | undefined {
	if (!isActionName(name) || typeof value !== 'object' || value === null) return undefined;
	const { label, bindings, onScreen } = value as Record<string, unknown>;
	if (!isActionLabel(label)) return undefined;
	const usable = Array.isArray(bindings) ? bindings.filter(isUsable) : [];
	return Object.freeze({
		...{ name, label: label.trim(), onScreen: onScreen === true },
		bindings: Object.freeze([...new Set(usable)].slice(0, MAX_BINDINGS)),
	});
}

export const isActionLabel = (value: unknown): value is string =>
	typeof value === 'string' &&
	value.trim() !== '' &&
	value.trim().length <= MAX_ACTION_LABEL &&
	value.isWellFormed();

/** As it is stored. */
export const storedAction = ({ label, bindings, onScreen }: Omit<ProjectAction, 'name'>): JsonValue => ({
	...{ label: label.trim(), bindings: [...bindings], onScreen },
});

/** The name that scripts ask for, made of what players read: “Cast spell” is `castSpell`. */
export function actionNameOf(label: string, taken: ReadonlySet<string>): string {
	const words =
		label
			.normalize('NFKD')
			.replaceAll(/\p{M}/gu, '')
			.match(/[A-Za-z0-9]+/g) ?? [];
	const joined = words
		.map((word, at) => (at === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1))
		.join('')
		.replace(/^\d+/, '')
		.slice(0, 28);
	const first = joined === '' ? 'action' : joined[0]!.toLowerCase() + joined.slice(1);
	let name = first;
	for (let n = 2; taken.has(name) || !isActionName(name); n++) name = `${first}${n}`;
	return name;
}
