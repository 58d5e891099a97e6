import { curveAt, MAX_POINTS, type Curve, type CurvePoint } from '#lib/base/curve.ts';
import { gradientAt, type Gradient, type GradientStop } from '#lib/base/gradient.ts';

/** What a line of knots is made of: points of a curve, stops of a gradient. */
export type KnotShape<Value, Knot> = {
	readonly knotsOf: (value: Value) => readonly Knot[];
	readonly withKnots: (value: Value, knots: readonly Knot[]) => Value;
	readonly place: (knot: Knot) => KnotPlace;
	readonly moved: (knot: Knot, to: KnotPlace) => Knot;
	/** What stands there already, as a knot. */
	readonly knotAt: (value: Value, at: number) => Knot;
};

/** Along the line, from 0 to 1, and how high: a point's value, a stop's opacity. */
export type KnotPlace = { readonly at: number; readonly level: number };

export type KnotOptions<Value> = {
	/** Null: several different ones. */
	readonly value: Value | null;
	/** What is begun with where several differ. */
	readonly fallback: Value;
	readonly min: number;
	readonly max: number;
	readonly onpreview?: ((value: Value) => void) | undefined;
	readonly oncommit: (value: Value) => void;
	readonly oncancel?: (() => void) | undefined;
};

export const CURVE: KnotShape<Curve, CurvePoint> = {
	knotsOf: ({ points }) => points,
	withKnots: (curve, points) => ({ ...curve, points }),
	place: ([at, level]) => ({ at, level }),
	moved: (_, { at, level }) => [at, level],
	knotAt: (curve, at) => [at, tidy(curveAt(curve, at))],
};

export const GRADIENT: KnotShape<Gradient, GradientStop> = {
	knotsOf: (stops) => stops,
	withKnots: (_, stops) => stops,
	place: ({ at, opacity }) => ({ at, level: opacity }),
	moved: ({ color }, { at, level }) => ({ at, color, opacity: level }),
	knotAt: (gradient, at) => {
		const { color, opacity } = gradientAt(gradient, at);
		return { at, color, opacity: tidy(opacity) };
	},
};

/** Arrow keys go by hundredths of the whole, with Shift by tenths. */
const STEP = 0.01;
const COARSE = 10;

/** A line of knots being edited, by pointer, by keys or by numbers. Each way ends in at most one commit a gesture. */
export class KnotEdit<Value, Knot> {
	readonly shape: KnotShape<Value, Knot>;
	#options: () => KnotOptions<Value>;
	/** Not written yet: a gesture is under way. */
	#draft = $state.raw<Value | null>(null);
	#selected = $state.raw(0);

	constructor(shape: KnotShape<Value, Knot>, options: () => KnotOptions<Value>) {
		this.shape = shape;
		this.#options = options;
	}

	get value(): Value {
		const { value, fallback } = this.#options();
		return this.#draft ?? value ?? fallback;
	}
	get knots(): readonly Knot[] {
		return this.shape.knotsOf(this.value);
	}
	get moving(): boolean {
		return this.#draft !== null;
	}
	get selected(): number {
		return Math.min(this.#selected, this.knots.length - 1);
	}
	get isFull(): boolean {
		return this.knots.length >= MAX_POINTS;
	}
	place(index: number): KnotPlace {
		return this.shape.place(this.knots[index] as Knot);
	}

	select(index: number): void {
		this.#selected = index;
	}

	/** Shows a knot elsewhere, not beyond its neighbours; `end` writes it. */
	move(index: number, { at, level }: KnotPlace): void {
		const { min, max, onpreview } = this.#options();
		const left = index > 0 ? this.place(index - 1).at : 0;
		const right = index < this.knots.length - 1 ? this.place(index + 1).at : 1;
		const to = { at: tidy(between(at, left, right)), level: tidy(between(level, min, max)) };
		const knots = this.knots.with(index, this.shape.moved(this.knots[index] as Knot, to));
		this.#draft = this.shape.withKnots(this.value, knots);
		onpreview?.(this.#draft);
	}

	/** By keys: steps to the right and up. */
	nudge(index: number, right: number, up: number, coarse: boolean): void {
		const { min, max } = this.#options();
		const step = coarse ? STEP * COARSE : STEP;
		const { at, level } = this.place(index);
		this.move(index, { at: at + right * step, level: level + up * step * (max - min) });
	}

	/** The gesture ends: written, unless it ended as it began. */
	end(): void {
		const draft = this.#draft;
		if (draft === null) return;
		this.#draft = null;
		const { value, oncommit, oncancel } = this.#options();
		if (value !== null && isSame(draft, value)) oncancel?.();
		else oncommit(draft);
	}

	/** The gesture is given up. Whether there was one. */
	cancel(): boolean {
		if (this.#draft === null) return false;
		this.#draft = null;
		this.#options().oncancel?.();
		return true;
	}

	/** A new knot, where the line is there already or as high as asked for; selects it. */
	add(at: number, level?: number): void {
		if (this.isFull) return;
		const { min, max } = this.#options();
		const place = tidy(between(at, 0, 1));
		const found = this.knots.findIndex((knot) => this.shape.place(knot).at > place);
		const index = found < 0 ? this.knots.length : found;
		const there = this.shape.knotAt(this.value, place);
		const knot =
			level === undefined
				? there
				: this.shape.moved(there, { at: place, level: tidy(between(level, min, max)) });
		this.#write(this.knots.toSpliced(index, 0, knot));
		this.#selected = index;
	}

	/** A new knot halfway to the next, of the last one halfway to the one before. */
	addBeside(index: number): void {
		const from = this.place(index).at;
		const isLast = index === this.knots.length - 1;
		if (isLast && from < 1) this.add((from + 1) / 2);
		else
			this.add((from + (isLast ? (index > 0 ? this.place(index - 1).at : 0) : this.place(index + 1).at)) / 2);
	}

	/** The last one stays. */
	remove(index: number): void {
		if (this.knots.length <= 1) return;
		this.#write(this.knots.toSpliced(index, 1));
		this.#selected = Math.max(0, Math.min(index, this.knots.length - 1));
	}

	/** What was typed for a knot. */
	put(index: number, to: Partial<KnotPlace>): void {
		this.move(index, { ...this.place(index), ...to });
		this.end();
	}

	change(index: number, knot: Knot): void {
		this.#write(this.knots.with(index, knot));
	}

	/** Another line altogether. */
	set(value: Value): void {
		this.#draft = value;
		this.end();
		this.#selected = Math.min(this.#selected, this.knots.length - 1);
	}

	#write(knots: readonly Knot[]): void {
		this.set(this.shape.withKnots(this.value, knots));
	}
}

const between = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value));

/** Without the dust of binary fractions. */
const tidy = (value: number): number => Number(value.toFixed(4)) + 0;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
