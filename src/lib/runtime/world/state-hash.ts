/** One number for where everything stands, to the last bit: two games are the same only if theirs are (FNV-1a, 32 bits). */
export function stateHash(numbers: Readonly<Float64Array>): number {
	const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
	let hash = 0x811c9dc5;
	for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}
