import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { SUBPROTOCOL } from '#lib/protocol/frames.ts';

const CLOSE = 0x88;

/** A TCP connection that says whatever it is told to, WebSocket or not, and never anything by itself. */
export class RawPeer {
	readonly socket: Socket;
	readonly port: number;
	/** Resolves when the server has ended the connection, or it broke. */
	readonly ended: Promise<void>;
	#heard = Buffer.alloc(0);
	/** When the connection was made. */
	readonly #since = performance.now();
	#lasted = Infinity;

	private constructor(port: number) {
		this.port = port;
		this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
		this.socket.on('error', () => {}); // the close that follows says it all
		this.socket.on('data', (chunk: Buffer) => {
			if (this.#heard.length < 64 * 1024) this.#heard = Buffer.concat([this.#heard, chunk]);
		});
		this.ended = new Promise((resolve) => {
			const end = () => {
				this.#lasted = Math.min(this.#lasted, performance.now() - this.#since);
				resolve();
			};
			this.socket.once('end', end);
			this.socket.once('close', end);
		});
	}

	static async connect(origin: string): Promise<RawPeer> {
		const peer = new RawPeer(Number(new URL(origin).port));
		await new Promise((resolve) => peer.socket.once('connect', resolve));
		return peer;
	}

	/** Becomes a WebSocket, and says nothing further. Resolves with the head of the server's answer. */
	static async upgrade(origin: string, path = '/sync', protocols = SUBPROTOCOL): Promise<RawPeer> {
		const peer = await RawPeer.connect(origin);
		peer.send(upgradeRequest(origin, { path, protocols }));
		await peer.hears('\r\n\r\n');
		return peer;
	}

	/** Milliseconds from the connection to its end. */
	get lasted(): number {
		return this.#lasted;
	}

	get heard(): string {
		return this.#heard.toString('latin1');
	}

	/** The status of the first answer; null when there was none. */
	get status(): number | null {
		const [, status] = /^HTTP\/1\.1 (\d+)/.exec(this.heard) ?? [];
		return status === undefined ? null : Number(status);
	}

	/** The code of the WebSocket's goodbye, where it was the first or last thing said. */
	get closeCode(): number | null {
		const start = this.#heard.indexOf('\r\n\r\n') + 4;
		for (let at = start; at + 4 <= this.#heard.length;) {
			const short = this.#heard[at + 1] ?? 0;
			if (this.#heard[at] === CLOSE) return this.#heard.readUInt16BE(at + 2);
			if (short > 125) return null;
			at += 2 + short;
		}
		return null;
	}

	send(bytes: string | Uint8Array): void {
		this.socket.write(bytes);
	}

	hears(text: string): Promise<void> {
		return new Promise((resolve, reject) => {
			const look = () => {
				if (!this.heard.includes(text)) return;
				this.socket.off('data', look);
				resolve();
			};
			this.socket.on('data', look);
			void this.ended.then(() => reject(new Error(`The server ended it, having said: ${this.heard}`)));
			look();
		});
	}

	destroy(): void {
		this.socket.destroy();
	}
}

type Upgrade = {
	readonly path?: string;
	readonly protocols?: string;
	/** In place of the usual ones; null leaves one out. */
	readonly headers?: Readonly<Record<string, string | null>>;
	readonly method?: string;
	readonly version?: string;
};

/** A request to become a WebSocket, whole or as broken as told. */
export function upgradeRequest(origin: string, upgrade: Upgrade = {}): string {
	const { path = '/sync', protocols = SUBPROTOCOL, method = 'GET', version = 'HTTP/1.1' } = upgrade;
	const headers: Record<string, string | null> = {
		Host: new URL(origin).host,
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Protocol': protocols,
		...upgrade.headers,
	};
	const lines = Object.entries(headers).flatMap(([name, value]) =>
		value === null ? [] : [`${name}: ${value}`],
	);
	return `${method} ${path} ${version}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
