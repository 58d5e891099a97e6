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
	/** What was asked for, in order. */
	readonly asked: readonly string[];

	private constructor(server: Server, asked: readonly string[]) {
		this.#server = server;
		this.asked = asked;
	}

	/** `policy`: the Content-Security-Policy of its pages. */
	static async start(policy?: string): Promise<PageServer> {
		const asked: string[] = [];
		const server = createServer((request, response) => {
			const url = request.url ?? '/';
			asked.push(url);
			void answer(url).then(({ status, type, body }) => {
				const headers = { 'Content-Type': type, 'Cache-Control': 'no-store' };
				if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
				response.writeHead(status, headers).end(body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new PageServer(server, asked);
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
