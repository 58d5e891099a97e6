import { isJson, jsonEqual, type JsonValue } from '../../base/json.ts';
import { quote } from '../commands/check.ts';
import { isFieldValue, type Field } from '../components/component.ts';
import {
	fieldOfKey,
	hasComponent,
	isComponentKey,
	isFieldInUse,
	type DeclaredField,
} from '../components/registry.ts';
import { referenceOf } from '../components/script-value.ts';
import { formatPlace, isRemoved, type EntitySnapshot } from '../entity.ts';
import { isOldKey } from '../migrations.ts';
import type { RegisterMap } from '../registers.ts';
import { resetOf, type Problem, type ProblemRule, type WrongRegister } from './problem.ts';

/** What an entity says of itself: what is wrong with it, and what it refers to. */
export type EntityFindings = {
	readonly problems: readonly Problem[];
	readonly references: readonly Reference[];
};

/** A field that names something outside of the entity. */
export type Reference = {
	readonly key: string;
	/** What it must name; of an asset that a script is given, nobody but its text knows of which kind. */
	readonly names:
		| Extract<Field, { kind: 'document' | 'entity' }>
		| { readonly kind: 'asset'; readonly accepts?: 'model' | 'image' | 'audio' };
	readonly id: string;
	readonly stored: JsonValue;
};

const NOTHING: EntityFindings = { problems: [], references: [] };
const found = new WeakMap<EntitySnapshot, EntityFindings>();

/** Looks at one entity; once, as long as it stays the same. `row`: the entity as it stands in the document. */
export function examineEntity(entity: EntitySnapshot, row: RegisterMap | undefined): EntityFindings {
	const known = found.get(entity);
	if (known) return known;
	const findings = examine(entity, row);
	found.set(entity, findings);
	return findings;
}

function examine(entity: EntitySnapshot, row: RegisterMap | undefined): EntityFindings {
	const problems: Problem[] = [];
	const references: Reference[] = [];
	const leftovers = new Map<string, WrongRegister[]>();
	const unknown = new Set<string>();
	for (const [key, value] of Object.entries(entity.values)) {
		const declared = fieldOfKey(key);
		const component = key.startsWith('@') ? 'prefab' : declared?.component;
		if (component && !hasComponent(entity, component)) {
			leftovers.set(component, [...(leftovers.get(component) ?? []), { key, value }]);
		} else if (declared) {
			const problem = examineField(entity, declared, value);
			if (problem) problems.push(problem);
			const named = problem ? undefined : namedBy(declared.field, value);
			if (named && isFieldInUse(entity, declared)) references.push({ key, stored: value, ...named });
		} else if (isComponentKey(key)) {
			if (value !== true) problems.push(wrongComponent(entity, key, value));
		} else if (!key.startsWith('@')) {
			const problem = examineUnknown(entity, key, value, unknown);
			if (problem) problems.push(problem);
		}
	}
	for (const [component, registers] of leftovers) problems.push(leftover(entity, component, registers));
	if (row) problems.push(...examineRow(entity, row));
	return problems.length + references.length === 0 ? NOTHING : { problems, references };
}

const HELD = { default: null, label: '', help: '' } as const;
const GIVEN = {
	entity: { ...HELD, kind: 'entity' },
	prefab: { ...HELD, kind: 'document', accepts: 'prefab' },
	asset: { kind: 'asset' },
} as const;

/** What a field's value names, and what that must be. */
function namedBy(field: Field, value: JsonValue): Pick<Reference, 'names' | 'id'> | undefined {
	if (field.kind === 'any') {
		const reference = referenceOf(value);
		return reference && { names: GIVEN[reference.kind], id: reference.id };
	}
	const isReference = field.kind === 'asset' || field.kind === 'document' || field.kind === 'entity';
	return isReference && typeof value === 'string' ? { names: field, id: value } : undefined;
}

