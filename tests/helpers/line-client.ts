import { WebSocket, type ClientOptions } from 'ws';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { ChunkAssembler, needsChunks, splitFrame } from '#lib/protocol/chunks.ts';
import {
	decodeServerFrame,
	encodeFrame,
	FEATURES,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
	type ClientFrame,
	type ServerFrame,
} from '#lib/protocol/frames.ts';

type Wanted<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

const NOTHING = new Uint8Array([0]);

/** Speaks `rastudios.v1` by hand, one frame at a time, and remembers every answer. */
export class LineClient {
	readonly socket: WebSocket;
	/** What the server said and no `next` has taken yet. */
	readonly frames: ServerFrame[] = [];
	/** Resolves when the connection is over. */
	readonly closed: Promise<{ code: number; reason: string }>;
	#wake: (() => void)[] = [];
	readonly #chunks = new ChunkAssembler();

	constructor(origin: string, options: ClientOptions = {}) {
		const url = `${origin.replace('http', 'ws')}/sync`;
		this.socket = new WebSocket(url, SUBPROTOCOL, { origin, ...options });
		this.socket.on('error', () => {}); // the close that follows says it all
		this.socket.on('message', (data: Buffer) => {
			const frame = decodeServerFrame(data);
			if (!frame.ok) throw new Error(`The server sent what is not a frame: ${frame.error}`);
			this.#keep(frame.value);
			this.#wakeAll();
		});
		this.closed = new Promise((resolve) => {
			this.socket.on('close', (code, reason) => {
				resolve({ code, reason: reason.toString() });
				this.#wakeAll();
			});
		});
	}

	/** Connects, says hello and presents the tokens; resolves when all are granted. */
	static async join(origin: string, ...tokens: string[]): Promise<LineClient> {
		const client = new LineClient(origin);
		await client.opened();
		client.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'test', features: FEATURES });
		for (const token of tokens) client.send({ type: 'auth', token });
		await client.next('welcome');
		for (const _ of tokens) await client.next('granted');
		return client;
	}

	opened(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.socket.once('open', resolve);
			this.socket.once('error', reject);
		});
	}

	send(frame: ClientFrame): void {
		const bytes = encodeFrame(frame);
		if (!needsChunks(bytes) || !('channel' in frame)) return this.socket.send(bytes);
		for (const chunk of splitFrame(frame.channel, bytes)) {
			this.socket.send(encodeFrame({ type: 'chunk', ...chunk }));
		}
	}

	/** Opens a document and resolves with the server's answer. */
	async open(
		channel: number,
		address: DocumentAddress,
		stateVector: Uint8Array = NOTHING,
	): Promise<Wanted<'opened'>> {
		this.send({ type: 'open', channel, address: formatAddress(address), epoch: null, stateVector });
		return this.next('opened', (frame) => frame.channel === channel);
	}

	/** Sends an update and resolves once it is acknowledged. */
	async store(channel: number, seq: number, update: Uint8Array): Promise<void> {
		this.send({ type: 'update', channel, seq, update });
		await this.next('ack', (frame) => frame.channel === channel && frame.seq >= seq);
	}

	/** The first frame of this type not taken yet, now or when it comes. Fails when the connection ends first. */
	async next<T extends ServerFrame['type']>(
		type: T,
		matches: (frame: Wanted<T>) => boolean = () => true,
	): Promise<Wanted<T>> {
		for (;;) {
			const at = this.frames.findIndex((frame) => frame.type === type && matches(frame as Wanted<T>));
			if (at >= 0) return this.frames.splice(at, 1)[0] as Wanted<T>;
			if (this.socket.readyState === WebSocket.CLOSED) {
				throw new Error(`No "${type}" before the end; unread: ${JSON.stringify(this.frames)}`);
			}
			await new Promise<void>((resolve) => this.#wake.push(resolve));
		}
	}

	/** Resolves when the server has answered everything sent so far (it answers in order). */
	async settle(): Promise<void> {
		this.send({ type: 'ping' });
		await this.next('pong');
	}

	async leave(): Promise<void> {
		this.socket.close();
		await this.closed;
	}

	#keep(frame: ServerFrame): void {
		if (frame.type !== 'server-chunk') return void this.frames.push(frame);
		const whole = this.#chunks.take(frame);
		if (!whole.ok) throw new Error(`The server sent chunks of no frame: ${whole.error}`);
		const inside = whole.value && decodeServerFrame(whole.value);
		if (inside?.ok) this.frames.push(inside.value);
	}

	#wakeAll(): void {
		for (const wake of this.#wake.splice(0)) wake();
	}
}
