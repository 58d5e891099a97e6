import { PAUSE, type Action, type Binding } from './actions.ts';
import { DOWN_AT, UP_BELOW } from './game-input.ts';
import type { InputFrame } from './input-frame.ts';

/** How fast a stick that is pushed to its end looks around, degrees a second. */
const LOOK_SPEED = 160;
/** Of a picture that came late no more is counted, s: looking around never leaps. */
const LONGEST_PICTURE = 0.1;
const NO_ACTIONS: readonly Action[] = [];

/** What was pressed of an action since a frame was read. */
type ActionPresses = { down: boolean; downAtRead: boolean; presses: number };

/** Gathers what a player does until a game asks for it. Nothing that was pressed is lost in between. */
export class PlayerInput {
	#actions: readonly Action[];
	#byBinding = new Map<Binding, Action[]>();
	#amounts = new Map<Binding, number>();
	/** By on-screen controls, by action: axes −1 to 1. */
	#touched = new Map<string, number>();
	#presses = new Map<string, ActionPresses>();
	#look: [number, number] = [0, 0];
	#pointer: InputFrame['pointer'] = null;
	#buttons: number[] = [];
	/** What pauses was pressed. */
	onpause: () => void = () => {};

	constructor(actions: readonly Action[]) {
		this.#actions = actions;
		this.setActions(actions);
	}

	/** What presses which action from now on; everything is let go. */
	setActions(actions: readonly Action[]): void {
		this.release();
		this.#actions = actions;
		this.#byBinding = new Map();
		for (const action of actions)
			for (const binding of [...action.plus, ...action.minus])
				this.#byBinding.set(binding, [...(this.#byBinding.get(binding) ?? NO_ACTIONS), action]);
	}

	/** Whether anything is pressed by it. */
	uses(binding: Binding): boolean {
		return this.#byBinding.has(binding);
	}

	/** Whether it makes the game stand still, and go on. */
	pauses(binding: Binding): boolean {
		return this.#byBinding.get(binding)?.some(({ name }) => name === PAUSE) ?? false;
	}

	/** It is pressed so far now, 0 to 1. */
	press(binding: Binding, amount: number): void {
		if ((this.#amounts.get(binding) ?? 0) === amount) return;
		if (amount === 0) this.#amounts.delete(binding);
		else this.#amounts.set(binding, amount);
		this.#byBinding.get(binding)?.forEach((action) => this.#follow(action));
	}

	/** An on-screen control has an action so far, −1 to 1. */
	touch(name: string, amount: number): void {
		if (amount === 0) this.#touched.delete(name);
		else this.#touched.set(name, amount);
		const action = this.#actions.find((candidate) => candidate.name === name);
		if (action) this.#follow(action);
	}

	/** The player looked around by so much, degrees: to the right, and up. */
	lookAround(right: number, up: number): void {
		this.#look = [this.#look[0] + right, this.#look[1] + up];
	}

	/** So much time went by, s, while sticks looked around. */
	passTime(seconds: number): void {
		const by = Math.min(seconds, LONGEST_PICTURE) * LOOK_SPEED;
		const [x, y] = [this.#valueOf('lookX'), this.#valueOf('lookY')];
		if (x !== 0 || y !== 0) this.lookAround(x * by, y * by);
	}

	point(pointer: InputFrame['pointer']): void {
		this.#pointer = pointer;
	}

	/** The button of an interface entity was pressed. */
	pressButton(index: number): void {
		this.#buttons.push(index);
	}

	/**
	 * Everything is let go, and nothing of before is told any more. What is asked again and again (`isPolled`) stays as it
	 * is: a button of a pad that is still held would seem to be pressed anew.
	 */
	release(isPolled: (binding: Binding) => boolean = () => false): void {
		for (const binding of [...this.#amounts.keys()]) if (!isPolled(binding)) this.#amounts.delete(binding);
		this.#touched.clear();
		for (const [name, presses] of this.#presses) {
			presses.down &&= Math.abs(this.#valueOf(name)) >= UP_BELOW;
			presses.presses = 0;
			presses.downAtRead = presses.down;
		}
		this.#look = [0, 0];
		this.#pointer = null;
		this.#buttons = [];
	}

	/** What the player does now, and did since it was read the last time. */
	read(): InputFrame {
		const values: Record<string, number> = {};
		const tapped: string[] = [];
		for (const { name } of this.#actions) {
			if (name === PAUSE) continue;
			const value = this.#valueOf(name);
			if (value !== 0) values[name] = value;
			const presses = this.#presses.get(name);
			if (!presses) continue;
			// One that was pressed once and is still held is told by its value.
			const isHeld = presses.down && Math.abs(value) >= DOWN_AT;
			const goesOn = isHeld && !presses.downAtRead && presses.presses === 1;
			if (presses.presses > 0 && !goesOn) tapped.push(name);
			presses.presses = 0;
			presses.downAtRead = presses.down;
		}
		const frame = { values, tapped, look: this.#look, pointer: this.#pointer, buttons: this.#buttons };
		this.#look = [0, 0];
		this.#buttons = [];
		return frame;
	}

	#follow(action: Action): void {
		const presses = this.#presses.get(action.name) ?? { down: false, downAtRead: false, presses: 0 };
		this.#presses.set(action.name, presses);
		const down = Math.abs(this.#valueOf(action.name)) >= (presses.down ? UP_BELOW : DOWN_AT);
		if (down === presses.down) return;
		presses.down = down;
		if (!down) return;
		presses.presses++;
		if (action.name === PAUSE) this.onpause();
	}

	#valueOf(name: string): number {
		const action = this.#actions.find((candidate) => candidate.name === name);
		if (!action) return 0;
		const most = (bindings: readonly Binding[]) =>
			bindings.reduce((amount, binding) => Math.max(amount, this.#amounts.get(binding) ?? 0), 0);
		const value = most(action.plus) - most(action.minus) + (this.#touched.get(name) ?? 0);
		return Math.round(Math.min(1, Math.max(-1, value)) * 1000) / 1000;
	}
}
