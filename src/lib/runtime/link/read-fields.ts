import type { AnyNode, Class, Expression, ObjectExpression, Program, SpreadElement } from 'acorn';
import type { JsonValue } from '#lib/base/json.ts';
import { MAX_SCRIPT_FIELDS, toScriptField, type ScriptField } from '#lib/doc/components/script-fields.ts';
import { compileScript, type ScriptProblem } from './compile-script.ts';

export type ScriptFields = {
	readonly fields: readonly ScriptField[];
	readonly problems: readonly ScriptProblem[];
};

/**
 * What a script asks its creator for: the `static fields` of its class, read without running anything, so only plain
 * values can stand there. Never throws; what cannot be read is told, and the others are read all the same.
 */
export function readScriptFields(text: string): ScriptFields {
	const compiled = compileScript(text);
	if ('message' in compiled) return { fields: [], problems: [compiled] };
	const declared = fieldsOf(compiled.program);
	if (!declared) return { fields: [], problems: [] };
	const { code } = compiled;
	if (declared.type !== 'ObjectExpression')
		return { fields: [], problems: [problem(code, declared, '`static fields` must be written out: { … }')] };
	return readAll(code, declared);
}

function readAll(code: string, { properties }: ObjectExpression): ScriptFields {
	const [fields, problems] = [new Map<string, ScriptField>(), [] as ScriptProblem[]];
	for (const property of properties) {
		const name = property.type === 'Property' && !property.computed ? keyOf(property.key) : undefined;
		const value = property.type === 'Property' ? plainValue(property.value) : undefined;
		if (name === undefined || value === undefined) {
			problems.push(problem(code, property, 'Only plain values can stand in `static fields`.'));
			continue;
		}
		const made = toScriptField(name, value);
		if (!made.ok) problems.push(problem(code, property, `The field “${name}” ${made.error}.`));
		else if (fields.size < MAX_SCRIPT_FIELDS) fields.set(name, made.value);
	}
	return { fields: [...fields.values()], problems };
}

/** What stands behind `static fields =` in the class that the script gives; else in the first that has any. */
function fieldsOf({ body }: Program): Expression | undefined {
	const classes: Class[] = [];
	let given: string | undefined;
	for (const statement of body) {
		if (statement.type === 'ClassDeclaration') classes.push(statement);
		if (statement.type !== 'ExpressionStatement') continue;
		const assigned = assignedDefault(statement.expression);
		if (assigned?.type === 'Identifier') given = assigned.name;
		if (assigned?.type === 'ClassExpression') classes.unshift(assigned);
	}
	const named = classes.find(({ id }) => id && id.name === given);
	for (const candidate of named ? [named] : classes) {
		const fields = staticFields(candidate);
		if (fields) return fields;
	}
	return undefined;
}

/** The right side of `exports.default = …`. */
function assignedDefault(expression: Expression): Expression | undefined {
	if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression')
		return undefined;
	const { object, property } = expression.left;
	const isDefault =
		object.type === 'Identifier' && object.name === 'exports' && keyOf(property) === 'default';
	return isDefault ? expression.right : undefined;
}

function staticFields({ body }: Class): Expression | undefined {
	for (const member of body.body)
		if (member.type === 'PropertyDefinition' && member.static && keyOf(member.key) === 'fields')
			return member.value ?? undefined;
	return undefined;
}

const keyOf = (key: AnyNode): string | undefined =>
	key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;

/** The value of an expression that is written out; undefined for any other. */
function plainValue(node: AnyNode, depth = 0): JsonValue | undefined {
	if (depth > 8) return undefined;
	switch (node.type) {
		case 'Literal':
			return isPlain(node.value) ? node.value : undefined;
		case 'TemplateLiteral':
			return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
		case 'UnaryExpression': {
			const value = plainValue(node.argument, depth + 1);
			return node.operator === '-' && typeof value === 'number' ? -value : undefined;
		}
		case 'ArrayExpression':
			return plainList(node.elements, depth);
		case 'ObjectExpression':
			return plainObject(node, depth);
		default:
			return undefined;
	}
}

const isPlain = (value: unknown): value is null | string | number | boolean =>
	value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function plainList(
	elements: readonly (Expression | SpreadElement | null)[],
	depth: number,
): JsonValue | undefined {
	const values = elements.map((element) => (element ? plainValue(element, depth + 1) : undefined));
	return values.every((value) => value !== undefined) ? values : undefined;
}

function plainObject({ properties }: ObjectExpression, depth: number): JsonValue | undefined {
	const entries: [string, JsonValue][] = [];
	for (const property of properties) {
		if (property.type !== 'Property' || property.computed) return undefined;
		const [key, value] = [keyOf(property.key), plainValue(property.value, depth + 1)];
		if (key === undefined || value === undefined) return undefined;
		entries.push([key, value]);
	}
	return Object.fromEntries(entries);
}

function problem(code: string, { start }: { readonly start: number }, message: string): ScriptProblem {
	return { line: code.slice(0, start).split('\n').length, column: 0, message };
}
