import {
	createDecoder,
	hasContent,
	readVarInt,
	readVarString,
	readVarUint,
	readVarUint8Array,
} from 'lib0/decoding';

/**
 * At least as many structs as decoding this v2 update would create. v2 spells repetition in a few bytes ("the
 * same again, a billion times"), so its length says nothing about the memory it costs; this adds up what it spells,
 * without doing it. Every struct takes one value of the client, length or string column, or a byte of the rest.
 * Throws when the bytes are no v2 update.
 */
export function countStructs(update: Uint8Array): number {
	const decoder = createDecoder(update);
	readVarUint(decoder); // feature flag
	readVarUint8Array(decoder); // key clocks
	const clients = readVarUint8Array(decoder);
	readVarUint8Array(decoder); // left clocks
	readVarUint8Array(decoder); // right clocks
	readVarUint8Array(decoder); // info
	const strings = createDecoder(readVarUint8Array(decoder));
	readVarUint8Array(decoder); // parent info
	readVarUint8Array(decoder); // type refs
	const lengths = readVarUint8Array(decoder);
	readVarString(strings);
	const rest = update.length - decoder.pos;
	return (
		countValues(createDecoder(clients)) + countValues(strings) + countValues(createDecoder(lengths)) + rest
	);
}

type Decoder = ReturnType<typeof createDecoder>;

/** Values in an optional run-length column: a negative number is followed by how often it repeats. */
function countValues(column: Decoder): number {
	let count = 0;
	while (hasContent(column)) {
		const value = readVarInt(column);
		count += value < 0 || Object.is(value, -0) ? readVarUint(column) + 2 : 1;
	}
	return count;
}
