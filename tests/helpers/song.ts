const RATE = 48_000;

/** A WAV file of a second: half of it a tone, half of it silent. Made without Node, for pages as well. */
export function song(): Uint8Array<ArrayBuffer> {
	const view = new DataView(new ArrayBuffer(44 + RATE * 2));
	const write = (at: number, text: string) => {
		for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
	};
	write(0, 'RIFF');
	view.setUint32(4, 36 + RATE * 2, true);
	write(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, RATE, true);
	view.setUint32(28, RATE * 2, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	write(36, 'data');
	view.setUint32(40, RATE * 2, true);
	for (let i = 0; i < RATE / 2; i++)
		view.setInt16(44 + i * 2, Math.round(9000 * Math.sin((i * 2 * Math.PI * 440) / RATE)), true);
	return new Uint8Array(view.buffer);
}
