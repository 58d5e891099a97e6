import { m } from '#lib/paraglide/messages.js';
import type { Action, Slot } from '#lib/runtime/input/actions.ts';

const ACTIONS: Readonly<Record<string, () => string>> = {
	jump: m.play_action_jump,
	fire: m.play_action_fire,
	use: m.play_action_use,
	sprint: m.play_action_sprint,
	pause: m.play_action_pause,
};

const SLOTS: Readonly<Record<string, () => string>> = {
	'moveX+': m.play_action_right,
	'moveX-': m.play_action_left,
	'moveY+': m.play_action_forward,
	'moveY-': m.play_action_back,
	'lookX+': m.play_action_look_right,
	'lookX-': m.play_action_look_left,
	'lookY+': m.play_action_look_up,
	'lookY-': m.play_action_look_down,
};

const find = (words: Readonly<Record<string, () => string>>, name: string) =>
	Object.hasOwn(words, name) ? words[name]?.() : undefined;

/** An action as players read it. */
export const nameOfAction = ({ name, label }: Action): string => label || (find(ACTIONS, name) ?? name);

/** What players press, one side of an axis at a time. */
export function nameOfSlot({ id, action }: Slot): string {
	const sign = action.kind === 'axis' ? ` ${id.endsWith('+') ? '+' : '−'}` : '';
	const own = action.label ? undefined : find(SLOTS, id);
	return own ?? nameOfAction(action) + sign;
}
