import type { NumberProblem } from './number-entry.ts';
import { applyChange, checkNumber, readNumberEntry } from './number-entry.ts';
import { formatNumber, stepNumber } from './number-text.ts';

export interface NumberFieldOptions {
	/** Null: several values at once ("mixed"). */
	value: number | null;
	/** Each of several values, for what is typed to change them all: “+=10”. */
	values?: (() => readonly number[]) | undefined;
	/** What the number belongs to: what was typed for one is not shown for the next. */
	subject?: unknown;
	step?: number | undefined;
	min?: number | undefined;
	max?: number | undefined;
	integer?: boolean | undefined;
	decimals?: number | undefined;
	unit?: string | undefined;
	onpreview?: ((value: number) => void) | undefined;
	oncommit: (value: number) => void;
	/** What each of `values` becomes. */
	oncommiteach?: ((values: readonly number[]) => void) | undefined;
	/** A gesture ended as it began, or was taken back: forget the preview. */
	oncancel?: (() => void) | undefined;
}

const DEFAULT_STEP = 0.1;
const PIXELS_A_STEP = 4;
const PIXELS_BEFORE_SCRUB = 3;
const COARSE = 10;
const FINE = 0.1;

type Gesture =
	| { readonly kind: 'none' }
	| { readonly kind: 'pressed'; readonly x: number }
	| { readonly kind: 'scrub'; readonly from: number; readonly x: number; readonly value: number }
	| { readonly kind: 'keys'; readonly from: number; readonly value: number };

type Draft = { readonly text: string; readonly subject: unknown; readonly problem: NumberProblem | null };

// Where a gesture on several different values starts: equal to no number, so that any end commits.
const MIXED = NaN;
const NONE: Gesture = { kind: 'none' };

/** One number being edited: typed, scrubbed or stepped. Each way ends in at most one commit a gesture. */
export class NumberFieldState {
	#options: () => NumberFieldOptions;
	#isLocked: () => boolean;
	#draft = $state.raw<Draft | null>(null);
	#gesture = $state.raw<Gesture>(NONE);

	constructor(options: () => NumberFieldOptions, isLocked: () => boolean = () => false) {
		this.#options = options;
		this.#isLocked = isLocked;
	}

	/** What the field shows now. Empty when mixed. */
	get text(): string {
		const typed = this.#typed;
		if (typed) return typed.text;
		const { value } = this.#options();
		const shown =
			this.#gesture.kind === 'scrub' || this.#gesture.kind === 'keys' ? this.#gesture.value : value;
		return shown === null ? '' : this.#show(shown);
	}
	/** The value as it stays while what is typed is not taken; null when mixed. */
	get keptText(): string | null {
		const { value, unit = '' } = this.#options();
		if (value === null) return null;
		return this.#show(value) + (unit === '' || isTight(unit) ? '' : ` ${unit}`);
	}
	/** Why what is typed is not taken. */
	get problem(): NumberProblem | null {
		return this.#typed?.problem ?? null;
	}
	get scrubbing(): boolean {
		return this.#gesture.kind === 'scrub';
	}

	type(text: string): void {
		this.#draft = { text, subject: this.#options().subject, problem: null };
	}

	/** Takes what was typed. Returns false, and keeps the words and the old value, when it cannot be taken. */
	accept(): boolean {
		this.endKeys();
		const typed = this.#typed;
		if (!typed) return true;
		const problem = this.#take(typed.text);
		this.#draft = problem ? { ...typed, problem } : null;
		return problem === null;
	}

	/** Forgets what was typed, scrubbed or stepped, and shows the value again. */
	revert(): void {
		const wasMoving = this.#gesture.kind === 'scrub' || this.#gesture.kind === 'keys';
		this.#draft = null;
		this.#gesture = NONE;
		if (wasMoving) this.#options().oncancel?.();
	}

	/** The focus is gone: what cannot be taken stays to be seen, but for nothing at all. */
	leave(): void {
		if (!this.accept() && this.problem?.kind === 'empty') this.revert();
	}

