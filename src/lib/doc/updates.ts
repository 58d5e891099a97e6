import * as Y from 'yjs';

/**
 * Updates as bytes, without a document in memory. v1 is what travels on the line (stock Yjs clients speak it);
 * v2 is what devices store (about a third smaller).
 */

/** One v1 update holding all of the given ones. */
export const mergeUpdates = (updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** One v2 update holding all of the given ones. */
export const mergeUpdatesV2 = (updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdatesV2([...updates]);

/** The part of a v1 update that a peer with this state vector lacks. */
export const diffUpdate = (update: Uint8Array, stateVector: Uint8Array): Uint8Array =>
	Y.diffUpdate(update, stateVector);

/** The state vector a document with just this v1 update would have. */
export const stateVectorOf = (update: Uint8Array): Uint8Array => Y.encodeStateVectorFromUpdate(update);

export const convertV2ToV1 = (update: Uint8Array): Uint8Array => Y.convertUpdateFormatV2ToV1(update);
export const convertV1ToV2 = (update: Uint8Array): Uint8Array => Y.convertUpdateFormatV1ToV2(update);

/** The v1 update of a document nothing was ever written to. */
export const EMPTY_UPDATE: Uint8Array = Y.encodeStateAsUpdate(new Y.Doc());

/** Whether a v1 update carries anything at all: structs or deletions. */
export function isEmptyUpdate(update: Uint8Array): boolean {
	const { structs, ds } = Y.decodeUpdate(update);
	return structs.length === 0 && ds.clients.size === 0;
}

/** Whether these bytes are a state vector. */
export function checkStateVector(bytes: Uint8Array): boolean {
	try {
		Y.decodeStateVector(bytes);
		return true;
	} catch {
		return false; // any throw means the same: not a state vector
	}
}

/** For each author in a state vector, the clock behind their last struct. Throws when it is not one. */
export const readStateVector = (bytes: Uint8Array): Map<number, number> => Y.decodeStateVector(bytes);

/** The state vector that says where these authors end. */
export const writeStateVector = (ends: ReadonlyMap<number, number>): Uint8Array =>
	Y.encodeStateVector(ends as Map<number, number>);
