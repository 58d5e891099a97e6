import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { builtPages, type Build } from './build-pages.ts';

const TYPES: { readonly [extension: string]: string } = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
};

/** Serves the built pages from one origin: `/current/…` and `/newer/…` share a database, as two builds do. */
export class PageServer {
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
	}

	static async start(): Promise<PageServer> {
		const server = createServer((request, response) => {
			void answer(request.url ?? '/').then(({ status, type, body }) => {
				response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new PageServer(server);
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}

async function answer(address: string) {
	const path = normalize(new URL(address, 'http://localhost').pathname);
	const [, made = '', ...rest] = path.split('/');
	if (made === 'current' || made === 'newer') {
		try {
			const body = await readFile(join(builtPages(made satisfies Build), ...rest));
			return { status: 200, type: TYPES[extname(path)] ?? 'application/octet-stream', body };
		} catch {
			// Said below, as for any other address.
		}
	}
	return { status: 404, type: 'text/plain', body: `Nothing is at ${path}` };
}
