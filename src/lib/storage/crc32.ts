const BITS = new Uint32Array(256).map((_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

// `AFTER[n]` is the byte followed by n zero bytes: four bytes go in one step, which is twice as fast as one by one.
const AFTER = [BITS, next(BITS), next(next(BITS)), next(next(next(BITS)))] as const;

function next(table: Uint32Array): Uint32Array {
	return table.map((value) => (value >>> 8) ^ (BITS[value & 0xff] as number));
}

/** CRC-32 (IEEE, as in zip). Pass the checksum so far to go on where another piece ended. */
export function crc32(bytes: Uint8Array, soFar = 0): number {
	const [zero, one, two, three] = AFTER;
	const inFours = bytes.length & ~3;
	let crc = ~soFar;
	let i = 0;
	for (; i < inFours; i += 4) {
		crc ^=
			(bytes[i] as number) |
			((bytes[i + 1] as number) << 8) |
			((bytes[i + 2] as number) << 16) |
			((bytes[i + 3] as number) << 24);
		crc =
			(three[crc & 0xff] as number) ^
			(two[(crc >>> 8) & 0xff] as number) ^
			(one[(crc >>> 16) & 0xff] as number) ^
			(zero[crc >>> 24] as number);
	}
	for (; i < bytes.length; i++) crc = (zero[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
	return ~crc >>> 0;
}
