import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';

const MAX_DEPTH = 32;
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The value of a JSON text in which every key stands once, none is one that every object has already
 * (`__proto__`, `constructor` …), and nothing is nested deeper than anybody means it.
 */
export function parseStrictJson(text: string): Result<unknown, ProtocolError> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return err({ code: 'invalid', message: 'The request body must be JSON' });
	}
	const fault = findFault(text);
	return fault === null ? ok(value) : err({ code: 'invalid', ...fault });
}

type Fault = { readonly message: string; readonly field?: string };

// The text is known to be JSON: a string before a colon is a key, and brackets match.
function findFault(text: string): Fault | null {
	const open: (Set<string> | null)[] = [];
	let last = '';
	for (const [token] of text.matchAll(TOKENS)) {
		if (token === '{' || token === '[') {
			open.push(token === '{' ? new Set() : null);
			if (open.length > MAX_DEPTH) return { message: `Nothing may be nested deeper than ${MAX_DEPTH} times` };
		} else if (token === '}' || token === ']') {
			open.pop();
		} else if (token === ':') {
			const fault = noteKey(JSON.parse(last) as string, open.at(-1));
			if (fault) return fault;
		}
		last = token;
	}
	return null;
}

function noteKey(key: string, keys: Set<string> | null | undefined): Fault | null {
	if (key in Object.prototype) return { field: key, message: `"${key}" can be no key` };
	if (keys?.has(key)) return { field: key, message: `"${key}" stands there twice` };
	keys?.add(key);
	return null;
}
