import type { Field } from '../doc/components/component.ts';
import { fieldOfKey } from '../doc/components/registry.ts';
import type { PrefabRule } from '../doc/prefabs/prefab-problem.ts';
import type { Problem, ProblemFacts } from '../doc/problems/problem.ts';
import { m } from '../paraglide/messages.js';
import { nameOfKey } from './name-of-key.ts';

/** What is wrong with an entity, as a sentence or two: which entity, which field, what stands there, what should. */
export function problemWords({ name, key = '', facts, rule }: Problem): string {
	const field = nameOfKey(key);
	switch (facts.kind) {
		case 'field': {
			const declared = fieldOfKey(key)?.field;
			const must = declared ? fieldWords(declared) : m.problems_must_json();
			return m.problems_say_field({ name, field, must, value: facts.value });
		}
		case 'component':
			return m.problems_say_component({ name, field, value: facts.value });
		case 'register':
			return m.problems_say_register({ name, field, must: registerWords(key), value: facts.value });
		case 'leftover': {
			const fields = facts.fields.map((each) => `${nameOfKey(each.key)} = ${each.value}`).join(', ');
			return m.problems_say_leftover({ name, component: nameOfKey(facts.component), fields });
		}
		case 'unknown-field':
			return m.problems_say_unknown_field({ name, field: key, value: facts.value });
		case 'unknown-component':
			return m.problems_say_unknown_component({ name, component: facts.component });
		case 'dangling':
			return m.problems_say_dangling({ name, field, value: facts.value });
		case 'other-kind':
			return m.problems_say_other_kind({ name, field, title: facts.title, found: KINDS[facts.found]() });
		case 'removed':
			return m.problems_say_removed({ name, field, title: facts.title });
		case 'healed':
			return healedWords(name, rule, facts.parent);
		case 'prefab':
			return prefabWords(name, field, facts);
	}
}

const KINDS = {
	model: m.problems_kind_model,
	image: m.problems_kind_image,
	audio: m.problems_kind_audio,
	scene: m.problems_kind_scene,
	prefab: m.problems_kind_prefab,
	script: m.problems_kind_script,
	page: m.problems_kind_page,
} as const;

/** What a field's values must be. */
function fieldWords(field: Field): string {
	switch (field.kind) {
		case 'number': {
			const { min, max } = field;
			return field.integer ? m.problems_must_integer({ min, max }) : m.problems_must_number({ min, max });
		}
		case 'vector2':
			return vectorWords(2, field);
		case 'vector3':
			return vectorWords(3, field);
		case 'rotation':
			return m.problems_must_rotation();
		case 'color':
			return m.problems_must_color();
		case 'boolean':
			return m.problems_must_boolean();
		case 'curve':
			return m.problems_must_curve({ min: field.min, max: field.max });
		case 'gradient':
			return m.problems_must_gradient();
		case 'text':
			return m.problems_must_text({ max: field.maxLength });
		case 'choice':
			return m.problems_must_choice({ options: field.options.map(({ value }) => value).join(', ') });
		case 'asset':
		case 'document':
		case 'entity':
			return m.problems_must_reference();
		case 'any':
			return m.problems_must_given();
	}
}

const vectorWords = (count: number, { min, max }: { min?: number; max?: number }): string =>
	min === undefined || max === undefined
		? m.problems_must_numbers({ count })
		: m.problems_must_numbers_between({ count, min, max });

function registerWords(key: string): string {
	if (key === 'name') return m.problems_must_name();
	if (key === 'place') return m.problems_must_place();
	return key === 'removed' ? m.problems_must_day() : m.problems_must_json();
}

function healedWords(name: string, rule: Problem['rule'], parent: string | null): string {
	const where = parent === null ? m.problems_at_root() : m.problems_in_parent({ parent });
	if (rule === 'healed-orphan') return m.problems_say_orphan({ name, where });
	return rule === 'healed-cycle'
		? m.problems_say_cycle({ name, where })
		: m.problems_say_deep({ name, where });
}

const PREFABS: Readonly<Record<PrefabRule, (words: { name: string; prefab: string }) => string>> = {
	missing: m.problems_say_prefab_missing,
	removed: m.problems_say_prefab_removed,
	cycle: m.problems_say_prefab_cycle,
	'too-deep': m.problems_say_prefab_deep,
	'too-large': m.problems_say_prefab_large,
	dangling: m.problems_say_prefab_dangling,
	invalid: m.problems_say_prefab_invalid,
};

function prefabWords(
	name: string,
	field: string,
	{ why, title, value }: Extract<ProblemFacts, { kind: 'prefab' }>,
): string {
	const prefab = title === null ? m.problems_a_prefab() : m.problems_the_prefab({ title });
	const said = PREFABS[why]({ name, prefab });
	return value === '' ? said : m.problems_say_override({ said, field, value });
}
