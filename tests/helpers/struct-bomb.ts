/** A v2 update: one client with a billion collected structs of length 1, as run-length columns of a few bytes. */
export function structBomb(): Uint8Array<ArrayBuffer> {
	const billion = [0x80, 0x94, 0xeb, 0xdc, 0x03]; // varuint 1,000,000,000
	const column = (...bytes: number[]) => [bytes.length, ...bytes];
	return new Uint8Array([
		0,
		...column(),
		...column(0x05), // the client, once: 5
		...column(),
		...column(),
		...column(0x00), // info: GC, for ever
		...column(0x00), // no strings
		...column(),
		...column(),
		...column(0x41, ...billion), // length −1: the number 1, a billion times and two
		1, // one client
		...billion, // with so many structs
		0, // from clock 0
		0, // no deletions
	]);
}
