import type { Problem, ProblemRule } from '#lib/doc/problems/problem.ts';
import { m } from '#lib/paraglide/messages.js';

const RULES: Readonly<Record<ProblemRule, () => string>> = {
	'dangling-asset': m.problems_rule_dangling_asset,
	'dangling-document': m.problems_rule_dangling_document,
	'removed-document': m.problems_rule_removed_document,
	'dangling-entity': m.problems_rule_dangling_entity,
	'out-of-range': m.problems_rule_out_of_range,
	'wrong-type': m.problems_rule_wrong_type,
	'field-without-component': m.problems_rule_field_without_component,
	'unknown-component': m.problems_rule_unknown_component,
	'unknown-field': m.problems_rule_unknown_field,
	'unknown-option': m.problems_rule_unknown_option,
	'healed-orphan': m.problems_rule_healed_orphan,
	'healed-cycle': m.problems_rule_healed_cycle,
	'healed-too-deep': m.problems_rule_healed_too_deep,
	'prefab-cycle': m.problems_rule_prefab_cycle,
	'prefab-too-deep': m.problems_rule_prefab_too_deep,
	'prefab-too-large': m.problems_rule_prefab_too_large,
	'dangling-override': m.problems_rule_dangling_override,
	'invalid-override': m.problems_rule_invalid_override,
};

/** What kind of problem it is. */
export const ruleWords = ({ rule }: Pick<Problem, 'rule'>): string => RULES[rule]();

/** What mending it does; undefined when nothing mends it by itself. */
export function fixWords({ fix }: Pick<Problem, 'fix'>): string | undefined {
	if (!fix) return undefined;
	return fix.kind === 'reset' ? m.problems_fix_reset() : m.problems_fix_shown();
}
