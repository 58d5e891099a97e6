import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { ERROR_NUMBERS, type ErrorCode, type ProtocolError } from './errors.ts';
import type { Frame } from './frames.ts';
import type { ProjectRole } from './permissions.ts';

const ERROR_CODES = Object.keys(ERROR_NUMBERS) as ErrorCode[];
const MAX_FEATURES = 64;
// The numbers on the wire: new ones at the end.
const WIRE_ROLES: readonly ProjectRole[] = ['owner', 'editor', 'viewer', 'commenter', 'player'];

/** Writes the fields of a frame in the order of its declaration. */
export function writeBody(encoder: encoding.Encoder, frame: Frame): void {
	switch (frame.type) {
		case 'hello':
			return writeGreeting(encoder, frame.protocol, frame.client, frame.features);
		case 'welcome':
			return writeGreeting(encoder, frame.protocol, frame.server, frame.features);
		case 'auth':
			return encoding.writeVarString(encoder, frame.token);
		case 'granted':
			encoding.writeVarString(encoder, frame.projectId);
			encoding.writeVarUint(encoder, WIRE_ROLES.indexOf(frame.role));
			encoding.writeVarString(encoder, frame.user);
			return encoding.writeVarUint(encoder, frame.expiresIn);
		case 'grant-ended':
			encoding.writeVarString(encoder, frame.projectId);
			return writeError(encoder, frame.error);
		case 'members-changed':
			return encoding.writeVarString(encoder, frame.projectId);
		case 'ping':
		case 'pong':
			return;
		default:
			encoding.writeVarUint(encoder, frame.channel);
			return writeChannelBody(encoder, frame);
	}
}

type ChannelFrame = Extract<Frame, { readonly channel: number }>;

function writeChannelBody(encoder: encoding.Encoder, frame: ChannelFrame): void {
	switch (frame.type) {
		case 'open':
			encoding.writeVarString(encoder, frame.address);
			// 0 is "none", so that every number still has a place.
			encoding.writeVarUint(encoder, frame.epoch === null ? 0 : frame.epoch + 1);
			return encoding.writeVarUint8Array(encoder, frame.stateVector);
		case 'opened':
			writeHead(encoder, frame);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'update':
			encoding.writeVarUint(encoder, frame.seq);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'server-update':
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'ack':
			return encoding.writeVarUint(encoder, frame.seq);
		case 'presence':
		case 'server-presence':
			return encoding.writeVarUint8Array(encoder, frame.presence);
		case 'close':
			return;
		case 'error':
			encoding.writeVarString(encoder, frame.project);
			return writeError(encoder, frame.error);
		case 'chunk':
		case 'server-chunk':
			writeHead(encoder, frame);
			return encoding.writeVarUint8Array(encoder, frame.bytes);
		default:
			return writeSignal(encoder, frame);
	}
}

/** A frame that ends in bytes, without them. */
export type FrameHead =
	| Omit<Extract<Frame, { readonly type: 'opened' }>, 'update'>
	| Omit<Extract<Frame, { readonly type: 'chunk' | 'server-chunk' }>, 'bytes'>;

/** Writes the fields between the channel and the bytes. */
export function writeHead(encoder: encoding.Encoder, head: FrameHead): void {
	if (head.type !== 'opened') return encoding.writeVarUint(encoder, head.left);
	encoding.writeVarUint(encoder, WIRE_ROLES.indexOf(head.role));
	encoding.writeVarUint(encoder, head.epoch);
	encoding.writeVarUint8Array(encoder, head.stateVector);
}

type SignalFrame = Extract<Frame, { readonly kind: string }>;

function writeSignal(encoder: encoding.Encoder, frame: SignalFrame): void {
	if (frame.type === 'server-signal') {
		encoding.writeVarUint(encoder, frame.clientId);
		encoding.writeVarString(encoder, frame.user);
	}
	encoding.writeVarString(encoder, frame.kind);
	if (frame.type === 'signal-refused') return writeError(encoder, frame.error);
	encoding.writeVarUint8Array(encoder, frame.payload);
}

function writeGreeting(
	encoder: encoding.Encoder,
	protocol: number,
	name: string,
	features: readonly string[],
): void {
	encoding.writeVarUint(encoder, protocol);
	encoding.writeVarString(encoder, name);
	encoding.writeVarUint(encoder, features.length);
	for (const feature of features) encoding.writeVarString(encoder, feature);
}