	/** Arrow keys: previews at once; `endKeys` (key released, focus gone) commits. */
	stepBy(direction: 1 | -1, modifiers: { shiftKey: boolean; altKey: boolean }): void {
		const { value, onpreview } = this.#options();
		if (this.#isLocked()) return;
		const typed = this.#typedValue;
		const at = this.#gesture.kind === 'keys' ? this.#gesture.value : (typed ?? value ?? 0);
		const from = this.#gesture.kind === 'keys' ? this.#gesture.from : (value ?? MIXED);
		const next = this.#step(at, direction * factor(modifiers));
		this.#draft = null;
		this.#gesture = { kind: 'keys', from, value: next };
		onpreview?.(next);
	}

	endKeys(): void {
		if (this.#gesture.kind !== 'keys') return;
		const { from, value } = this.#gesture;
		this.#gesture = NONE;
		if (from === value) this.#options().oncancel?.();
		else this.#options().oncommit(value);
	}

	/** A pointer is down at `x`, which may become a scrub. False: the field takes none. */
	press(x: number): boolean {
		if (this.#isLocked()) return false;
		this.#gesture = { kind: 'pressed', x };
		return true;
	}

	/** A pointer that was pressed has moved to `x`. True while it scrubs. */
	drag(x: number, modifiers: { shiftKey: boolean; altKey: boolean }): boolean {
		if (this.#gesture.kind === 'pressed') {
			if (Math.abs(x - this.#gesture.x) < PIXELS_BEFORE_SCRUB) return false;
			const { value } = this.#options();
			this.#draft = null;
			this.#gesture = { kind: 'scrub', from: value ?? MIXED, x: this.#gesture.x, value: value ?? 0 };
		}
		if (this.#gesture.kind !== 'scrub') return false;
		const whole = Math.trunc((x - this.#gesture.x) / PIXELS_A_STEP);
		if (whole === 0) return true;
		const value = this.#step(this.#gesture.value, whole * factor(modifiers));
		this.#gesture = { ...this.#gesture, x: this.#gesture.x + whole * PIXELS_A_STEP, value };
		this.#options().onpreview?.(value);
		return true;
	}

	/** The pointer is up. True when it had scrubbed, false when it was only a press. */
	release(): boolean {
		const gesture = this.#gesture;
		this.#gesture = NONE;
		if (gesture.kind !== 'scrub') return false;
		if (gesture.value === gesture.from) this.#options().oncancel?.();
		else this.#options().oncommit(gesture.value);
		return true;
	}

	get #typed(): Draft | null {
		return this.#draft?.subject === this.#options().subject ? this.#draft : null;
	}

	/** The one number that was typed, not taken yet. */
	get #typedValue(): number | null {
		if (!this.#typed) return null;
		const entry = readNumberEntry(this.#typed.text, this.#options().unit ?? '');
		return entry.ok && entry.value.kind === 'value' ? entry.value.value : null;
	}

	get #rule() {
		const { min = -Infinity, max = Infinity, integer = false } = this.#options();
		return { min, max, integer };
	}

	#step(from: number, steps: number): number {
		return stepNumber(from, steps, this.#options().step ?? DEFAULT_STEP, this.#rule.min, this.#rule.max);
	}

	#show(value: number): string {
		const { decimals, unit = '' } = this.#options();
		return formatNumber(value, decimals) + (isTight(unit) ? unit : '');
	}

	/** Commits what was typed, or says why not. */
	#take(text: string): NumberProblem | null {
		const { unit = '', value, oncommit } = this.#options();
		const entry = readNumberEntry(text, unit);
		if (!entry.ok) return entry.error;
		if (entry.value.kind === 'change') return this.#takeChange(entry.value.of, text);
		const problem = checkNumber(entry.value.value, this.#rule, text);
		if (problem) return problem;
		if (entry.value.value !== value) oncommit(entry.value.value);
		return null;
	}

	#takeChange(change: (value: number) => number, text: string): NumberProblem | null {
		const { value, values, oncommit, oncommiteach } = this.#options();
		const before = values?.() ?? (value === null ? [] : [value]);
		const after = applyChange(before, change, this.#rule, text);
		if (!after.ok) return after.error;
		if (after.value.every((next, index) => next === before[index])) return null;
		if (oncommiteach) oncommiteach(after.value);
		else if (after.value.length === 1) oncommit(after.value[0]!);
		return null;
	}
}

/** Units written close to the number, as degrees and percent are. */
export const isTight = (unit: string): boolean => unit === '°' || unit === '%';

const factor = ({ shiftKey, altKey }: { shiftKey: boolean; altKey: boolean }): number =>
	shiftKey ? COARSE : altKey ? FINE : 1;
