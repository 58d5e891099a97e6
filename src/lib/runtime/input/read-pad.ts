import type { Binding } from './actions.ts';

/** A gamepad as the browser shows it. */
export type PadState = {
	readonly axes: readonly number[];
	readonly buttons: readonly { readonly value: number; readonly pressed: boolean }[];
};

/** What a stick that nobody touches may show, and what one that is pushed to its end does at least. */
const DEAD_ZONE = 0.16;
const FULL_AT = 0.95;
const TRIGGER_DEAD_ZONE = 0.06;
const MOST_BUTTONS = 17;

/** How far each of its buttons and each half of its axes is pressed; what is at rest is left out. */
export function readPad({ axes, buttons }: PadState): ReadonlyMap<Binding, number> {
	const pressed = new Map<Binding, number>();
	buttons.slice(0, MOST_BUTTONS).forEach((button, index) => {
		const value = Math.max(Number.isFinite(button.value) ? button.value : 0, button.pressed ? 1 : 0);
		if (value > TRIGGER_DEAD_ZONE) pressed.set(`pad:${index}`, Math.min(1, value));
	});
	for (const first of [0, 2]) {
		const [x, y] = stick(axes[first] ?? 0, axes[first + 1] ?? 0);
		const half = (axis: number, value: number) => {
			if (value !== 0) pressed.set(`stick:${axis}${value > 0 ? '+' : '-'}`, Math.abs(value));
		};
		half(first, x);
		half(first + 1, y);
	}
	return pressed;
}

/** The dead zone is round: a stick that is pushed straight ahead trembles to no side, and slanted it is no less. */
function stick(x: number, y: number): readonly [number, number] {
	const length = Math.hypot(x, y);
	if (!Number.isFinite(length) || length <= DEAD_ZONE) return [0, 0];
	const scale = Math.min(1, (length - DEAD_ZONE) / (FULL_AT - DEAD_ZONE)) / length;
	return [x * scale, y * scale];
}
