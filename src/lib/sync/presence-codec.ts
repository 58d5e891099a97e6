import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, type Result } from '../base/result.ts';
import { readPresence, type WireState } from './presence-state.ts';

/** One client's entry in an awareness update; a null state says goodbye. */
export type PresenceEntry = {
	readonly clientId: number;
	readonly clock: number;
	readonly state: WireState | null;
};

/** Reads an awareness update from the network; every state in it is within bounds or gone. */
export function decodePresence(bytes: Uint8Array): Result<PresenceEntry[], string> {
	try {
		const decoder = decoding.createDecoder(bytes);
		const entries: PresenceEntry[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const state = readPresence(JSON.parse(decoding.readVarString(decoder)), clientId);
			entries.push({ clientId, clock, state });
		}
		return ok(entries);
	} catch (cause) {
		return err(`The presence cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}

/** The entries as y-protocols' awareness reads them. */
export function encodePresence(entries: readonly PresenceEntry[]): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, entries.length);
	for (const { clientId, clock, state } of entries) {
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, JSON.stringify(state));
	}
	return encoding.toUint8Array(encoder);
}
