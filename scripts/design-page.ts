import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PAGE = join(import.meta.dirname, '../src/design/index.html');

/** `/design`: every control in every state, while developing. Nothing of the app leads there, so no build holds it. */
export function designPage(): Plugin {
	return {
		name: 'design-page',
		apply: 'serve',
		configureServer: (server) => {
			server.middlewares.use('/design', (request, response, next) => {
				const url = request.originalUrl ?? '/design';
				if (!/^\/design\/?(\?|$)/.test(url)) return next();
				readFile(PAGE, 'utf8')
					.then((html) => server.transformIndexHtml(url, html))
					.then((html) => response.setHeader('content-type', 'text/html').end(html), next);
			});
		},
	};
}
