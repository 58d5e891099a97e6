import { formatNumber, parseNumber, stepNumber } from './number-text.ts';

export interface NumberFieldOptions {
	/** Null: several values at once ("mixed"). */
	value: number | null;
	step: number;
	min: number;
	max: number;
	decimals: number | undefined;
	unit: string;
	locked: boolean;
	onpreview: ((value: number) => void) | undefined;
	oncommit: (value: number) => void;
	oncancel: (() => void) | undefined;
}

const PIXELS_A_STEP = 4;
const PIXELS_BEFORE_SCRUB = 3;
const COARSE = 10;
const FINE = 0.1;

type Gesture =
	| { readonly kind: 'none' }
	| { readonly kind: 'pressed'; readonly x: number }
	| { readonly kind: 'scrub'; readonly from: number; readonly x: number; readonly value: number }
	| { readonly kind: 'keys'; readonly from: number; readonly value: number };

// Where a gesture on several different values starts: equal to no number, so that any end commits.
const MIXED = NaN;
const NONE: Gesture = { kind: 'none' };

/** One number being edited: typed, scrubbed or stepped. Each way ends in at most one commit a gesture. */
export class NumberFieldState {
	#options: () => NumberFieldOptions;
	#draft = $state.raw<string | null>(null);
	#gesture = $state.raw<Gesture>(NONE);
	#invalid = $state(false);

	constructor(options: () => NumberFieldOptions) {
		this.#options = options;
	}

	/** What the field shows now. Empty when mixed. */
	get text(): string {
		if (this.#draft !== null) return this.#draft;
		const { value, decimals, unit } = this.#options();
		const shown =
			this.#gesture.kind === 'scrub' || this.#gesture.kind === 'keys' ? this.#gesture.value : value;
		if (shown === null) return '';
		return formatNumber(shown, decimals) + (isTight(unit) ? unit : '');
	}
	get invalid(): boolean {
		return this.#invalid;
	}
	get scrubbing(): boolean {
		return this.#gesture.kind === 'scrub';
	}

	type(text: string): void {
		this.#draft = text;
		this.#invalid = false;
	}

	/** Takes what was typed. Returns false, and keeps the words, when they are not a number. */
	accept(): boolean {
		this.endKeys();
		if (this.#draft === null) return true;
		const { unit, min, max, value, oncommit } = this.#options();
		const parsed = parseNumber(this.#draft, unit);
		this.#invalid = parsed === null;
		if (parsed === null) return false;
		this.#draft = null;
		const clamped = Math.max(min, Math.min(max, parsed));
		if (clamped !== value) oncommit(clamped);
		return true;
	}

	/** Forgets what was typed, scrubbed or stepped, and shows the value again. */
	revert(): void {
		const wasMoving = this.#gesture.kind === 'scrub' || this.#gesture.kind === 'keys';
		this.#draft = null;
		this.#invalid = false;
		this.#gesture = NONE;
		if (wasMoving) this.#options().oncancel?.();
	}

	leave(): void {
		if (!this.accept()) this.revert();
	}

	/** Arrow keys: previews at once; `endKeys` (key released, focus gone) commits. */
	stepBy(direction: 1 | -1, modifiers: { shiftKey: boolean; altKey: boolean }): void {
		const { step, min, max, value, unit, locked, onpreview } = this.#options();
		if (locked) return;
		const typed = this.#draft === null ? null : parseNumber(this.#draft, unit);
		const at = this.#gesture.kind === 'keys' ? this.#gesture.value : (typed ?? value ?? 0);
		const from = this.#gesture.kind === 'keys' ? this.#gesture.from : (value ?? MIXED);
		const next = stepNumber(at, direction * factor(modifiers), step, min, max);
		this.#draft = null;
		this.#invalid = false;
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
		if (this.#options().locked) return false;
		this.#gesture = { kind: 'pressed', x };
		return true;
	}

	/** A pointer that was pressed has moved to `x`. True while it scrubs. */
	drag(x: number, modifiers: { shiftKey: boolean; altKey: boolean }): boolean {
		if (this.#gesture.kind === 'pressed') {
			if (Math.abs(x - this.#gesture.x) < PIXELS_BEFORE_SCRUB) return false;
			const { value } = this.#options();
			this.#gesture = { kind: 'scrub', from: value ?? MIXED, x: this.#gesture.x, value: value ?? 0 };
		}
		if (this.#gesture.kind !== 'scrub') return false;
		const { step, min, max, onpreview } = this.#options();
		const whole = Math.trunc((x - this.#gesture.x) / PIXELS_A_STEP);
		if (whole === 0) return true;
		const value = stepNumber(this.#gesture.value, whole * factor(modifiers), step, min, max);
		this.#gesture = { ...this.#gesture, x: this.#gesture.x + whole * PIXELS_A_STEP, value };
		onpreview?.(value);
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
}

/** Units written close to the number, as degrees and percent are. */
export const isTight = (unit: string): boolean => unit === '°' || unit === '%';

const factor = ({ shiftKey, altKey }: { shiftKey: boolean; altKey: boolean }): number =>
	shiftKey ? COARSE : altKey ? FINE : 1;
