import type { Rule } from 'eslint';
import { fromRoot, isTest, placeOf, resolveImport, type Place } from './places.ts';

const CORE = ['base', 'doc', 'protocol'];
const SERVICES = ['storage', 'sync', 'engine', 'runtime', 'editor'];

/** Who may import whom inside the project. Left never imports right; what is not listed is refused. */
const MAY_IMPORT: Record<string, readonly string[]> = {
	base: [],
	doc: ['base'],
	protocol: ['base'],
	storage: CORE,
	sync: CORE,
	engine: CORE,
	runtime: CORE,
	editor: CORE,
	pwa: ['base', 'paraglide'],
	ui: ['base', 'paraglide'],
	studio: [...CORE, ...SERVICES, 'pwa', 'paraglide'],
	features: [...CORE, ...SERVICES, 'studio', 'ui', 'pwa', 'paraglide'],
	routes: [...CORE, ...SERVICES, 'studio', 'features', 'ui', 'pwa', 'paraglide'],
	'service-worker': ['base', 'pwa'],
	'sync-server': CORE,
};

const LEVEL_OF: Record<string, number> = {
	base: 0,
	doc: 1,
	protocol: 1,
	...Object.fromEntries(SERVICES.map((layer) => [layer, 2])),
	studio: 3,
	features: 4,
	routes: 5,
};

interface PackageRule {
	readonly packages: RegExp;
	readonly only: readonly string[];
	readonly why: string;
	readonly remedy: string;
}

const BROWSER_FREE = ['doc', 'protocol', 'base'];

/** Packages with one home, so that a change of library touches one folder. */
const PACKAGE_HOMES: readonly PackageRule[] = [
	{
		packages: /^yjs($|\/)/,
		only: ['doc'],
		why: 'only lib/doc touches Yjs types, so that every write is a named command and readers get plain snapshots',
		remedy: 'Add the verb or the snapshot you need to lib/doc and call that',
	},
	{
		packages: /^y-protocols($|\/)/,
		only: ['doc', 'protocol', 'sync', 'sync-server'],
		why: 'the wire is spoken by lib/sync and the server only',
		remedy: 'Ask lib/sync for the presence or state you need',
	},
	{
		packages: /^(three|three-mesh-bvh|camera-controls|meshoptimizer|@gltf-transform\/\w+)($|\/)/,
		only: ['engine'],
		why: 'the picture is lib/engine’s job, and home must load without it',
		remedy: 'Add a verb to lib/engine and reach it through lib/studio',
	},
	{
		packages: /^dexie($|\/)/,
		only: ['storage'],
		why: 'this device’s database hides behind the ports of lib/storage, with a memory twin for tests',
		remedy: 'Extend a port in lib/storage and both of its adapters',
	},
	{
		packages: /^(ws|hono|@hono\/[\w-]+|node:.+)($|\/)/,
		only: ['sync-server'],
		why: 'src/ runs in a browser, where this module does not exist',
		remedy: 'Use a web platform API, or move the code to sync-server/',
	},
	{
		packages: /^(svelte|@lucide\/svelte|bits-ui|paneforge|svelte-sonner)($|\/)/,
		only: ['studio', 'features', 'ui', 'pwa', 'routes'],
		why: 'everything below lib/studio is view-free, testable without a screen',
		remedy: 'Offer an Emitter or a subscribe function here and make it reactive in lib/studio',
	},
	{
		packages: /^\$app\//,
		only: ['features', 'routes'],
		why: 'only screens know about the router',
		remedy: 'Pass the value in, or call back to the feature',
	},
	{
		packages: /^\$service-worker$/,
		only: ['service-worker'],
		why: 'it exists in the service worker alone',
		remedy: 'Ask the worker by message',
	},
];

/** Says which layers may import which, and why: see "where does a change go" in CONTRIBUTING.md. */
export const layers: Rule.RuleModule = {
	meta: { type: 'problem', schema: [] },
	create(context) {
		const importer = fromRoot(context.filename);
		const from = placeOf(importer);
		if (!from || from.layer === 'tests' || from.layer === 'paraglide') return {};
		const check = (node: Rule.Node, source: unknown) => {
			if (typeof source !== 'string') return;
			const problem = findProblem(importer, from, source);
			if (problem) context.report({ node, message: problem });
		};
		return {
			ImportDeclaration: (node) => check(node, node.source.value),
			ExportNamedDeclaration: (node) => check(node, node.source?.value),
			ExportAllDeclaration: (node) => check(node, node.source.value),
			ImportExpression: (node) => check(node, node.source.type === 'Literal' && node.source.value),
		};
	},
};

function findProblem(importer: string, from: Place, source: string): string | null {
	if (source === '$lib' || source.startsWith('$lib/')) {
		return `'${source}': write '#lib/…' with the extension, which Node and Vitest resolve as well as Vite.`;
	}
	const target = resolveImport(importer, source);
	if (target === null) return isTest(importer) ? null : packageProblem(from, source);
	const to = placeOf(target);
	if (!to) return null;
	if (to.layer === 'tests') {
		return isTest(importer) ? null : `'${source}' is test code: product code never imports from tests/.`;
	}
	return placeProblem(from, to);
}

function placeProblem(from: Place, to: Place): string | null {
	if (from.layer === to.layer) {
		if (from.part === to.part) return null;
		return (
			`features/${from.part} may not import features/${to.part}: features are peers, so that each can change or ` +
			'go alone. Let the route or lib/studio join them, or move the shared control to lib/ui.'
		);
	}
	if (MAY_IMPORT[from.layer]?.includes(to.layer)) return null;
	return `${named(from)} may not import ${named(to)}: ${whyNot(from.layer, to.layer)}`;
}

function whyNot(from: string, to: string): string {
	const fromLevel = LEVEL_OF[from];
	const toLevel = LEVEL_OF[to];
	if (from === 'sync-server')
		return 'the server shares base, protocol and doc only. Move the shared part there.';
	if (to === 'sync-server') return 'server code never reaches the browser. Share it through lib/protocol.';
	if (from === 'ui') return 'ui holds dumb controls that know no domain. Pass the value in as a prop.';
	if (to === 'paraglide')
		return 'only what shows text to people knows the messages. Return a code, word it above.';
	if (fromLevel !== undefined && fromLevel === toLevel) {
		return 'they are peers on one level. Let lib/studio join them, or move the shared part to lib/base or lib/doc.';
	}
	return (
		'a lower layer never imports a higher one (base → doc, protocol → storage, sync, engine, runtime, editor → ' +
		'studio → features → routes). Take what you need as a parameter or a port, or move it down.'
	);
}

function packageProblem(from: Place, source: string): string | null {
	const home = PACKAGE_HOMES.find((rule) => rule.packages.test(source));
	if (!home || home.only.includes(from.layer)) return null;
	if (source.startsWith('node:') && BROWSER_FREE.includes(from.layer)) {
		return `${named(from)} may not import '${source}': it runs in browsers too. Take it as a parameter.`;
	}
	return `${named(from)} may not import '${source}': ${home.why}. ${home.remedy}.`;
}

function named({ layer, part }: Place): string {
	if (part !== undefined) return `features/${part}`;
	return ['routes', 'service-worker', 'sync-server'].includes(layer) ? layer : `lib/${layer}`;
}
