import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to a server on which answers can be held back: what was done there is not known here yet. */
export class HoldingProxy {
	readonly #http: Server;
	/** Where the server listens now. */
	port: number;
	/** Whether answers to changes are held back; for good, until the line breaks. */
	holds = false;

	private constructor(port: number) {
		this.port = port;
		this.#http = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
	}

	static async start(port: number): Promise<HoldingProxy> {
		const proxy = new HoldingProxy(port);
		await new Promise<void>((resolve) => proxy.#http.listen(0, '127.0.0.1', resolve));
		return proxy;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
	}

	/** Breaks every connection there is, as a server that dies does. */
	breakAll(): void {
		this.#http.closeAllConnections();
	}

	async close(): Promise<void> {
		this.breakAll();
		await new Promise((resolve) => this.#http.close(resolve));
	}

	#pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
		const { method, url: path, headers } = incoming;
		const onward = request({ host: '127.0.0.1', port: this.port, method, headers, path }, (answer) => {
			if (this.holds && method !== 'GET') return void answer.resume();
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
			answer.on('error', () => incoming.socket.destroy());
		});
		// The server is away: so is the line.
		onward.on('error', () => incoming.socket.destroy());
		incoming.on('error', () => onward.destroy());
		incoming.pipe(onward);
	}
}
