import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { QueryProblem } from './entity-query.ts';

/** Why a part of a search means nothing, and what to write instead. */
export function sayProblem(problem: QueryProblem): string {
	switch (problem.kind) {
		case 'no-field':
			return m.hierarchy_query_no_field(problem);
		case 'unfinished':
			return m.hierarchy_query_unfinished(problem);
		case 'unknown-field':
			return m.hierarchy_query_unknown_field(problem);
		case 'which-part':
			return m.hierarchy_query_which_part({ field: problem.field, parts: anyOf(problem.parts) });
		case 'no-order':
			return m.hierarchy_query_no_order(problem);
		case 'not-searchable':
			return m.hierarchy_query_not_searchable(problem);
		case 'wrong-value': {
			const { field, value, wanted } = problem;
			const words = typeof wanted === 'string' ? WANTED[wanted]() : anyOf(wanted);
			return m.hierarchy_query_wrong_value({ field, value, wanted: words });
		}
	}
}

const WANTED = {
	number: m.hierarchy_query_number,
	boolean: m.hierarchy_query_boolean,
	color: m.hierarchy_query_color,
	none: m.hierarchy_query_none,
} as const;

const anyOf = (words: readonly string[]): string =>
	new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(words);
