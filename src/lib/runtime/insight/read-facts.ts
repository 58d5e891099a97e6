import {
	LINE_SIZE,
	LONGEST_WATCHED_NAME,
	LONGEST_WATCHED_VALUE,
	MOST_LINES,
	MOST_WATCHED_SCRIPTS,
	MOST_WATCHED_VALUES,
	type GameFacts,
	type WatchedScript,
} from './game-facts.ts';

const NO_FACTS: GameFacts = { lines: null, scripts: [] };

/** What a game says of itself. It cannot be trusted: whatever is none is left out, since it is only looked at. */
export function readFacts(value: unknown): GameFacts {
	if (typeof value !== 'object' || value === null) return NO_FACTS;
	const { lines, scripts } = value as Readonly<Record<string, unknown>>;
	return {
		lines: isLines(lines) ? lines : null,
		scripts: Array.isArray(scripts) ? scripts.slice(0, MOST_WATCHED_SCRIPTS).flatMap(readScript) : [],
	};
}

function isLines(value: unknown): value is Float32Array<ArrayBuffer> {
	return (
		value instanceof Float32Array &&
		value.buffer instanceof ArrayBuffer &&
		value.length <= MOST_LINES * LINE_SIZE &&
		value.length % LINE_SIZE === 0 &&
		value.every(Number.isFinite)
	);
}

function readScript(value: unknown): WatchedScript[] {
	const { index, slot, values } = (value ?? {}) as Readonly<Record<string, unknown>>;
	if (!Number.isSafeInteger(index) || typeof slot !== 'string' || !Array.isArray(values)) return [];
	// Each name once, as properties are.
	const read = new Map(values.slice(0, MOST_WATCHED_VALUES).flatMap(readValue));
	return [{ index: index as number, slot, values: [...read] }];
}

function readValue(value: unknown): (readonly [string, string])[] {
	if (!Array.isArray(value)) return [];
	const [name, words] = value as readonly unknown[];
	if (typeof name !== 'string' || typeof words !== 'string') return [];
	return [[name.slice(0, LONGEST_WATCHED_NAME), words.slice(0, LONGEST_WATCHED_VALUE)]];
}
