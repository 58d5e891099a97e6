import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, type Result } from '#lib/base/result.ts';
import { MAX_PRESENCE_BYTES } from '#lib/protocol/limits.ts';

/** Peers cannot read numbers past 2⁵³. */
const MAX_CLOCK = 2 ** 48;

/** One client's line in a y-protocols awareness update; `state` is JSON, "null" once gone. */
export type PresenceEntry = { readonly clientId: number; readonly clock: number; readonly state: string };

/** As a member says it, before the server has put in who they are. */
export type PresenceClaim = {
	readonly clientId: number;
	readonly clock: number;
	readonly state: object | null;
};

/** The entries as an awareness update. */
export function writePresence(entries: readonly PresenceEntry[]): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, entries.length);
	for (const { clientId, clock, state } of entries) {
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	}
	return encoding.toUint8Array(encoder);
}

/** What somebody says of themselves and others, or why it is no awareness update. */
export function readPresence(bytes: Uint8Array): Result<PresenceClaim[], string> {
	if (bytes.byteLength > MAX_PRESENCE_BYTES) {
		return err(`Presence may have ${MAX_PRESENCE_BYTES} bytes, this has ${bytes.byteLength}`);
	}
	try {
		const decoder = decoding.createDecoder(bytes);
		const entries: PresenceClaim[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			if (clock > MAX_CLOCK) return err(`A presence clock of ${clock} is not one that was counted up to`);
			// Peers would throw on text that is not JSON, so it must not get past here.
			const state: unknown = JSON.parse(decoding.readVarString(decoder));
			if (typeof state !== 'object' || Array.isArray(state)) {
				return err('A presence state must be an object or null');
			}
			entries.push({ clientId, clock, state });
		}
		return decoding.hasContent(decoder) ? err('The presence has bytes left over') : ok(entries);
	} catch (cause) {
		return err(`The presence cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}

/** As another instance of the server says it. */
export function readSignedPresence(bytes: Uint8Array): PresenceEntry[] {
	const decoder = decoding.createDecoder(bytes);
	return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
		clientId: decoding.readVarUint(decoder),
		clock: decoding.readVarUint(decoder),
		state: decoding.readVarString(decoder),
	}));
}
