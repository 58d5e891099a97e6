import { setImmediate } from 'node:timers/promises';

/** Lists of what is kept of somebody, by name; each comes a page at a time, for it may be long. */
export type PersonalLists = Readonly<Record<string, Iterable<readonly unknown[]>>>;

export type PersonalExport = {
	/** What is short. */
	readonly known: Readonly<Record<string, unknown>>;
	readonly lists: PersonalLists;
	/** The lists of other modules, by the module's name. */
	readonly parts: Readonly<Record<string, PersonalLists>>;
};

/** Writes it as one JSON, a line for each item, and lets others have their turn after each page. */
export async function* writeExport({ known, lists, parts }: PersonalExport): AsyncGenerator<string> {
	let before = '{\n';
	for (const [name, value] of Object.entries(known)) {
		yield `${before}${keyOf(name)}${JSON.stringify(value)}`;
		before = ',\n';
	}
	for (const [name, pages] of Object.entries(lists)) {
		yield `${before}${keyOf(name)}`;
		yield* writeList(pages);
	}
	for (const [name, part] of Object.entries(parts)) {
		yield `${before}${keyOf(name)}{`;
		let beforeList = '\n';
		for (const [listName, pages] of Object.entries(part)) {
			yield `${beforeList}${keyOf(listName)}`;
			yield* writeList(pages);
			beforeList = ',\n';
		}
		yield '\n}';
	}
	yield '\n}\n';
}

async function* writeList(pages: Iterable<readonly unknown[]>): AsyncGenerator<string> {
	let before = '[\n';
	for (const page of pages) {
		if (page.length > 0) yield before + page.map((item) => JSON.stringify(item)).join(',\n');
		if (page.length > 0) before = ',\n';
		await setImmediate();
	}
	yield before === '[\n' ? '[]' : '\n]';
}

const keyOf = (name: string): string => `${JSON.stringify(name)}: `;