function examineField(
	{ id, name }: EntitySnapshot,
	{ key, field }: DeclaredField,
	value: JsonValue,
): Problem | undefined {
	if (isFieldValue(field, value)) return undefined;
	const rule = ruleBroken(field, value);
	const problem = { rule, entityId: id, name, key, facts: { kind: 'field', value: quote(value) } } as const;
	return rule === 'unknown-option' ? problem : { ...problem, fix: resetOf(key, value) };
}

/** Right in kind but too much is something else than what could never be. */
function ruleBroken(field: Field, value: JsonValue): ProblemRule {
	const areNumbers = (count: number) =>
		Array.isArray(value) && value.length === count && value.every((part) => typeof part === 'number');
	switch (field.kind) {
		case 'number':
			return typeof value === 'number' ? 'out-of-range' : 'wrong-type';
		case 'vector2':
			return areNumbers(2) ? 'out-of-range' : 'wrong-type';
		case 'vector3':
			return areNumbers(3) ? 'out-of-range' : 'wrong-type';
		case 'rotation':
			return areNumbers(4) ? 'out-of-range' : 'wrong-type';
		case 'text':
			return typeof value === 'string' && value.length > field.maxLength ? 'out-of-range' : 'wrong-type';
		case 'choice':
			return typeof value === 'string' ? 'unknown-option' : 'wrong-type';
		default:
			return 'wrong-type';
	}
}

function wrongComponent({ id, name }: EntitySnapshot, key: string, value: JsonValue): Problem {
	const facts = { kind: 'component', value: quote(value) } as const;
	return { rule: 'wrong-type', entityId: id, name, key, facts, fix: resetOf(key, value) };
}

function leftover(
	{ id, name }: EntitySnapshot,
	component: string,
	registers: readonly WrongRegister[],
): Problem {
	const fields = registers.map(({ key, value }) => ({ key, value: quote(value) }));
	const [first] = registers;
	return {
		rule: 'field-without-component',
		entityId: id,
		name,
		...(first && { key: first.key }),
		facts: { kind: 'leftover', component, fields },
		fix: { kind: 'reset', registers },
	};
}

/** Told once for a component that is unknown, however many fields it has. */
function examineUnknown(
	{ id, name }: EntitySnapshot,
	key: string,
	value: JsonValue,
	seen: Set<string>,
): Problem | undefined {
	const [component = key] = key.split('.', 1);
	const problem = { entityId: id, name, key };
	if (isComponentKey(component))
		return { ...problem, rule: 'unknown-field', facts: { kind: 'unknown-field', value: quote(value) } };
	if (seen.has(component)) return undefined;
	seen.add(component);
	return { ...problem, rule: 'unknown-component', facts: { kind: 'unknown-component', component } };
}

/** What the snapshot cannot tell, as it shows the default instead. */
function examineRow(entity: EntitySnapshot, row: RegisterMap): Problem[] {
	const problems: Problem[] = [];
	row.forEach((value: unknown, key) => {
		const problem = examineRegister(entity, key, value);
		if (problem) problems.push(problem);
	});
	return problems;
}

function examineRegister(entity: EntitySnapshot, key: string, value: unknown): Problem | undefined {
	const { id, name } = entity;
	const facts = () => ({ kind: 'register', value: quote(value) }) as const;
	const wrong = { rule: 'wrong-type', entityId: id, name, key } as const;
	const isOtherPlace = key === 'place' && (!isJson(value) || !jsonEqual(value, formatPlace(entity.place)));
	if (isOtherPlace || (key === 'name' && value !== name))
		return { ...wrong, facts: facts(), fix: { kind: 'write-shown', key } };
	if (key === 'removed') {
		const fix = resetOf(key, isJson(value) ? value : undefined);
		return isRemoved(value) ? undefined : { ...wrong, facts: facts(), fix };
	}
	if (isJson(value)) return undefined;
	const isOurs = fieldOfKey(key) !== undefined || isComponentKey(key) || isOldKey(key);
	return isOurs
		? { ...wrong, facts: facts(), fix: resetOf(key, undefined) }
		: { ...wrong, rule: 'unknown-field', facts: facts() };
}
