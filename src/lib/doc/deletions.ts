import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** What is deleted of each author: from, to (exclusive), from, to … by their clocks. */
export type Deletions = ReadonlyMap<number, readonly number[]>;

/** All deletions known of a document, kept in order as more come, to see what is new. */
export class DeletionIndex {
	/** Spans of each author: in order, apart from each other. */
	#authors = new Map<number, number[]>();

	/** Whether all of these are in it. */
	contains(deletions: Deletions): boolean {
		for (const [author, spans] of deletions) {
			const known = this.#authors.get(author);
			if (!known) return false;
			for (let i = 0; i < spans.length; i += 2) {
				if (!covers(known, spans[i] ?? 0, spans[i + 1] ?? 0)) return false;
			}
		}
		return true;
	}

	add(deletions: Deletions): void {
		for (const [author, spans] of deletions) {
			let known = this.#authors.get(author);
			if (!known) this.#authors.set(author, (known = []));
			for (let i = 0; i < spans.length; i += 2) insert(known, spans[i] ?? 0, spans[i + 1] ?? 0);
		}
	}
}

/** The number of spans that begin at or before this clock. */
function countUpTo(spans: readonly number[], clock: number): number {
	let low = 0;
	let high = spans.length / 2;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((spans[middle * 2] ?? 0) <= clock) low = middle + 1;
		else high = middle;
	}
	return low;
}

function covers(spans: readonly number[], from: number, to: number): boolean {
	const before = countUpTo(spans, from);
	return before > 0 && (spans[before * 2 - 1] ?? 0) >= to;
}

function insert(spans: number[], from: number, to: number): void {
	const before = countUpTo(spans, from);
	const touchesBefore = before > 0 && (spans[before * 2 - 1] ?? 0) >= from;
	const first = touchesBefore ? before - 1 : before;
	let last = first;
	let end = to;
	while (last * 2 < spans.length && (spans[last * 2] ?? 0) <= end) {
		end = Math.max(end, spans[last * 2 + 1] ?? 0);
		last++;
	}
	const start = touchesBefore ? (spans[first * 2] ?? from) : from;
	spans.splice(first * 2, (last - first) * 2, start, end);
}

/** Deletions as they stand at the end of a v1 update. */
export function encodeDeletions(deletions: Deletions): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, deletions.size);
	for (const [author, spans] of deletions) {
		encoding.writeVarUint(encoder, author);
		encoding.writeVarUint(encoder, spans.length / 2);
		for (let i = 0; i < spans.length; i += 2) {
			encoding.writeVarUint(encoder, spans[i] ?? 0);
			encoding.writeVarUint(encoder, (spans[i + 1] ?? 0) - (spans[i] ?? 0));
		}
	}
	return encoding.toUint8Array(encoder);
}

/** Throws when these are no deletions. */
export function decodeDeletions(bytes: Uint8Array): Deletions {
	const decoder = decoding.createDecoder(bytes);
	const deletions = new Map<number, number[]>();
	for (let authors = decoding.readVarUint(decoder); authors > 0; authors--) {
		const author = decoding.readVarUint(decoder);
		const spans: number[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const from = decoding.readVarUint(decoder);
			spans.push(from, from + decoding.readVarUint(decoder));
		}
		deletions.set(author, spans);
	}
	return deletions;
}

/** A v1 update of nothing but deletions, from their bytes. */
export function deletionsAsUpdate(bytes: Uint8Array): Uint8Array {
	const update = new Uint8Array(bytes.byteLength + 1);
	update.set(bytes, 1); // the zero before them: no structs
	return update;
}
