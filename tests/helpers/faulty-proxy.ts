import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What goes wrong with an answer. `cut`: the line breaks in its middle. `short`: it ends in its middle and looks whole.
 * `silent`: it never comes.
 */
export type LineFault = 'missing' | 'page' | 'cut' | 'short' | 'silent';

/** A line between browser and server. */
export class FaultyProxy {
	#http: Server;
	#fault: { readonly kind: LineFault; readonly concerns: (path: string) => boolean } | null = null;
	/** How many answers had the fault. */
	faults = 0;

	private constructor(http: Server) {
		this.#http = http;
	}

	static async start(serverPort: number): Promise<FaultyProxy> {
		const http = createServer((incoming, outgoing) => proxy.#pass(incoming, outgoing, serverPort));
		const proxy = new FaultyProxy(http);
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		return proxy;
	}

	get port(): number {
		return (this.#http.address() as AddressInfo).port;
	}

	/** From now on answers for these paths go wrong. */
	break(kind: LineFault, concerns: (path: string) => boolean): void {
		this.#fault = { kind, concerns };
		this.faults = 0;
	}
	mend(): void {
		this.#fault = null;
	}

	async close(): Promise<void> {
		this.#http.closeAllConnections();
		await new Promise((resolve) => this.#http.close(resolve));
	}

	#pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
		const { method, url: path = '/', headers } = incoming;
		const fault = this.#fault?.concerns(path) ? this.#fault.kind : null;
		// What is cut must be readable where it is cut.
		const asked = fault ? { ...headers, 'accept-encoding': 'identity' } : headers;
		const options = { host: '127.0.0.1', port, method, headers: asked, path: fault === 'page' ? '/' : path };
		const onward = request(options, (answer) => {
			if (fault) {
				this.faults++;
				void spoil(answer, outgoing, fault);
			} else {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}
		});
		// The server is away: so is the line.
		onward.on('error', () => incoming.socket.destroy());
		incoming.pipe(onward);
	}
}

async function spoil(answer: IncomingMessage, outgoing: ServerResponse, fault: LineFault): Promise<void> {
	if (fault === 'silent') return void answer.resume();
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks);
	const half = body.subarray(0, body.length / 2);
	if (fault === 'missing') return void outgoing.writeHead(404, { 'Content-Type': 'text/plain' }).end('gone');
	if (fault === 'short') {
		return void outgoing.writeHead(200, { ...answer.headers, 'content-length': half.length }).end(half);
	}
	outgoing.writeHead(200, answer.headers);
	if (fault === 'page') return void outgoing.end(body);
	outgoing.write(half, () => outgoing.destroy());
}
