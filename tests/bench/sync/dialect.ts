import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { ChunkAssembler, needsChunks, splitFrame } from '#lib/protocol/chunks.ts';
import {
	decodeServerFrame,
	encodeFrame,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
	type ClientFrame,
	type ServerFrame,
} from '#lib/protocol/frames.ts';
import { HEARTBEAT_MS } from '#lib/protocol/limits.ts';

/** What a message of a server means to the bench. */
export type Heard =
	| { readonly kind: 'joined'; readonly state: Uint8Array }
	| { readonly kind: 'update'; readonly update: Uint8Array }
	/** `seq`: all up to this number; null: the next one not acknowledged yet. */
	| { readonly kind: 'ack'; readonly seq: number | null }
	| { readonly kind: 'other' };

/** How a client speaks to one of the servers that are compared. */
export interface Dialect {
	readonly path: string;
	readonly protocol: string | null;
	/** All a client says to get into a room it knows nothing of. `channel`: its number for the room, from 1. */
	join(room: string, token: string, channel?: number): Uint8Array[];
	update(room: string, seq: number, update: Uint8Array, channel?: number): Uint8Array;
	/** A large message as the messages it has to travel in. */
	pieces(message: Uint8Array): Uint8Array[];
	presence(room: string, clientId: number, clock: number): Uint8Array;
	/** What its client says when nobody does anything, and how often, in ms. */
	readonly idle: {
		readonly everyMs: number;
		message(room: string, clientId: number, clock: number): Uint8Array;
	};
	/** Reads what one connection hears, message by message. */
	reader(): (payload: Uint8Array) => Heard;
}

const NOTHING = new Uint8Array([0]);
const OTHER: Heard = { kind: 'other' };

/** One person in a room, as y-protocols' awareness writes it. */
function person(clientId: number, clock: number): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarUint(encoder, clientId);
	encoding.writeVarUint(encoder, clock);
	encoding.writeVarString(encoder, JSON.stringify({ user: { name: 'Ada', color: 1 } }));
	return encoding.toUint8Array(encoder);
}

const ours: Dialect = {
	path: '/sync',
	protocol: SUBPROTOCOL,
	join(room, token, channel = 1) {
		const open: ClientFrame = { type: 'open', channel, address: room, epoch: null, stateVector: NOTHING };
		if (channel > 1) return [encodeFrame(open)];
		const hello: ClientFrame = { type: 'hello', protocol: PROTOCOL_VERSION, client: 'bench', features: [] };
		return [hello, { type: 'auth' as const, token }, open].map(encodeFrame);
	},
	update: (_room, seq, update, channel = 1) => encodeFrame({ type: 'update', channel, seq, update }),
	pieces: (message) =>
		needsChunks(message)
			? splitFrame(1, message).map((chunk) => encodeFrame({ type: 'chunk', ...chunk }))
			: [message],
	presence: (_room, clientId, clock) =>
		encodeFrame({ type: 'presence', channel: 1, presence: person(clientId, clock) }),
	idle: { everyMs: HEARTBEAT_MS, message: () => encodeFrame({ type: 'ping' }) },
	reader() {
		const chunks = new ChunkAssembler();
		return (payload) => {
			const frame = decode(payload);
			if (frame.type !== 'server-chunk') return hear(frame);
			const whole = chunks.take(frame);
			if (!whole.ok) throw new Error(`The server's chunks do not fit: ${String(whole.error)}`);
			return whole.value === null ? OTHER : hear(decode(whole.value));
		};
	},
};

function decode(payload: Uint8Array): ServerFrame {
	const frame = decodeServerFrame(payload);
	if (!frame.ok) throw new Error(frame.error);
	return frame.value;
}

function hear(frame: ServerFrame): Heard {
	switch (frame.type) {
		case 'opened':
			return { kind: 'joined', state: frame.update };
		case 'server-update':
			return { kind: 'update', update: frame.update };
		case 'ack':
			return { kind: 'ack', seq: frame.seq };
		case 'error':
			throw new Error(`The server refused: ${frame.error.message}`);
		default:
			return OTHER;
	}
}

// Numbers of Hocuspocus' protocol, and of y-protocols' sync messages inside it.
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const SYNC_REPLY = 4;
const SYNC_STATUS = 8;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

function encode(room: string, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, room);
	write(encoder);
	return encoding.toUint8Array(encoder);
}

const sync = (room: string, step: number, bytes: Uint8Array) =>
	encode(room, (encoder) => {
		encoding.writeVarUint(encoder, SYNC);
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, bytes);
	});

const awareness = (room: string, clientId: number, clock: number) =>
	encode(room, (encoder) => {
		encoding.writeVarUint(encoder, AWARENESS);
		encoding.writeVarUint8Array(encoder, person(clientId, clock));
	});

/** Milliseconds after which y-protocols' awareness, and with it every stock provider, says again that it is there. */
const RENEWAL_MS = 15_000;

const hocuspocus: Dialect = {
	path: '/',
	protocol: null,
	join: (room, token) => [
		encode(room, (encoder) => {
			encoding.writeVarUint(encoder, AUTH);
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, token);
		}),
		sync(room, STEP_1, NOTHING),
	],
	update: (room, _seq, update) => sync(room, UPDATE, update),
	pieces: (message) => [message],
	presence: awareness,
	idle: { everyMs: RENEWAL_MS, message: awareness },
	reader: () => (payload) => {
		const decoder = decoding.createDecoder(payload);
		decoding.readVarString(decoder);
		const type = decoding.readVarUint(decoder);
		if (type === SYNC_STATUS) return { kind: 'ack', seq: null };
		if (type !== SYNC && type !== SYNC_REPLY) return OTHER;
		const step = decoding.readVarUint(decoder);
		const bytes = decoding.readVarUint8Array(decoder);
		if (step === STEP_2) return { kind: 'joined', state: bytes };
		return step === UPDATE ? { kind: 'update', update: bytes } : OTHER;
	},
};

export const DIALECTS = { ours, hocuspocus };
export type DialectName = keyof typeof DIALECTS;
