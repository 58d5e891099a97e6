import { basename } from 'node:path';
import type { Rule } from 'eslint';
import { fromRoot } from './places.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|mts|js|mjs)$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*\.svelte$/;
const VAGUE = /^(utils?|helpers?|common|misc|shared|managers?)\.|-(utils?|helpers?|manager)\./;

/** Files are named after the noun they hold, so that a reader guesses the path. */
export const fileName: Rule.RuleModule = {
	meta: { type: 'suggestion', schema: [] },
	create(context) {
		const path = fromRoot(context.filename);
		const name = basename(path);
		if (path.startsWith('src/routes/')) return {};
		return {
			Program(node) {
				const problem = nameProblem(name);
				if (problem) context.report({ node, loc: { line: 1, column: 0 }, message: problem });
			},
		};
	},
};

function nameProblem(name: string): string | null {
	if (VAGUE.test(name))
		return `'${name}' says nothing about its content. Name the file after its main export.`;
	if (name.endsWith('.svelte')) {
		return PASCAL.test(name)
			? null
			: `Components are named in PascalCase after what they show, not '${name}'.`;
	}
	return KEBAB.test(name) ? null : `Files are named in kebab-case after their main export, not '${name}'.`;
}
