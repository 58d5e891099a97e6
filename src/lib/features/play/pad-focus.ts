import type { Binding } from '#lib/runtime/input/actions.ts';
import { DOWN_AT, UP_BELOW } from '#lib/runtime/input/game-input.ts';

/** Where a button of the interface is shown, pixels. */
export type ButtonPlace = {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
};

/** The buttons of a game's interface, in their order. */
export type PadButtons = {
	readonly places: readonly ButtonPlace[];
	readonly isShown: boolean;
	/** Which of them has the focus; below zero: none. */
	readonly focused: number;
	focus(index: number): void;
	press(index: number): void;
	/** The picture has the focus again. */
	leave(): void;
	/** Nothing that the game asks for is pressed by it. */
	isFree(binding: Binding): boolean;
};

type Way = readonly [x: number, y: number];

const WAYS: ReadonlyMap<Binding, Way> = new Map<Binding, Way>([
	['pad:12', [0, -1]],
	['pad:13', [0, 1]],
	['pad:14', [-1, 0]],
	['pad:15', [1, 0]],
	['stick:1-', [0, -1]],
	['stick:1+', [0, 1]],
	['stick:0-', [-1, 0]],
	['stick:0+', [1, 0]],
]);
const [SOUTH, EAST, VIEW]: readonly [Binding, Binding, Binding] = ['pad:0', 'pad:1', 'pad:8'];

/** Brings a pad to the buttons of a game's interface, and what they take of it does not reach the game. */
export class PadFocus {
	#buttons: PadButtons;
	#held = new Set<Binding>();
	/** Taken until it is let go: what pressed a button that is gone is no jump. */
	#taken = new Set<Binding>();

	constructor(buttons: PadButtons) {
		this.#buttons = buttons;
	}

	/** Hears what is pressed now, by how far; answers what of it is not the game's. */
	take(pressed: ReadonlyMap<Binding, number>): ReadonlySet<Binding> {
		for (const binding of this.#taken) if (!pressed.has(binding)) this.#taken.delete(binding);
		// A stick that trembles is pushed once.
		const isDown = ([name, amount]: readonly [Binding, number]) =>
			amount >= (this.#held.has(name) ? UP_BELOW : DOWN_AT);
		const held = new Set([...pressed].filter(isDown).map(([name]) => name));
		const fresh = [...held].filter((binding) => !this.#held.has(binding));
		this.#held = held;
		if (!this.#buttons.isShown) return this.#taken;
		for (const binding of fresh) this.#hear(binding);
		if (this.#buttons.focused >= 0)
			for (const binding of pressed.keys()) if (isOfButtons(binding)) this.#taken.add(binding);
		return this.#taken;
	}

	#hear(binding: Binding): void {
		const { focused } = this.#buttons;
		const way = WAYS.get(binding);
		if (focused < 0) {
			const enters = (way ?? binding === VIEW) && this.#buttons.isFree(binding);
			if (!enters) return;
			this.#buttons.focus(0);
		} else if (way) this.#buttons.focus(nextButton(this.#buttons.places, focused, way));
		else if (binding === SOUTH) this.#buttons.press(focused);
		else if (binding === EAST || binding === VIEW) this.#buttons.leave();
		else return;
		this.#taken.add(binding);
	}
}

const isOfButtons = (binding: Binding): boolean =>
	WAYS.has(binding) || binding === SOUTH || binding === EAST || binding === VIEW;

/** The next one that way: what lies straight ahead is nearer than what lies aside. The same where there is none. */
export function nextButton(places: readonly ButtonPlace[], from: number, [x, y]: Way): number {
	const middle = ({ left, top, width, height }: ButtonPlace) => [left + width / 2, top + height / 2] as const;
	const start = places[from];
	if (!start) return from;
	const [startX, startY] = middle(start);
	let [next, least] = [from, Infinity];
	places.forEach((place, index) => {
		const [toX, toY] = middle(place);
		const ahead = (toX - startX) * x + (toY - startY) * y;
		const aside = Math.abs((toX - startX) * y) + Math.abs((toY - startY) * x);
		const distance = ahead + 2 * aside;
		if (ahead > 1 && distance < least) [next, least] = [index, distance];
	});
	return next;
}
