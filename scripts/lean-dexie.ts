import type { Plugin } from 'vite';

/** From the first words of a piece to those that follow it, which stay; `instead` takes its place. */
type Cut = { readonly from: string; readonly to: string; readonly instead?: string };

/**
 * Dexie's live queries: what is read for them and by whom, their cache, and the news of changes to other tabs. We have
 * ports of our own that tell of changes, so that each write would be accounted for and told to nobody.
 */
export const LIVE_QUERIES: readonly Cut[] = [
	{ from: 'function isEmptyRange(node) {', to: 'function dexieOpen(db) {' },
	{
		from: '        .then(() => {\n        if (wasCreated) {',
		to: '}\n\nfunction awaitIterator(',
		instead: '        .then(() => db);\n',
	},
	{ from: 'function isCachableContext(ctx, table) {', to: 'function vipify(target, vipDb) {' },
	{ from: '        this.use(cacheMiddleware);', to: '        this.use(virtualIndexMiddleware);' },
	{ from: 'const symbolObservable = ', to: 'let domDeps;' },
	{ from: 'function liveQuery(querier) {', to: 'const Dexie = Dexie$1;' },
	{ from: '    liveQuery,\n    extendObservabilitySet,', to: '    getByKeyPath: getByKeyPath,' },
	{ from: '    cache,\n', to: '    semVer: DEXIE_VERSION,' },
	{
		from: "if (typeof dispatchEvent !== 'undefined' &&",
		to: "if (typeof addEventListener !== 'undefined') {\n    addEventListener('pagehide'",
	},
	{ from: '            bc?.close();\n', to: '            for (const db of connections' },
	{ from: "    addEventListener('pageshow'", to: '}\n\nfunction add(value) {' },
	{ from: ' RangeSet, add, cmp,', to: ' Dexie$1 as default', instead: ' add, cmp,' },
	{ from: ' liveQuery, mergeRanges, rangesOverlap,', to: ' remove, replacePrefix' },
];

/** Its entry takes the build for old browsers, which is larger and comes whole. */
export const plainDexie = { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' };

/** Dexie without what we do not use: a sixth of it, which Home would load and every write pass through. */
export function leanDexie(): Plugin {
	return {
		name: 'lean-dexie',
		transform: {
			filter: { id: /\/dexie\/dist\/modern\/dexie\.mjs$/ },
			handler: (code) => ({ code: cutOut(code, LIVE_QUERIES), map: { mappings: '' } }),
		},
	};
}

/** Throws when a piece is not there just once: another version of Dexie has to be looked at first. */
export function cutOut(code: string, cuts: readonly Cut[]): string {
	return cuts.reduce((left, { from, to, instead = '' }) => {
		const [before, piece, ...more] = left.split(from);
		const end = piece?.indexOf(to) ?? -1;
		if (before === undefined || piece === undefined || end < 0 || more.length > 0) {
			throw new Error(`Dexie no longer has “${from.trim()}” once: bring scripts/lean-dexie.ts up to date`);
		}
		return before + instead + piece.slice(end);
	}, code);
}
