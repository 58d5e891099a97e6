import { isJson } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { checkField, MAX_COORDINATE, type Field, type Unit } from './component.ts';
import { fieldLabel, isScriptFieldName } from './entity-scripts.ts';
import { fitsField } from './script-field-values.ts';
import { MAX_SCRIPT_TEXT, type ScriptValue } from './script-value.ts';

type Kind = 'number' | 'boolean' | 'text' | 'choice' | 'color' | 'vector3' | 'entity' | 'document' | 'asset';

/** One value that a script asks its creator for, as its text declares it: a field like those of components. */
export type ScriptField = { readonly name: string } & Extract<Field, { kind: Kind }>;

export const MAX_SCRIPT_FIELDS = 200;
const MAX_NUMBER = 1e9;
const MAX_WORDS = 500;
const UNITS: readonly Unit[] = ['m', 'm/s', 'm/s²', 'deg', 's', '1/s', 'kg'];
const ASSETS = ['model', 'image', 'audio'] as const;
const COLOR = /^#[0-9a-f]{6}$/;

type Given = Readonly<Record<string, unknown>>;
type Made = Result<ScriptField, string>;
type Head = { readonly name: string; readonly label: string; readonly help: string };

/** The field that one entry of `static fields` declares; the error is the rule it breaks. Takes anything. */
export function toScriptField(name: string, declared: unknown): Made {
	if (!isScriptFieldName(name))
		return err('is no name of a field: letters, digits and _, at most 64, and no name that every object has');
	if (!isJson(declared)) return err('must be a plain value');
	const head = { name, label: fieldLabel(name), help: '' };
	if (typeof declared === 'number') return number(head, { default: declared });
	if (typeof declared === 'boolean') return ok({ ...head, kind: 'boolean', default: declared });
	if (typeof declared === 'string') return text(head, { default: declared });
	if (Array.isArray(declared)) return vector(head, { default: declared });
	if (declared === null) return err('must not be null');
	const given = declared as Given;
	return byKind({ ...head, ...wordsOf(given) }, given);
}

/** What a script is given for a field: what was set, or what its text says where that does not fit. Null: nothing. */
export function scriptValueOf(field: ScriptField, stored: unknown): ScriptValue | null {
	return fitsField(field, stored) ? (stored as ScriptValue) : field.default;
}

function byKind(head: Head, given: Given): Made {
	switch (given['kind']) {
		case 'number':
			return number(head, given);
		case 'boolean':
			return finish({ ...head, kind: 'boolean', default: (given['default'] ?? false) as boolean });
		case 'text':
			return text(head, given);
		case 'choice':
			return choice(head, given);
		case 'color':
			return finish({ ...head, kind: 'color', default: lowerCase(given['default'] ?? '#ffffff') });
		case 'vector3':
			return vector(head, given);
		case 'entity':
			return ok({ ...head, kind: 'entity', default: null });
		case 'prefab':
			return ok({ ...head, kind: 'document', accepts: 'prefab', default: null });
		case 'asset':
			return asset(head, given);
		default:
			return err('must have a kind: number, boolean, text, choice, color, vector3, entity, prefab or asset');
	}
}

function number(head: Head, given: Given): Made {
	const { min = -MAX_NUMBER, max = MAX_NUMBER, step, unit } = given;
	if (!isNumber(min) || !isNumber(max) || min >= max) return err('needs a min below its max');
	if (step !== undefined && (!isNumber(step) || step <= 0)) return err('needs a step above zero');
	if (unit !== undefined && !UNITS.includes(unit as Unit)) return err(`needs a unit of ${UNITS.join(', ')}`);
	const fallback = Math.min(Math.max(0, min), max);
	const value = (given['default'] ?? fallback) as number;
	return finish({
		...head,
		kind: 'number',
		default: value,
		min,
		max,
		step: step ?? defaultStep(min, max),
		...(unit !== undefined && { unit: unit as Unit }),
	});
}

/** A hundredth of a short way, a tenth of any other. */
const defaultStep = (min: number, max: number): number => (max - min <= 2 ? 0.01 : 0.1);

function text(head: Head, given: Given): Made {
	const value = (given['default'] ?? '') as string;
	const multiline = given['multiline'] === true ? ({ multiline: true } as const) : {};
	return finish({ ...head, kind: 'text', default: value, maxLength: MAX_SCRIPT_TEXT, ...multiline });
}

function choice(head: Head, given: Given): Made {
	const options = given['options'];
	if (!Array.isArray(options) || options.length === 0 || !options.every(isWord))
		return err('needs options: a list of words');
	if (new Set(options).size < options.length) return err('has one option twice');
	const value = given['default'] ?? options[0];
	const all = options.map((option: string) => ({ value: option, label: option }));
	return finish({ ...head, kind: 'choice', default: value as string, options: all });
}

function vector(head: Head, given: Given): Made {
	const value = (given['default'] ?? [0, 0, 0]) as readonly [number, number, number];
	const range = { min: -MAX_COORDINATE, max: MAX_COORDINATE, step: 0.1 };
	return finish({ ...head, kind: 'vector3', default: value, ...range });
}

function asset(head: Head, given: Given): Made {
	const accepts = ASSETS.find((kind) => kind === given['accepts']);
	if (!accepts) return err(`needs what it accepts: ${ASSETS.join(', ')}`);
	return ok({ ...head, kind: 'asset', accepts, default: null });
}

/** A field whose default keeps its own rule. */
function finish(field: ScriptField): Made {
	const checked = checkField(field, field.default);
	return checked.ok ? ok(field) : err(`has a default that ${checked.error}`);
}

function wordsOf(given: Given): Partial<Head> {
	const { label, help } = given;
	return { ...(isWord(label) && { label }), ...(isWord(help) && { help }) };
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isWord = (value: unknown): value is string =>
	typeof value === 'string' && value.trim() !== '' && value.length <= MAX_WORDS && value.isWellFormed();
const lowerCase = (value: unknown): string => {
	const lower = typeof value === 'string' ? value.toLowerCase() : '';
	return COLOR.test(lower) ? lower : (value as string);
};
