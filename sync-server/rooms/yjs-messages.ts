import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, type Result } from '#lib/base/result.ts';

/** What a stock y-websocket client says, and what it understands (y-protocols' numbers). */
export type YjsMessage =
	| { readonly type: 'sync-step-1'; readonly stateVector: Uint8Array }
	/** Sync step 2 and updates differ in name only: both are changes. */
	| { readonly type: 'update'; readonly update: Uint8Array; readonly isAnswer: boolean }
	| { readonly type: 'awareness'; readonly presence: Uint8Array }
	| { readonly type: 'query-awareness' }
	| { readonly type: 'auth' };

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
const PERMISSION_DENIED = 0;

export function decodeYjsMessage(bytes: Uint8Array): Result<YjsMessage, string> {
	try {
		const decoder = decoding.createDecoder(bytes);
		const message = readMessage(decoder);
		if (!message) return err('The message is of an unknown type');
		return decoding.hasContent(decoder) ? err('The message has bytes left over') : ok(message);
	} catch (cause) {
		return err(
			`The message is cut off or malformed (${cause instanceof Error ? cause.message : String(cause)})`,
		);
	}
}

// Views into the message, which ws reuses: what outlives it is copied.
const readBytes = (decoder: decoding.Decoder) => decoding.readVarUint8Array(decoder).slice();

function readMessage(decoder: decoding.Decoder): YjsMessage | null {
	switch (decoding.readVarUint(decoder)) {
		case SYNC:
			return readSync(decoder);
		case AWARENESS:
			return { type: 'awareness', presence: readBytes(decoder) };
		case QUERY_AWARENESS:
			return { type: 'query-awareness' };
		case AUTH:
			decoding.readVarUint(decoder);
			decoding.readVarString(decoder);
			return { type: 'auth' };
		default:
			return null;
	}
}

function readSync(decoder: decoding.Decoder): YjsMessage | null {
	switch (decoding.readVarUint(decoder)) {
		case STEP_1:
			return { type: 'sync-step-1', stateVector: readBytes(decoder) };
		case STEP_2:
			return { type: 'update', update: readBytes(decoder), isAnswer: true };
		case UPDATE:
			return { type: 'update', update: readBytes(decoder), isAnswer: false };
		default:
			return null;
	}
}

function encode(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
}

const encodeSync = (kind: number, bytes: Uint8Array): Uint8Array =>
	encode((encoder) => {
		encoding.writeVarUint(encoder, SYNC);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, bytes);
	});

export const encodeSyncStep1 = (stateVector: Uint8Array): Uint8Array => encodeSync(STEP_1, stateVector);
export const encodeSyncStep2 = (update: Uint8Array): Uint8Array => encodeSync(STEP_2, update);
export const encodeUpdate = (update: Uint8Array): Uint8Array => encodeSync(UPDATE, update);

export const encodeAwareness = (presence: Uint8Array): Uint8Array =>
	encode((encoder) => {
		encoding.writeVarUint(encoder, AWARENESS);
		encoding.writeVarUint8Array(encoder, presence);
	});

/** Presence of nobody: says nothing, but is heard. */
export const EMPTY_AWARENESS: Uint8Array = encodeAwareness(new Uint8Array([0]));

export const encodePermissionDenied = (reason: string): Uint8Array =>
	encode((encoder) => {
		encoding.writeVarUint(encoder, AUTH);
		encoding.writeVarUint(encoder, PERMISSION_DENIED);
		encoding.writeVarString(encoder, reason);
	});