function writeError(encoder: encoding.Encoder, { code, message, retryAfter }: ProtocolError): void {
	encoding.writeVarUint(encoder, ERROR_NUMBERS[code]);
	encoding.writeVarString(encoder, message);
	encoding.writeVarUint(encoder, retryAfter ?? 0);
}

// lib0 hands out views into the message; frames outlive it, so bytes are copied.
const readBytes = (decoder: decoding.Decoder) => decoding.readVarUint8Array(decoder).slice();
const readUint = decoding.readVarUint;
const readText = decoding.readVarString;

/** Reads the fields of a frame. Throws when they are not all there, or not what they must be. */
export function readBody(decoder: decoding.Decoder, type: Frame['type'], spoken: number): Frame {
	switch (type) {
		case 'hello': {
			const { protocol, name, features } = readGreeting(decoder, spoken);
			return { type, protocol, client: name, features };
		}
		case 'welcome': {
			const { protocol, name, features } = readGreeting(decoder, spoken);
			return { type, protocol, server: name, features };
		}
		case 'auth':
			return { type, token: readText(decoder) };
		case 'granted':
			return {
				type,
				projectId: readText(decoder),
				role: readRole(decoder),
				user: readText(decoder),
				expiresIn: readUint(decoder),
			};
		case 'grant-ended':
			return { type, projectId: readText(decoder), error: readError(decoder) };
		case 'members-changed':
			return { type, projectId: readText(decoder) };
		case 'ping':
		case 'pong':
			return { type };
		default:
			return readChannelBody(decoder, type, readUint(decoder));
	}
}

function readChannelBody(decoder: decoding.Decoder, type: ChannelFrame['type'], channel: number): Frame {
	switch (type) {
		case 'open': {
			const address = readText(decoder);
			const epoch = readUint(decoder);
			return {
				type,
				channel,
				address,
				epoch: epoch === 0 ? null : epoch - 1,
				stateVector: readBytes(decoder),
			};
		}
		case 'opened': {
			const role = readRole(decoder);
			const epoch = readUint(decoder);
			return { type, channel, role, epoch, stateVector: readBytes(decoder), update: readBytes(decoder) };
		}
		case 'update':
			return { type, channel, seq: readUint(decoder), update: readBytes(decoder) };
		case 'server-update':
			return { type, channel, update: readBytes(decoder) };
		case 'ack':
			return { type, channel, seq: readUint(decoder) };
		case 'presence':
		case 'server-presence':
			return { type, channel, presence: readBytes(decoder) };
		case 'close':
			return { type, channel };
		case 'error':
			return { type, channel, project: readText(decoder), error: readError(decoder) };
		case 'chunk':
		case 'server-chunk':
			return { type, channel, left: readUint(decoder), bytes: readBytes(decoder) };
		default:
			return readSignal(decoder, type, channel);
	}
}

function readSignal(decoder: decoding.Decoder, type: SignalFrame['type'], channel: number): Frame {
	switch (type) {
		case 'signal':
			return { type, channel, kind: readText(decoder), payload: readBytes(decoder) };
		case 'server-signal': {
			const clientId = readUint(decoder);
			const user = readText(decoder);
			return { type, channel, clientId, user, kind: readText(decoder), payload: readBytes(decoder) };
		}
		case 'signal-refused':
			return { type, channel, kind: readText(decoder), error: readError(decoder) };
	}
}

// Of another version only its number is known to mean the same.
function readGreeting(decoder: decoding.Decoder, spoken: number) {
	const protocol = readUint(decoder);
	if (protocol !== spoken) return { protocol, name: '', features: [] };
	const name = readText(decoder);
	const count = readUint(decoder);
	if (count > MAX_FEATURES) throw new Error(`${count} features are too many`);
	return { protocol, name, features: Array.from({ length: count }, () => readText(decoder)) };
}

function readRole(decoder: decoding.Decoder): ProjectRole {
	// A role that only a later version knows: what it may write, the server says; here it looks on.
	return WIRE_ROLES[readUint(decoder)] ?? 'viewer';
}

function readError(decoder: decoding.Decoder): ProtocolError {
	const number = readUint(decoder);
	const message = readText(decoder);
	const retryAfter = readUint(decoder);
	// A later server's reason: whether trying again helps is all that must be understood of it.
	const unknown: ErrorCode = retryAfter > 0 ? 'unavailable' : 'invalid';
	const code = ERROR_CODES.find((name) => ERROR_NUMBERS[name] === number) ?? unknown;
	return retryAfter > 0 ? { code, message, retryAfter } : { code, message };
}
