import { generateKeyBetween } from 'fractional-indexing';
import type { Random } from './random.ts';

/** A sibling's place among its siblings: compared with `<`, ties broken by id. */
export type OrderKey = string;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const JITTER_DIGITS = 3;
/** Far beyond what people make by moving things about; compared with `<`, keys should stay short. */
const MAX_LENGTH = 500;
const SMALLEST = `A${'0'.repeat(26)}`;

/** Whether this is a key that others can be made beside: fractional-indexing throws at anything else. */
export function isOrderKey(text: unknown): text is OrderKey {
	if (typeof text !== 'string' || text.length > MAX_LENGTH || text === SMALLEST) return false;
	if (!/^[A-Za-z][0-9A-Za-z]+$/.test(text)) return false;
	const head = DIGITS.indexOf(text.charAt(0)) - 10;
	const integerLength = head < 26 ? 27 - head : head - 24;
	return text.length === integerLength || (text.length > integerLength && !text.endsWith('0'));
}

/**
 * A key strictly between two others (null: the open end), with random jitter behind it, so that two people
 * who insert at the same place rarely make equal keys. `before` must be less than `after`.
 */
export function orderKeyBetween(before: OrderKey | null, after: OrderKey | null, random: Random): OrderKey {
	const key = generateKeyBetween(before, after);
	for (let tries = 0; tries < 4; tries++) {
		const jittered = key + jitter(random);
		if ((before === null || before < jittered) && (after === null || jittered < after)) return jittered;
	}
	return key;
}

/** `count` rising keys between two others. */
export function orderKeysBetween(
	before: OrderKey | null,
	after: OrderKey | null,
	count: number,
	random: Random,
): OrderKey[] {
	const keys: OrderKey[] = [];
	let previous = before;
	for (let i = 0; i < count; i++) {
		previous = orderKeyBetween(previous, after, random);
		keys.push(previous);
	}
	return keys;
}

export function compareOrder(a: OrderKey, aId: string, b: OrderKey, bId: string): number {
	if (a !== b) return a < b ? -1 : 1;
	return aId < bId ? -1 : aId > bId ? 1 : 0;
}

// The last digit is never '0': fractional-indexing refuses keys that end in one.
function jitter(random: Random): string {
	let text = '';
	for (let i = 0; i < JITTER_DIGITS - 1; i++) text += DIGITS[Math.floor(random() * DIGITS.length)];
	return text + DIGITS[1 + Math.floor(random() * (DIGITS.length - 1))];
}
