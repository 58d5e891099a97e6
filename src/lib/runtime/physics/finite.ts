import { MAX_COORDINATE } from '#lib/doc/components/component.ts';

/** Three numbers as scripts give them. */
export type Triple = { readonly x: number; readonly y: number; readonly z: number };

/** Beyond this a force or a push is a mistake, and the engine's 32-bit numbers would end at infinity. */
export const MAX_STRENGTH = 1e9;

/**
 * Refuses what is no finite number: a single NaN would spread through all of physics. `call` is what scripts call:
 * “body.push”.
 */
export function checkNumber(call: string, name: string, value: unknown, max = MAX_COORDINATE): number {
	if (typeof value === 'number' && Math.abs(value) <= max) return value;
	throw new RangeError(`${call}: ${name} must be a number within ±${max}, got ${told(value)}.`);
}

/** The same for each of three numbers. */
export function checkTriple(call: string, name: string, value: unknown, max = MAX_COORDINATE): Triple {
	if (typeof value !== 'object' || value === null)
		throw new TypeError(`${call}: ${name} must be something with x, y and z, got ${told(value)}.`);
	const { x, y, z } = value as Partial<Triple>;
	return {
		x: checkNumber(call, `${name}.x`, x, max),
		y: checkNumber(call, `${name}.y`, y, max),
		z: checkNumber(call, `${name}.z`, z, max),
	};
}

const told = (value: unknown): string =>
	typeof value === 'object' && value !== null ? 'an object' : String(value);
