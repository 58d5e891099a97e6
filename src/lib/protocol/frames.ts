import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, type Result } from '../base/result.ts';
import type { ProtocolError } from './errors.ts';
import { readBody, writeBody, writeHead, type FrameHead } from './frame-bodies.ts';
import type { ProjectRole } from './permissions.ts';

/** The subprotocol our own client asks for at `/sync`. */
export const SUBPROTOCOL = 'rastudios.v1';
/** The subprotocol a stock y-websocket client may name beside its token at `/sync/<document>`. */
export const YJS_SUBPROTOCOL = 'rastudios.yjs';
export const PROTOCOL_VERSION = 1;
/** What a side can do beyond the bare protocol. Frames of a feature go only to who named it. */
export const FEATURES = ['signals', 'roles', 'members'] as const;
export type Feature = (typeof FEATURES)[number];

/** What a client says. `channel` is the client's own number for one open document; `update` is Yjs v1. */
export type ClientFrame =
	| {
			readonly type: 'hello';
			readonly protocol: number;
			/** Known to this client alone: the server makes the id that others see of it. */
			readonly client: string;
			readonly features: readonly string[];
	  }
	| { readonly type: 'auth'; readonly token: string }
	| {
			readonly type: 'open';
			readonly channel: number;
			readonly address: string;
			/** Of the copy the client holds; null when it holds nothing of the document. */
			readonly epoch: number | null;
			readonly stateVector: Uint8Array;
	  }
	| { readonly type: 'update'; readonly channel: number; readonly seq: number; readonly update: Uint8Array }
	| { readonly type: 'presence'; readonly channel: number; readonly presence: Uint8Array }
	| { readonly type: 'close'; readonly channel: number }
	| { readonly type: 'ping' }
	/** A piece of an encoded client frame of this channel. */
	| ({ readonly type: 'chunk' } & ChunkBody)
	| {
			readonly type: 'signal';
			readonly channel: number;
			readonly kind: string;
			readonly payload: Uint8Array;
	  };

/** What the server says. `ack` means: all updates of the channel up to `seq` are durable on the server. */
export type ServerFrame =
	| {
			readonly type: 'welcome';
			readonly protocol: number;
			readonly server: string;
			readonly features: readonly string[];
	  }
	| {
			readonly type: 'granted';
			readonly projectId: string;
			readonly role: ProjectRole;
			/** How the others in the project see this client: the same for all its tabs. */
			readonly user: string;
			/** Seconds; 0: until it is taken back. */
			readonly expiresIn: number;
	  }
	| {
			readonly type: 'opened';
			readonly channel: number;
			readonly role: ProjectRole;
			readonly epoch: number;
			readonly stateVector: Uint8Array;
			readonly update: Uint8Array;
	  }
	| { readonly type: 'server-update'; readonly channel: number; readonly update: Uint8Array }
	| { readonly type: 'ack'; readonly channel: number; readonly seq: number }
	| { readonly type: 'server-presence'; readonly channel: number; readonly presence: Uint8Array }
	/** `channel` 0: about the connection; `project`: the project that a refused token is for, or ''. */
	| {
			readonly type: 'error';
			readonly channel: number;
			readonly project: string;
			readonly error: ProtocolError;
	  }
	| { readonly type: 'pong' }
	/** A piece of an encoded server frame of this channel. */
	| ({ readonly type: 'server-chunk' } & ChunkBody)
	/** `clientId` as in the sender's presence, `user` as the server knows them. */
	| {
			readonly type: 'server-signal';
			readonly channel: number;
			readonly clientId: number;
			readonly user: string;
			readonly kind: string;
			readonly payload: Uint8Array;
	  }
	/** What was granted was taken back, or has expired: its channels are closed. No answer to an `auth`. */
	| { readonly type: 'grant-ended'; readonly projectId: string; readonly error: ProtocolError }
	/** Who belongs to the project, is invited or asks is different now: the records say how. */
	| { readonly type: 'members-changed'; readonly projectId: string }
	/** One signal was not passed on; the channel goes on as before. */
	| {
			readonly type: 'signal-refused';
			readonly channel: number;
			readonly kind: string;
			readonly error: ProtocolError;
	  };

type ChunkBody = { readonly channel: number; readonly left: number; readonly bytes: Uint8Array };

export type Frame = ClientFrame | ServerFrame;

// The numbers on the wire: new ones at the end.
const TAGS = [
	'hello',
	'auth',
	'open',
	'update',
	'presence',
	'close',
	'ping',
	'welcome',
	'granted',
	'opened',
	'server-update',
	'ack',
	'server-presence',
	'error',
	'pong',
	'chunk',
	'server-chunk',
	'signal',
	'server-signal',
	'signal-refused',
	'grant-ended',
	'members-changed',
] as const satisfies readonly Frame['type'][];

const CLIENT_TAGS: ReadonlySet<string> = new Set<ClientFrame['type']>([
	'hello',
	'auth',
	'open',
	'update',
	'presence',
	'close',
	'ping',
	'chunk',
	'signal',
]);

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, TAGS.indexOf(frame.type));
	writeBody(encoder, frame);
	return encoding.toUint8Array(encoder);
}

/** What `encodeFrame` writes in front of a frame's last field when that has `length` bytes: these can stay where they lie. */
export function encodeHead(head: FrameHead, length: number): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, TAGS.indexOf(head.type));
	encoding.writeVarUint(encoder, head.channel);
	writeHead(encoder, head);
	encoding.writeVarUint(encoder, length);
	return encoding.toUint8Array(encoder);
}

/** Reads what a client sent; anything that is not exactly one known client frame is an error. */
export function decodeClientFrame(bytes: Uint8Array): Result<ClientFrame, string> {
	const frame = decodeFrame(bytes);
	if (frame.ok && !CLIENT_TAGS.has(frame.value.type))
		return err(`A client cannot send "${frame.value.type}"`);
	return frame as Result<ClientFrame, string>;
}

export function decodeServerFrame(bytes: Uint8Array): Result<ServerFrame, string> {
	const frame = decodeFrame(bytes);
	if (frame.ok && CLIENT_TAGS.has(frame.value.type)) return err(`A server cannot send "${frame.value.type}"`);
	return frame as Result<ServerFrame, string>;
}

function decodeFrame(bytes: Uint8Array): Result<Frame, string> {
	try {
		const decoder = decoding.createDecoder(bytes);
		const number = decoding.readVarUint(decoder);
		const type = TAGS[number];
		if (!type) return err(`Frame type ${number} is unknown`);
		const frame = readBody(decoder, type, PROTOCOL_VERSION);
		// Later versions may say more behind a greeting, and must still be told why they cannot stay.
		const isGreeting = type === 'hello' || type === 'welcome';
		if (decoding.hasContent(decoder) && !isGreeting) return err(`The "${type}" frame has bytes left over`);
		return ok(frame);
	} catch (cause) {
		return err(
			`The frame is cut off or malformed (${cause instanceof Error ? cause.message : String(cause)})`,
		);
	}
}
