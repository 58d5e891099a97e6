import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { adoptedStyles } from './scripts/adopted-styles.ts';
import { chunkGroups } from './scripts/chunk-groups.ts';
import { designPage } from './scripts/design-page.ts';
import { devGameWorker } from './scripts/dev-game-worker.ts';
import { leanLib0 } from './scripts/lean-lib0.ts';
import { catalogueOptions, compileCatalogue } from './scripts/message-catalogue.ts';
import { plainIcons } from './scripts/plain-icons.ts';
import { plainMessages } from './scripts/plain-messages.ts';

export default defineConfig(({ command }) => {
	const developing = command === 'serve';
	if (!developing) compileCatalogue();
	return {
		// The plugin recompiles messages as they change; a build that used it would end 30 s late.
		plugins: [
			sveltekit(),
			leanLib0(),
			adoptedStyles(),
			...(developing
				? [designPage(), devGameWorker(import.meta.dirname), paraglideVitePlugin(catalogueOptions)]
				: [plainMessages(), plainIcons(import.meta.dirname)]),
		],
		// Its entry takes the build for old browsers, which is larger and comes whole.
		resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
		// One file a worker: Kit tells the service worker of no others, and it must start without a network.
		worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
		build: {
			target: 'es2023',
			chunkSizeWarningLimit: 1200,
			rolldownOptions: {
				checks: { pluginTimings: false },
				output: { codeSplitting: { groups: chunkGroups(import.meta.dirname) } },
			},
		},
	};
});
