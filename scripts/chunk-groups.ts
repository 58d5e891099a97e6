import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What is read of the bundler's graph. */
export interface Graph {
	getModuleInfo: (id: string) => {
		readonly importedIds: string[];
		readonly dynamicallyImportedIds: string[];
		readonly code: string | null;
	} | null;
}

type Part = 'shared' | 'project' | 'studio';

/** The layouts, the page of Home and the error page, which Kit fetches with it; what they import goes with them. */
const HOME = /src\/routes\/(\(home\)\/)?\+(layout|page|error)\.(svelte|ts)$/;
const STUDIO = /src\/routes\/studio\//;
/** Imported lazily because Home leads there too; the studio needs it before anything can be seen. */
const AT_ONCE = /\/src\/lib\/studio\/project-session\.svelte\.ts$/;
const ROUTE = /\+(layout|page|error)\.(svelte|ts)$/;
const CONTROLS = /\/src\/lib\/(ui|features)\/|\/@lucide\//;
// Its index leads to every message there is: who says which is read from the code.
const WORDS = /\/src\/lib\/paraglide\/(?:messages\/(\w+)\.js)?/;
const SAID = /\bm\.(\w+)/g;

/**
 * Few pieces rather than one for each set of pages that share something: dozens of small ones compress a tenth
 * worse, and each is a question. Home's is what its page needs, the studio's what no other page leads to; between
 * them lie what the studio shares with other pages, and what reads and writes a project.
 */
export function chunkGroups(root: string) {
	let partOf: ((id: string) => Part | null) | undefined;
	const group = (part: Part) => ({
		name: (id: string, graph: Graph) => {
			partOf ??= studioParts(graph, routeFiles(root));
			return partOf(id) === part ? part : null;
		},
	});
	return [{ name: 'home', test: HOME }, group('shared'), group('project'), group('studio')];
}

/** Tells to which piece a module belongs that the studio's page needs at once; null: it belongs to none. */
export function studioParts(graph: Graph, routes: readonly string[]): (id: string) => Part | null {
	const isStudio = (id: string) => STUDIO.test(id);
	const others = routes.filter((id) => !isStudio(id));
	const neededElsewhere = reach(graph, others, { lazily: false });
	const usedElsewhere = reach(graph, others, { lazily: true });
	const atOnce = [...usedElsewhere].filter((id) => AT_ONCE.test(id));
	const needed = reach(graph, [...routes.filter(isStudio), ...atOnce], { lazily: false });
	const saidHere = wordsOf(graph, needed);
	const saidElsewhere = wordsOf(graph, usedElsewhere);
	return (id) => {
		const word = WORDS.exec(id)?.[1];
		if (word) return saidHere.has(word) && saidElsewhere.has(word) ? 'shared' : null;
		if (!needed.has(id)) return null;
		if (!usedElsewhere.has(id)) return 'studio';
		return neededElsewhere.has(id) || CONTROLS.test(id) ? 'shared' : 'project';
	};
}

/** All modules that these lead to; with `lazily` by what they may import later too. */
function reach(graph: Graph, from: readonly string[], { lazily }: { lazily: boolean }): Set<string> {
	const seen = new Set<string>();
	const waiting = [...from];
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		if (seen.has(id) || WORDS.test(id)) continue;
		seen.add(id);
		const info = graph.getModuleInfo(id);
		waiting.push(...(info?.importedIds ?? []), ...((lazily && info?.dynamicallyImportedIds) || []));
	}
	return seen;
}

/** The messages that these modules say, by their files' names. */
function wordsOf(graph: Graph, modules: ReadonlySet<string>): Set<string> {
	const said = [...modules].flatMap((id) => [...(graph.getModuleInfo(id)?.code ?? '').matchAll(SAID)]);
	return new Set(said.map(([, word = '']) => word.toLowerCase()));
}

function routeFiles(root: string): string[] {
	const routes = join(root, 'src/routes');
	return readdirSync(routes, { recursive: true, encoding: 'utf8' })
		.filter((name) => ROUTE.test(name))
		.map((name) => join(routes, name).replaceAll('\\', '/'));
}
