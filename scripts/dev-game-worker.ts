import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const ENTRY = 'src/lib/runtime/worker/game-worker.ts';
const ASKED = /\/game-worker\.ts\?worker&url$/;
const ADDRESS = '/@game-worker.js';

/**
 * While developing, what runs in the sandbox is bundled when a game is played: there it can import nothing. In a build
 * it is a worker like the others.
 */
export function devGameWorker(root: string): Plugin {
	return {
		name: 'rastudios:dev-game-worker',
		enforce: 'pre',
		resolveId: (id) => (ASKED.test(id) ? `\0${ADDRESS}` : null),
		load: (id) => (id === `\0${ADDRESS}` ? `export default '${ADDRESS}';` : null),
		configureServer(server) {
			server.middlewares.use(ADDRESS, (_, response, next) => {
				bundle(root).then((code) => {
					response.setHeader('Content-Type', 'text/javascript');
					response.end(code);
				}, next);
			});
		},
	};
}

async function bundle(root: string): Promise<string> {
	const built = await build({
		...{ root, configFile: false, logLevel: 'warn' },
		build: {
			...{ write: false, minify: false, target: 'es2023' },
			rolldownOptions: { input: join(root, ENTRY), output: { format: 'iife' } },
		},
	});
	const [result] = [built].flat();
	if (!result || !('output' in result)) throw new Error('The game worker was not bundled.');
	return result.output.map((part) => ('code' in part ? part.code : '')).join('\n');
}
