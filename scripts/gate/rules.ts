export interface Source {
	readonly file: string;
	readonly text: string;
}

export interface Rule {
	readonly id: string;
	readonly file: string;
}

/** Rules as the documents define them: `**[D4]** Order keys …`. */
export function findDefinitions(documents: readonly Source[]): Rule[] {
	return documents.flatMap(({ file, text }) =>
		Array.from(text.matchAll(/\*\*\[([A-Z]\d+)\]\*\*/g), ([, id = '']) => ({ id, file })),
	);
}

/** Rules no test names. */
export function findUncited(rules: readonly Rule[], tests: readonly Source[]): Rule[] {
	const cited = new Set(findCitations(tests).map(({ id }) => id));
	return rules.filter(({ id }) => !cited.has(id));
}

/** What tests cite that no document defines. */
export function findUnknown(rules: readonly Rule[], tests: readonly Source[]): Rule[] {
	const known = new Set(rules.map(({ id }) => id));
	const letters = new Set(rules.map(({ id }) => id.charAt(0)));
	return findCitations(tests).filter(({ id }) => letters.has(id.charAt(0)) && !known.has(id));
}

/** Citations stand at the head of a test's name, alone or several: `[D4] …`, `[D4, D7] …`, `[D4][D7] …`. */
function findCitations(tests: readonly Source[]): Rule[] {
	return tests.flatMap(({ file, text }) =>
		Array.from(text.matchAll(/['"`]((?:\[[A-Z]\d+(?:, ?[A-Z]\d+)*\] ?)+)/g), ([, head = '']) => head).flatMap(
			(head) => Array.from(head.matchAll(/[A-Z]\d+/g), ([id]) => ({ id, file })),
		),
	);
}
