import { generateKeyBetween } from 'fractional-indexing';
import type { Random } from './random.ts';

/** A sibling's place among its siblings: compared with `<`, ties broken by id. */
export type OrderKey = string;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const JITTER_DIGITS = 3;

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
