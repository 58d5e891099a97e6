import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from 'eslint';
import { fromRoot, isTest, resolveImport, ROOT } from './places.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

// Static imports and re-exports that exist at run time; `import type` and lazy `import()` cannot make a cycle.
const IMPORTS = /^\s*(?:import|export)\s+(?!type\b)(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

let graph: Graph | undefined;

/** Refuses an import that leads back to the file it stands in. */
export const noCycles: Rule.RuleModule = {
	meta: { type: 'problem', schema: [] },
	create(context) {
		const importer = fromRoot(context.filename);
		if (isTest(importer)) return {};
		return {
			ImportDeclaration(node) {
				const target = resolveImport(importer, String(node.source.value));
				if (target === null || isTypeOnly(node)) return;
				graph ??= readGraph(['src', 'sync-server']);
				const back = pathBetween(graph, target, importer);
				if (!back) return;
				context.report({
					node,
					message:
						`Import cycle: ${[importer, ...back].join(' → ')}. Files in a cycle load in an order nobody chose. ` +
						'Move what both need into a third file, or pass it in as a parameter.',
				});
			},
		};
	},
};

const isTypeOnly = (node: object) => 'importKind' in node && node.importKind === 'type';

function readGraph(folders: readonly string[]): Graph {
	return new Map(folders.flatMap(sourcesUnder).map((path) => [path, importsOf(path)]));
}

function sourcesUnder(folder: string): string[] {
	if (folder === 'src/lib/paraglide' || !existsSync(join(ROOT, folder))) return [];
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return sourcesUnder(path);
		return /\.(ts|svelte)$/.test(entry.name) && !isTest(entry.name) ? [path] : [];
	});
}

/** The files that `source`, standing at `path`, imports at run time. */
export function importsOf(path: string, source = readFileSync(join(ROOT, path), 'utf8')): string[] {
	return [...source.matchAll(IMPORTS)]
		.map(([, specifier = '']) => resolveImport(path, specifier))
		.filter((target) => target !== null);
}

/** The shortest way from one file to another along imports, both ends included, or null. */
export function pathBetween(imports: Graph, from: string, to: string): string[] | null {
	const cameFrom = new Map<string, string | null>([[from, null]]);
	const queue = [from];
	for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
		if (at === to) return trace(cameFrom, to);
		for (const next of imports.get(at) ?? []) {
			if (cameFrom.has(next)) continue;
			cameFrom.set(next, at);
			queue.push(next);
		}
	}
	return null;
}

function trace(cameFrom: ReadonlyMap<string, string | null>, end: string): string[] {
	const path: string[] = [];
	for (let at: string | null | undefined = end; typeof at === 'string'; at = cameFrom.get(at))
		path.unshift(at);
	return path;
}
