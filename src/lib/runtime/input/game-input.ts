import type { InputEvent } from '../script/api.ts';
import { goesOn, NO_INPUT, type InputFrame } from './input-frame.ts';

/** From here on an action is down; it is up again below the second, so that a trembling stick does not press often. */
export const DOWN_AT = 0.5;
export const UP_BELOW = 0.4;

/** An action as the ticks see it. */
type ActionState = {
	/** Of the frame: what is tapped alone is not held. */
	held: boolean;
	down: boolean;
	pressed: boolean;
	released: boolean;
	value: number;
};

/** An action by its name, for a game that goes on elsewhere. */
export type SavedAction = readonly [action: string, state: Readonly<ActionState>];

const AT_REST: Readonly<ActionState> = {
	held: false,
	down: false,
	pressed: false,
	released: false,
	value: 0,
};

/**
 * What a running game knows of its player. What is held lasts over all ticks of a frame; what went down or up, and how far
 * the player looked around, belongs to the first of them. What was only tapped is down for one tick.
 */
export class GameInput {
	readonly #actions: Map<string, Readonly<ActionState>>;
	#frame: InputFrame = NO_INPUT;

	/**
	 * `held`: actions that are down as the scene begins, and were not pressed in it; `actions`: as they are in a game that
	 * goes on.
	 */
	constructor(held: readonly string[] = [], actions?: readonly SavedAction[]) {
		const begun = held.map((action) => [action, { ...AT_REST, held: true, down: true }] as const);
		this.#actions = new Map(actions ?? begun);
	}

	/** Actions that are held now, in the order of their names. */
	get held(): readonly string[] {
		return [...this.#actions]
			.filter(([, { held }]) => held)
			.map(([action]) => action)
			.sort();
	}

	get actions(): readonly SavedAction[] {
		return [...this.#actions];
	}

	/** Ticks begin that hear of this frame. Answers what went down or up, by the names of actions. */
	begin(frame: InputFrame): readonly InputEvent[] {
		this.#frame = frame;
		const tapped = new Set(frame.tapped);
		const values = new Map(Object.entries(frame.values).map(([action, value]) => [action, amount(value)]));
		const names = new Set([...this.#actions.keys(), ...values.keys(), ...tapped]);
		return [...names]
			.sort()
			.flatMap((action) => this.#take(action, values.get(action) ?? 0, tapped.has(action)));
	}

	/** A tick is over, and another hears of the same frame. Answers what went up: taps end here. */
	nextTick(): readonly InputEvent[] {
		return this.begin(goesOn(this.#frame));
	}

	value(action: string): number {
		return this.#state(action).value;
	}
	isDown(action: string): boolean {
		return this.#state(action).down;
	}
	pressed(action: string): boolean {
		return this.#state(action).pressed;
	}
	released(action: string): boolean {
		return this.#state(action).released;
	}

	/** `moveX` and `moveY` as one, at most one long: x to the right, z towards the viewer. */
	get move(): { readonly x: number; readonly z: number } {
		const [x, forward] = [this.value('moveX'), this.value('moveY')];
		const length = Math.max(1, Math.sqrt(x * x + forward * forward));
		return { x: x / length, z: forward === 0 ? 0 : -forward / length };
	}

	/** How far the player looked around in this tick, degrees: x to the right, y up. */
	get look(): { readonly x: number; readonly y: number } {
		const [x, y] = this.#frame.look;
		return { x, y };
	}

	get pointer(): InputFrame['pointer'] {
		return this.#frame.pointer;
	}

	/** Indices of interface entities whose buttons were pressed in this tick. */
	get buttons(): readonly number[] {
		return this.#frame.buttons;
	}

	#state(action: string): Readonly<ActionState> {
		return this.#actions.get(action) ?? AT_REST;
	}

	#take(action: string, value: number, tapped: boolean): InputEvent[] {
		const before = this.#state(action);
		const held = Math.abs(value) >= (before.held ? UP_BELOW : DOWN_AT);
		const down = held || tapped;
		// What was down and is pressed anew went up in between, though no tick saw it.
		const released = before.down && (!down || tapped || !before.held);
		const pressed = down && (!before.down || released);
		const now = tapped && !held ? 1 : value;
		if (down || released || value !== 0)
			this.#actions.set(action, { held, down, pressed, released, value: now });
		else this.#actions.delete(action);
		const events: InputEvent[] = [];
		if (released) events.push({ action, pressed: false, value: 0 });
		if (pressed) events.push({ action, pressed: true, value: now });
		return events;
	}
}

const amount = (value: number) => (Number.isFinite(value) ? Math.min(1, Math.max(-1, value)) : 0);
