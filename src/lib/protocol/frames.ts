import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, type Result } from '../base/result.ts';
import { ERROR_NUMBERS, type ErrorCode, type ProtocolError } from './errors.ts';
import { ROLES, type Role } from './roles.ts';

/** The subprotocol our own client asks for at `/sync`. */
export const SUBPROTOCOL = 'rastudios.v1';
/** The subprotocol a stock y-websocket client may name beside its token at `/sync/<document>`. */
export const YJS_SUBPROTOCOL = 'rastudios.yjs';
export const PROTOCOL_VERSION = 1;

/** What a client says. `channel` is the client's own number for one open document; `update` is Yjs v1. */
export type ClientFrame =
	| { readonly type: 'hello'; readonly protocol: number; readonly client: string }
	| { readonly type: 'auth'; readonly token: string }
	| {
			readonly type: 'open';
			readonly channel: number;
			readonly address: string;
			readonly stateVector: Uint8Array;
	  }
	| { readonly type: 'update'; readonly channel: number; readonly seq: number; readonly update: Uint8Array }
	| { readonly type: 'presence'; readonly channel: number; readonly presence: Uint8Array }
	| { readonly type: 'close'; readonly channel: number }
	| { readonly type: 'ping' };

/** What the server says. `ack` means: all updates of the channel up to `seq` are durable on the server. */
export type ServerFrame =
	| { readonly type: 'welcome'; readonly protocol: number; readonly server: string }
	| { readonly type: 'granted'; readonly projectId: string; readonly role: Role }
	| {
			readonly type: 'opened';
			readonly channel: number;
			readonly role: Role;
			readonly stateVector: Uint8Array;
			readonly update: Uint8Array;
	  }
	| { readonly type: 'server-update'; readonly channel: number; readonly update: Uint8Array }
	| { readonly type: 'ack'; readonly channel: number; readonly seq: number }
	| { readonly type: 'server-presence'; readonly channel: number; readonly presence: Uint8Array }
	/** `channel` 0: about the connection; `project`: the project an auth or revocation is about, or ''. */
	| {
			readonly type: 'error';
			readonly channel: number;
			readonly project: string;
			readonly error: ProtocolError;
	  }
	| { readonly type: 'pong' };

export type Frame = ClientFrame | ServerFrame;

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
] as const satisfies readonly Frame['type'][];

const CLIENT_TAGS = new Set<string>(TAGS.slice(0, 7));
const ERROR_CODES = Object.keys(ERROR_NUMBERS) as ErrorCode[];

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, TAGS.indexOf(frame.type));
	writeBody(encoder, frame);
	return encoding.toUint8Array(encoder);
}

function writeBody(encoder: encoding.Encoder, frame: Frame): void {
	switch (frame.type) {
		case 'hello':
			encoding.writeVarUint(encoder, frame.protocol);
			return encoding.writeVarString(encoder, frame.client);
		case 'welcome':
			encoding.writeVarUint(encoder, frame.protocol);
			return encoding.writeVarString(encoder, frame.server);
		case 'auth':
			return encoding.writeVarString(encoder, frame.token);
		case 'granted':
			encoding.writeVarString(encoder, frame.projectId);
			return encoding.writeVarUint(encoder, ROLES.indexOf(frame.role));
		case 'open':
			encoding.writeVarUint(encoder, frame.channel);
			encoding.writeVarString(encoder, frame.address);
			return encoding.writeVarUint8Array(encoder, frame.stateVector);
		case 'opened':
			encoding.writeVarUint(encoder, frame.channel);
			encoding.writeVarUint(encoder, ROLES.indexOf(frame.role));
			encoding.writeVarUint8Array(encoder, frame.stateVector);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'update':
			encoding.writeVarUint(encoder, frame.channel);
			encoding.writeVarUint(encoder, frame.seq);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'server-update':
			encoding.writeVarUint(encoder, frame.channel);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'ack':
			encoding.writeVarUint(encoder, frame.channel);
			return encoding.writeVarUint(encoder, frame.seq);
		case 'presence':
		case 'server-presence':
			encoding.writeVarUint(encoder, frame.channel);
			return encoding.writeVarUint8Array(encoder, frame.presence);
		case 'close':
			return encoding.writeVarUint(encoder, frame.channel);
		case 'error':
			return writeError(encoder, frame);
		case 'ping':
		case 'pong':
			return;
	}
}

