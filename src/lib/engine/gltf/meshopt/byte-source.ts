/** Bytes that are read one after the other and never past their end: hostile data must not loop for ever. */
export class ByteSource {
	readonly bytes: Uint8Array;
	at: number;

	constructor(bytes: Uint8Array, at: number) {
		this.bytes = bytes;
		this.at = at;
	}

	next(): number {
		return byteAt(this.bytes, this.at++);
	}

	/** A whole number in groups of seven bits, at most five of them. */
	nextVarint(): number {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.next();
			value |= (byte & 0x7f) << shift;
			if (byte < 0x80) return value;
		}
		throw new Error('Compressed data is damaged: a number does not end');
	}
}

export function byteAt(bytes: Uint8Array, at: number): number {
	const byte = bytes[at];
	if (byte === undefined) throw new Error('Compressed data is damaged: it ends too early');
	return byte;
}

/** Zigzag: 0, −1, 1, −2 … are stored as 0, 1, 2, 3 … */
export const dezig = (value: number): number => (value >>> 1) ^ -(value & 1);

export function expect(condition: boolean, what: string): void {
	if (!condition) throw new Error(`Compressed data is damaged: ${what}`);
}
