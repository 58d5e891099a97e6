import { ScriptEntity } from '../script/script-entity.ts';
import { Vec3 } from '../script/vectors.ts';
import { LONGEST_WATCHED_NAME, LONGEST_WATCHED_VALUE, MOST_WATCHED_VALUES } from './game-facts.ts';

const DEEPEST = 3;
/** Of a list or an object that is held. */
const MOST_MEMBERS = 20;
const CUT = '…';

/** The plain properties of a script, in words. None of its getters runs: they and methods are left out. */
export function propertyWords(script: object): [name: string, value: string][] {
	return plainProperties(script, MOST_WATCHED_VALUES).map(([name, value]) => [
		cut(name, LONGEST_WATCHED_NAME),
		cut(readableWords(value), LONGEST_WATCHED_VALUE),
	]);
}

/** A proxy may refuse to be looked into, which is no reason to end a game. */
function readableWords(value: unknown): string {
	try {
		return valueWords(value);
	} catch {
		return CUT;
	}
}

function valueWords(value: unknown, depth = 0): string {
	if (typeof value === 'number') return numberWords(value);
	if (typeof value === 'string') return JSON.stringify(cut(value, LONGEST_WATCHED_VALUE));
	if (typeof value !== 'object' || value === null) return String(value);
	if (value instanceof ScriptEntity) return cut(value.name, LONGEST_WATCHED_NAME);
	if (value instanceof Vec3) return [value.x, value.y, value.z].map(numberWords).join(', ');
	if (depth >= DEEPEST) return CUT;
	const words = (member: unknown) => valueWords(member, depth + 1);
	if (Array.isArray(value)) {
		const shown = value.slice(0, MOST_MEMBERS).map(words);
		return `[${[...shown, ...(value.length > shown.length ? [CUT] : [])].join(', ')}]`;
	}
	if (value instanceof Map || value instanceof Set) return `${value.size} × ${CUT}`;
	const members = plainProperties(value, MOST_MEMBERS + 1).map(
		([name, member]) => `${name}: ${words(member)}`,
	);
	const shown = members.slice(0, MOST_MEMBERS);
	return `{ ${[...shown, ...(members.length > shown.length ? [CUT] : [])].join(', ')} }`;
}

function plainProperties(value: object, most: number): [string, unknown][] {
	const found: [string, unknown][] = [];
	for (const name of Object.keys(value)) {
		if (found.length >= most) break;
		const property = Object.getOwnPropertyDescriptor(value, name);
		if (property && 'value' in property && typeof property.value !== 'function')
			found.push([name, property.value]);
	}
	return found;
}

/** As exact as somebody reads while it changes. */
const numberWords = (value: number): string =>
	Number.isFinite(value) && Math.abs(value) < 1e15 ? String(Number(value.toFixed(3))) : String(value);

const cut = (text: string, longest: number): string =>
	text.length > longest ? `${text.slice(0, longest - 1)}${CUT}` : text;
