import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { ROOT } from '../../../scripts/setup.mjs';

/** `newer`: the same pages as a later RaStudios would have them, with the database one version on. */
export type Build = 'current' | 'newer';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

/** Where the pages of this build are, to be served. */
export const builtPages = (made: Build): string => `${ROOT}/.cache/browser-pages/${made}`;

const laterDatabase: Plugin = {
	name: 'later-database',
	transform(code, id) {
		if (!id.endsWith('/storage/dexie/database.ts')) return null;
		const later = code.replace(/const DATABASE_VERSION = (\d+)/, (_, version) => {
			return `const DATABASE_VERSION = ${Number(version) + 1}`;
		});
		if (later === code) this.error('DATABASE_VERSION is not where the tests of two builds look for it.');
		return later;
	},
};

/** Builds the pages that the tests of real browsers open. */
async function buildPages(): Promise<void> {
	await buildAs('current', []);
	await buildAs('newer', [laterDatabase]);
}

async function buildAs(made: Build, plugins: Plugin[]): Promise<void> {
	const inPlaceOfNode = `${PAGES}in-place-of-node.ts`;
	await build({
		configFile: false,
		root: PAGES,
		base: './',
		logLevel: 'error',
		plugins,
		// What is plain text to the pages: workers come whole, as in the app.
		worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
		resolve: {
			alias: [
				{ find: /^vitest$/, replacement: `${PAGES}contract-runner.ts` },
				{ find: /^fake-indexeddb(\/auto)?$/, replacement: inPlaceOfNode },
			],
		},
		build: {
			outDir: builtPages(made),
			emptyOutDir: true,
			target: 'es2023',
			minify: false,
			modulePreload: false,
			rolldownOptions: {
				input: readdirSync(PAGES)
					.filter((name) => name.endsWith('.html'))
					.map((name) => PAGES + name),
				checks: { pluginTimings: false },
			},
		},
	});
}

// eslint-disable-next-line no-restricted-syntax -- Vitest asks for the set-up as a default export
export default buildPages;
