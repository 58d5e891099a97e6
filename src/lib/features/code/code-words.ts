import { m } from '#lib/paraglide/messages.js';

/** What the editor itself says, by what it would say in English. */
export const searchPhrases = (): Readonly<Record<string, string>> => ({
	Find: m.code_find(),
	next: m.code_search_next(),
	previous: m.code_search_previous(),
	all: m.code_search_all(),
	'match case': m.code_search_case(),
	regexp: m.code_search_regexp(),
	'by word': m.code_search_word(),
	Replace: m.code_search_replace(),
	replace: m.code_search_replace(),
	'replace all': m.code_search_replace_all(),
	close: m.code_search_close(),
	'current match': m.code_search_match(),
	'on line': m.code_search_line(),
	Completions: m.code_completions(),
});
