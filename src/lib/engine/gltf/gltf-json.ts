import { Refused } from './refused.ts';

/** A glTF description as read from a file: nothing in it is believed before it was asked for by type. */
export type Json = { readonly [key: string]: unknown };

/** More of one kind than any real model has. */
const MAX_ITEMS = 200_000;

export function parseDescription(text: string): Json {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Refused('damaged', 'has a description that cannot be read (broken JSON). Export it again.');
	}
	if (!isJson(value))
		throw new Refused('damaged', 'has a description that is not an object. Export it again.');
	return value;
}

export const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of objects: `accessors`, `nodes` …; empty when there is none. */
export function listOf(json: Json, name: string): readonly Json[] {
	const value = json[name];
	if (value === undefined) return [];
	if (!Array.isArray(value) || !value.every(isJson)) throw damaged(`“${name}” is not a list of objects`);
	if (value.length > MAX_ITEMS)
		throw damaged(`“${name}” has ${value.length} entries, more than ${MAX_ITEMS}`);
	return value;
}

export function stringsOf(json: Json, name: string): readonly string[] {
	const value = json[name];
	if (value === undefined) return [];
	if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
		throw damaged(`“${name}” is not a list of names`);
	return value;
}

/** A count or offset: a whole number from zero. */
export function sizeOf(json: Json, name: string, fallback?: number): number {
	const value = json[name] ?? fallback;
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
	throw damaged(`“${name}” must be a whole number, but is ${JSON.stringify(value) ?? 'missing'}`);
}

/** An index into a list, or undefined when the key is absent. */
export function indexOf(
	json: Json,
	name: string,
	list: readonly unknown[],
	what: string,
): number | undefined {
	if (json[name] === undefined) return undefined;
	return checkIndex(json[name], list, what);
}

export function checkIndex(value: unknown, list: readonly unknown[], what: string): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < list.length) return value;
	throw damaged(`it refers to ${what} ${JSON.stringify(value)}, but there are ${list.length}`);
}

export function objectOf(json: Json, name: string): Json | undefined {
	const value = json[name];
	if (value === undefined) return undefined;
	if (!isJson(value)) throw damaged(`“${name}” is not an object`);
	return value;
}

export function indicesOf(
	json: Json,
	name: string,
	list: readonly unknown[],
	what: string,
): readonly number[] {
	const value = json[name];
	if (value === undefined) return [];
	if (!Array.isArray(value)) throw damaged(`“${name}” is not a list`);
	return value.map((each) => checkIndex(each, list, what));
}

export const damaged = (why: string): Refused =>
	new Refused('damaged', `is damaged: ${why}. Export it again.`);
