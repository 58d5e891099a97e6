import type { JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { fieldNamed, type PastedComponent } from '../doc/commands/paste-component.ts';
import { checkField, isFieldValue } from '../doc/components/component.ts';
import {
	componentOf,
	fieldOfKey,
	isComponentName,
	keysOf,
	type ComponentKey,
	type DeclaredField,
} from '../doc/components/registry.ts';
import type { EntitySnapshot } from '../doc/entity.ts';

/** A component's values by the names of its fields, apart from any entity; what is left out has its default. */
export type ComponentCopy = {
	readonly component: PastedComponent;
	readonly values: Readonly<Record<string, JsonValue>>;
};

/** Why a text is not a component that could be pasted here. */
export type ComponentCopyProblem =
	| { readonly kind: 'no-copy' }
	| { readonly kind: 'newer' }
	| { readonly kind: 'unknown-component'; readonly name: string }
	| { readonly kind: 'unknown-field'; readonly component: PastedComponent; readonly name: string }
	| { readonly kind: 'wrong-value'; readonly field: DeclaredField; readonly rule: string };

const KIND = 'rastudios.component';
const VERSION = 1;
/** Many times what the longest texts of a component need. */
const MAX_LENGTH = 100_000;

/** What an entity has in a component, as it would be pasted elsewhere. */
export function copyComponent(
	entity: Pick<EntitySnapshot, 'values'>,
	component: Exclude<ComponentKey, 'prefab'>,
): ComponentCopy {
	const set = keysOf(component, entity).flatMap((key) => {
		const value = entity.values[key];
		const declared = fieldOfKey(key);
		if (!declared || value === undefined || !isFieldValue(declared.field, value)) return [];
		return [[declared.name, value] as const];
	});
	return { component: componentOf(component) as PastedComponent, values: Object.fromEntries(set) };
}

/** The text that stands for it on a clipboard, to be read by people as well. */
export const formatComponentCopy = ({ component, values }: ComponentCopy): string =>
	JSON.stringify({ kind: KIND, version: VERSION, component, values }, null, '\t');

/** Reads a text from a clipboard: anybody may have put anything there. */
export function parseComponentCopy(text: string): Result<ComponentCopy, ComponentCopyProblem> {
	const read = readJson(text);
	if (!isRecord(read) || read['kind'] !== KIND) return err({ kind: 'no-copy' });
	const { version, component, values } = read;
	if (typeof version !== 'number' || typeof component !== 'string' || !isRecord(values)) {
		return err({ kind: 'no-copy' });
	}
	if (version !== VERSION) return err({ kind: 'newer' });
	if (!isComponentName(component) || component === 'prefab') {
		return err({ kind: 'unknown-component', name: component });
	}
	const problem = findProblem(component, values);
	return problem ? err(problem) : ok({ component, values: values as Readonly<Record<string, JsonValue>> });
}

function findProblem(
	component: PastedComponent,
	values: Readonly<Record<string, unknown>>,
): ComponentCopyProblem | undefined {
	for (const [name, value] of Object.entries(values)) {
		const field = fieldNamed(component, name);
		if (!field) return { kind: 'unknown-field', component, name };
		const checked = checkField(field.field, value);
		if (!checked.ok) return { kind: 'wrong-value', field, rule: checked.error };
	}
	return undefined;
}

function readJson(text: string): unknown {
	if (text.length > MAX_LENGTH) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		// Most of what is on clipboards is no JSON.
		return undefined;
	}
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
