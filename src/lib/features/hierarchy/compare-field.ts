import type { JsonValue } from '#lib/base/json.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { Field } from '#lib/doc/components/component.ts';
import { fold, partsOf, type QueryField } from './query-fields.ts';
import type { Operator } from './query-tokens.ts';

/** Why a comparison means nothing, with the field as the inspector calls it. */
export type ComparisonProblem =
	| { readonly kind: 'which-part'; readonly field: string; readonly parts: readonly string[] }
	| { readonly kind: 'no-order'; readonly field: string }
	| { readonly kind: 'not-searchable'; readonly field: string }
	| {
			readonly kind: 'wrong-value';
			readonly field: string;
			readonly value: string;
			readonly wanted: 'number' | 'boolean' | 'color' | 'none' | readonly string[];
	  };

/** What nobody types as a word. */
const NOT_SEARCHED: ReadonlySet<Field['kind']> = new Set(['rotation', 'curve', 'gradient']);

type ValueTest = (value: JsonValue) => boolean;
type Compared = Result<ValueTest, ComparisonProblem>;

/** What a field of this kind must be; `!=` is whoever asks turned around, and comes in as `=`. */
export function compareField(queried: QueryField, operator: Operator, text: string): Compared {
	const { field } = queried.declared;
	if (field.kind === 'number') return compareNumber(queried, operator, text);
	if (field.kind === 'vector2' || field.kind === 'vector3') {
		if (queried.axis !== undefined) return compareNumber(queried, operator, text);
		return err({ kind: 'which-part', field: field.label, parts: partsOf(queried.declared) });
	}
	if (NOT_SEARCHED.has(field.kind)) return err({ kind: 'not-searchable', field: field.label });
	if (operator !== '=' && operator !== ':') return err({ kind: 'no-order', field: field.label });
	if (field.kind === 'text') return ok(compareText(operator, text));
	return compareExactly(queried, text);
}

/** Values are shown with fewer digits than they have. */
const NEARLY = 1e-5;

function compareNumber({ declared, axis }: QueryField, operator: Operator, text: string): Compared {
	const wanted = text.trim() === '' ? Number.NaN : Number(text);
	if (Number.isNaN(wanted)) return wrong(declared.field.label, text, 'number');
	const holds = NUMBER_TESTS[operator];
	return ok((value) => holds((axis === undefined ? value : (value as number[])[axis]) as number, wanted));
}

const isNearly = (a: number, b: number): boolean => Math.abs(a - b) < NEARLY;
const NUMBER_TESTS: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
	'<': (a, b) => a < b && !isNearly(a, b),
	'<=': (a, b) => a < b || isNearly(a, b),
	'>': (a, b) => a > b && !isNearly(a, b),
	'>=': (a, b) => a > b || isNearly(a, b),
	'=': isNearly,
	':': isNearly,
	'!=': (a, b) => !isNearly(a, b),
};

/** Whatever the case: `=` all of it, `:` somewhere in it. */
export function compareText(operator: Operator, text: string): (value: JsonValue) => boolean {
	const wanted = text.toLowerCase();
	if (operator === ':') return (value) => (value as string).toLowerCase().includes(wanted);
	return (value) => (value as string).toLowerCase() === wanted;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
	true: true,
	yes: true,
	on: true,
	false: false,
	no: false,
	off: false,
};

function compareExactly({ declared: { field } }: QueryField, text: string): Compared {
	const word = fold(text);
	switch (field.kind) {
		case 'boolean':
			return is(BOOLEANS[word]) ?? wrong(field.label, text, 'boolean');
		case 'color':
			return is(readColor(text)) ?? wrong(field.label, text, 'color');
		case 'choice': {
			const option = field.options.find(({ value, label }) => fold(value) === word || fold(label) === word);
			const labels = field.options.map(({ label }) => label);
			return is(option?.value) ?? wrong(field.label, text, labels);
		}
		default:
			// Assets, documents and entities stand in the scene by ids that nobody types.
			return word === 'none' ? ok((value) => value === null) : wrong(field.label, text, 'none');
	}
}

const is = (wanted: boolean | string | undefined): Compared | undefined =>
	wanted === undefined ? undefined : ok((value) => value === wanted);

function readColor(text: string): string | undefined {
	const [, digits] = /^#?((?:[0-9a-f]{3}){1,2})$/.exec(text.trim().toLowerCase()) ?? [];
	if (digits === undefined) return undefined;
	return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits}`;
}

const wrong = (
	field: string,
	value: string,
	wanted: Extract<ComparisonProblem, { kind: 'wrong-value' }>['wanted'],
): Compared => err({ kind: 'wrong-value', field, value, wanted });
