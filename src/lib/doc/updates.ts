import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { err, ok, type Result } from '../base/result.ts';

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

/** What a v1 update carries, without what it says. */
export type UpdateSummary = {
	/** For each author in it, the clock just behind their last struct. */
	readonly ends: ReadonlyMap<number, number>;
	/** Neither structs nor deletions. */
	readonly empty: boolean;
};

/**
 * Decodes a v1 update from somebody else before anything is done with it: whole, nothing behind its end, each
 * author once and in Yjs's order (merging an update that breaks that loses other people's structs).
 * What passes can still be nonsense to read; readers validate what it says.
 */
export function readUpdate(update: Uint8Array): Result<UpdateSummary, string> {
	try {
		const rest = decoding.createDecoder(update);
		const decoder = new Y.UpdateDecoderV1(rest);
		// Yjs makes its own decoder; handing it ours lets us see what is left behind the update.
		const handOver = function () {
			return decoder;
		} as unknown as typeof Y.UpdateDecoderV1;
		const { structs, ds } = Y.decodeUpdateV2(update, handOver);
		if (decoding.hasContent(rest)) return err('The update has bytes left over');
		const ends = new Map<number, number>();
		let author = Infinity;
		for (const struct of structs) {
			const { id, length } = struct;
			if (struct instanceof Y.Item) {
				if (refersAhead(struct)) return err('A struct refers to a later one');
				if (valuesIn(struct.content).some((value) => nestsDeeper(value, MAX_NESTING)))
					return err(`A value nests deeper than ${MAX_NESTING} levels`);
			}
			if (id.client > author || (id.client === author && id.clock !== ends.get(author))) {
				return err('The structs are not in order');
			}
			if (!isSpan(id.clock, length)) return err('A struct has no length, or too much of it');
			author = id.client;
			ends.set(author, id.clock + length);
		}
		for (const deletions of ds.clients.values()) {
			if (deletions.some(({ clock, len }) => !isSpan(clock, len))) return err('A deletion is of nothing');
		}
		return ok({ ends, empty: structs.length === 0 && ds.clients.size === 0 });
	} catch (cause) {
		return err(`The update cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}

// Yjs waits for what other authors have yet to send, but trusts an author about their own past: applying would throw.
function refersAhead({ id, origin, rightOrigin, parent }: Y.Item): boolean {
	const references = [origin, rightOrigin, parent instanceof Y.ID ? parent : null];
	return references.some((ref) => ref !== null && ref.client === id.client && ref.clock >= id.clock);
}

/** What passes on a server's stack must not overflow a reader's, which may stand much deeper when it decodes. */
const MAX_NESTING = 64;

function nestsDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
	return levels === 0 || Object.values(value).some((inner) => nestsDeeper(inner, levels - 1));
}

function valuesIn(content: Y.Item['content']): unknown[] {
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
	if (content instanceof Y.ContentEmbed) return [content.embed];
	if (content instanceof Y.ContentFormat) return [content.value];
	return content instanceof Y.ContentDoc ? [content.opts] : [];
}

const isSpan = (clock: number, length: number) => length > 0 && Number.isSafeInteger(clock + length);

/** Like `readUpdate`, when only the verdict matters. */
export function checkUpdate(update: Uint8Array): Result<void, string> {
	const summary = readUpdate(update);
	return summary.ok ? ok() : summary;
}

/** Whether a document with this v1 state would gain nothing from the update. Costs a merge of both. */
export function isContained(state: Uint8Array, update: Uint8Array): boolean {
	const before = Y.mergeUpdates([state, EMPTY_UPDATE]);
	const after = Y.mergeUpdates([state, update]);
	return before.length === after.length && before.every((byte, i) => byte === after[i]);
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
