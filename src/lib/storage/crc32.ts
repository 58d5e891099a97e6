const TABLE = new Uint32Array(256).map((_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

/** CRC-32 (IEEE, as in zip). Pass the checksum so far to go on where another piece ended. */
export function crc32(bytes: Uint8Array, soFar = 0): number {
	let crc = ~soFar;
	for (let i = 0; i < bytes.length; i++) {
		crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
	}
	return ~crc >>> 0;
}
