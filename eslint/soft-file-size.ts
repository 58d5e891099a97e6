import type { Rule } from 'eslint';

const SOFT_LINES = 300;
const SOFT_COMPONENT_LINES = 150;

/** Warns before a file reaches the hard limit of 500 lines (`max-lines`), while splitting is still cheap. */
export const softFileSize: Rule.RuleModule = {
	meta: { type: 'suggestion', schema: [] },
	create(context) {
		const component = context.filename.endsWith('.svelte');
		const limit = component ? SOFT_COMPONENT_LINES : SOFT_LINES;
		return {
			'Program:exit'() {
				const lines = context.sourceCode.lines.length;
				if (lines <= limit) return;
				const remedy = component
					? 'Move logic into the .svelte.ts beside it, or a part into a component of its own.'
					: 'Split by noun in the same change.';
				context.report({
					loc: { line: limit + 1, column: 0 },
					message: `${lines} lines; beyond ${limit} a file is hard to hold in mind. ${remedy}`,
				});
			},
		};
	},
};
