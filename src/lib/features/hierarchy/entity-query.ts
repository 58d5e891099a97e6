import { err, ok, type Result } from '#lib/base/result.ts';
import { scriptSlots } from '#lib/doc/components/entity-scripts.ts';
import {
	hasComponent,
	isFieldInUse,
	readDeclared,
	type ComponentName,
} from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { compareField, compareText, type ComparisonProblem } from './compare-field.ts';
import { componentCalled, fieldsCalled, fold, type QueryField } from './query-fields.ts';
import { readTokens, type Operator, type Word } from './query-tokens.ts';

/** Whether an entity is what was searched for. */
export type EntityTest = (entity: EntitySnapshot) => boolean;

/** Why a part of a search means nothing. */
export type QueryProblem =
	| ComparisonProblem
	| { readonly kind: 'no-field'; readonly operator: Operator }
	| { readonly kind: 'unfinished'; readonly comparison: string }
	| { readonly kind: 'unknown-field'; readonly field: string };

export type EntityQuery = {
	/** Null: nothing is searched for, and everything fits. */
	readonly test: EntityTest | null;
	/** The first part that means nothing. It is left out: the others hold all the same. */
	readonly problem: QueryProblem | undefined;
};

type Comparison = { readonly field: string; readonly operator: Operator; readonly value: string };

/**
 * Understands what was typed into the search field: words, each of which is part of the name or a component of the entity
 * (in quotes: of the name only), and comparisons of fields (`intensity>2`, `mesh.shape=box`, `position.y<=0`,
 * `name:lamp`). All must hold. See docs/editor.md.
 */
export function parseQuery(text: string): EntityQuery {
	const { words, comparisons, problems } = readParts(text);
	const components = words.flatMap(({ text: word, quoted }) => (quoted ? [] : (componentCalled(word) ?? [])));
	const tests = words.filter(({ text: word }) => word.trim() !== '').map(testWord);
	for (const comparison of comparisons) {
		const test = testComparison(comparison, components);
		if (test.ok) tests.push(test.value);
		else problems.push(test.error);
	}
	const all: EntityTest = (entity) => tests.every((test) => test(entity));
	return { test: tests.length > 0 ? all : null, problem: problems[0] };
}

function readParts(text: string): { words: Word[]; comparisons: Comparison[]; problems: QueryProblem[] } {
	const tokens = readTokens(text);
	const parts = { words: [] as Word[], comparisons: [] as Comparison[], problems: [] as QueryProblem[] };
	for (let at = 0; at < tokens.length; at++) {
		const [token, operator, value] = [tokens[at], tokens[at + 1], tokens[at + 2]];
		if (!token) break;
		if (token.kind === 'operator') parts.problems.push({ kind: 'no-field', operator: token.text });
		else if (operator?.kind !== 'operator') parts.words.push(token);
		// A word with a sign behind it begins a comparison of its own.
		else if (value?.kind === 'word' && tokens[at + 3]?.kind !== 'operator') {
			parts.comparisons.push({ field: token.text, operator: operator.text, value: value.text });
			at += 2;
		} else {
			parts.problems.push({ kind: 'unfinished', comparison: token.text + operator.text });
			at += 1;
		}
	}
	return parts;
}

function testWord({ text, quoted }: Word): EntityTest {
	const named = testName(':', text);
	const component = quoted ? undefined : componentCalled(text);
	return component ? (entity) => carries(entity, component) || named(entity) : named;
}

/** “script” finds what has any. */
const carries = (entity: EntitySnapshot, component: ComponentName): boolean =>
	hasComponent(entity, component) || (component === 'script' && scriptSlots(entity.values).length > 0);

function testName(operator: Operator, text: string): EntityTest {
	const holds = compareText(operator, text);
	return ({ name }) => holds(name);
}

function testComparison(
	{ field, operator, value }: Comparison,
	components: readonly ComponentName[],
): Result<EntityTest, QueryProblem> {
	const isNot = operator === '!=';
	const positive = isNot ? '=' : operator;
	if (fold(field) === 'name') {
		if (positive !== '=' && positive !== ':') return err({ kind: 'no-order', field });
		const holds = testName(positive, value);
		return ok(isNot ? (entity) => !holds(entity) : holds);
	}
	const fields = chooseFields(fieldsCalled(field), components);
	if (fields.length === 0) return err({ kind: 'unknown-field', field });
	const problems: QueryProblem[] = [];
	const tests = fields.flatMap((queried) => {
		const holds = compareField(queried, positive, value);
		if (!holds.ok) problems.push(holds.error);
		return holds.ok ? [{ ...queried, holds: holds.value }] : [];
	});
	const [problem] = problems;
	if (tests.length === 0 && problem) return err(problem);
	return ok((entity) => {
		const used = tests.filter(({ declared }) => isUsed(entity, declared));
		const some = used.some(({ declared, holds }) => holds(readDeclared(entity, declared)));
		return isNot ? used.length > 0 && !some : some;
	});
}

/** `mesh shape=box` is about the shape of meshes, not of colliders. */
function chooseFields(
	fields: readonly QueryField[],
	components: readonly ComponentName[],
): readonly QueryField[] {
	const own = fields.filter(({ declared }) => components.includes(declared.component));
	return own.length > 0 ? own : fields;
}

/** Whether the entity shows this field at all: others have a default that means nothing. */
const isUsed = (entity: EntitySnapshot, declared: QueryField['declared']): boolean =>
	hasComponent(entity, declared.component) && isFieldInUse(entity, declared);
