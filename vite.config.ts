import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { catalogueOptions, compileCatalogue } from './scripts/message-catalogue.ts';

/** The layouts, the page of Home and the error page, which Kit fetches with it; what they import goes with them. */
const HOME = /src\/routes\/(\(home\)\/)?\+(layout|page|error)\.(svelte|ts)$/;

export default defineConfig(({ command }) => {
	const developing = command === 'serve';
	if (!developing) compileCatalogue();
	return {
		// The plugin recompiles messages as they change; a build that used it would end 30 s late.
		plugins: [sveltekit(), developing && paraglideVitePlugin(catalogueOptions)],
		// One file a worker: Kit tells the service worker of no others, and it must start without a network.
		// Its entry takes the build for old browsers, which is larger and comes whole.
		resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
		worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
		build: {
			target: 'es2023',
			chunkSizeWarningLimit: 1200,
			rolldownOptions: {
				checks: { pluginTimings: false },
				// What Home needs comes in one piece: dozens of small ones compress a tenth worse, and each is a question.
				output: { codeSplitting: { groups: [{ name: 'home', test: HOME }] } },
			},
		},
	};
});
