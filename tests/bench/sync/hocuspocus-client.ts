import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

const SYNC = 0;
const AUTH = 2;
const SYNC_REPLY = 4;

/** The peer's protocol as its own provider speaks it, with y-protocols doing the work: token, both steps, updates. */
export class HocuspocusClient {
	readonly ydoc = new Y.Doc();
	readonly #socket: WebSocket;
	readonly #room: string;

	constructor(port: number, room: string) {
		this.#room = room;
		this.#socket = new WebSocket(`ws://127.0.0.1:${port}/`);
		this.#socket.on('open', () => this.#greet());
		this.#socket.on('message', (data: Buffer) => this.#receive(data));
		this.#socket.on('error', () => {}); // whoever waits for this client says that it never came
		this.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== this) this.#send(SYNC, (encoder) => writeUpdate(encoder, update));
		});
	}

	/** Takes an edit made on a document beside this one, and sends it. */
	takeEdit(update: Uint8Array, origin: unknown): void {
		Y.applyUpdate(this.ydoc, update, origin);
	}

	close(): void {
		this.#socket.close();
	}

	#greet(): void {
		this.#send(AUTH, (encoder) => {
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, 'anybody');
		});
		this.#send(SYNC, (encoder) => writeSyncStep1(encoder, this.ydoc));
	}

	#receive(data: Buffer): void {
		const decoder = decoding.createDecoder(new Uint8Array(data));
		decoding.readVarString(decoder);
		const type = decoding.readVarUint(decoder);
		if (type !== SYNC && type !== SYNC_REPLY) return;
		const answer = encoding.createEncoder();
		readSyncMessage(decoder, answer, this.ydoc, this);
		const bytes = encoding.toUint8Array(answer);
		if (bytes.length > 0) this.#send(SYNC, (encoder) => encoding.writeUint8Array(encoder, bytes));
	}

	#send(type: number, write: (encoder: encoding.Encoder) => void): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.#room);
		encoding.writeVarUint(encoder, type);
		write(encoder);
		this.#socket.send(encoding.toUint8Array(encoder));
	}
}