function writeError(encoder: encoding.Encoder, frame: Extract<Frame, { type: 'error' }>): void {
	encoding.writeVarUint(encoder, frame.channel);
	encoding.writeVarString(encoder, frame.project);
	encoding.writeVarUint(encoder, ERROR_NUMBERS[frame.error.code]);
	encoding.writeVarString(encoder, frame.error.message);
	encoding.writeVarUint(encoder, frame.error.retryAfter ?? 0);
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
		const frame = readBody(decoder, type);
		if (decoding.hasContent(decoder)) return err(`The "${type}" frame has bytes left over`);
		return ok(frame);
	} catch (cause) {
		return err(
			`The frame is cut off or malformed (${cause instanceof Error ? cause.message : String(cause)})`,
		);
	}
}

// lib0 hands out views into the message; frames outlive it, so bytes are copied.
const readBytes = (decoder: decoding.Decoder) => decoding.readVarUint8Array(decoder).slice();

function readRole(decoder: decoding.Decoder): Role {
	const role = ROLES[decoding.readVarUint(decoder)];
	if (!role) throw new Error('unknown role');
	return role;
}

function readBody(decoder: decoding.Decoder, type: Frame['type']): Frame {
	switch (type) {
		case 'hello':
			return { type, protocol: decoding.readVarUint(decoder), client: decoding.readVarString(decoder) };
		case 'welcome':
			return { type, protocol: decoding.readVarUint(decoder), server: decoding.readVarString(decoder) };
		case 'auth':
			return { type, token: decoding.readVarString(decoder) };
		case 'granted':
			return { type, projectId: decoding.readVarString(decoder), role: readRole(decoder) };
		case 'ping':
		case 'pong':
			return { type };
		case 'error':
			return readError(decoder);
		default:
			return readChannelBody(decoder, type, decoding.readVarUint(decoder));
	}
}

type ChannelFrame = Extract<Exclude<Frame, { type: 'error' }>, { readonly channel: number }>;

function readChannelBody(decoder: decoding.Decoder, type: ChannelFrame['type'], channel: number): Frame {
	switch (type) {
		case 'open':
			return { type, channel, address: decoding.readVarString(decoder), stateVector: readBytes(decoder) };
		case 'opened': {
			const role = readRole(decoder);
			return { type, channel, role, stateVector: readBytes(decoder), update: readBytes(decoder) };
		}
		case 'update':
			return { type, channel, seq: decoding.readVarUint(decoder), update: readBytes(decoder) };
		case 'server-update':
			return { type, channel, update: readBytes(decoder) };
		case 'ack':
			return { type, channel, seq: decoding.readVarUint(decoder) };
		case 'presence':
		case 'server-presence':
			return { type, channel, presence: readBytes(decoder) };
		case 'close':
			return { type, channel };
	}
}

function readError(decoder: decoding.Decoder): Frame {
	const channel = decoding.readVarUint(decoder);
	const project = decoding.readVarString(decoder);
	const number = decoding.readVarUint(decoder);
	const message = decoding.readVarString(decoder);
	const retryAfter = decoding.readVarUint(decoder);
	const code = ERROR_CODES.find((name) => ERROR_NUMBERS[name] === number);
	if (!code) throw new Error(`unknown error number ${number}`);
	const error: ProtocolError = retryAfter > 0 ? { code, message, retryAfter } : { code, message };
	return { type: 'error', channel, project, error };
}
