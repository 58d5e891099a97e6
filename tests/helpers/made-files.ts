import { crc32, deflateSync } from 'node:zlib';

/** Files made on the spot, so that no sample has to be kept. */

/** A PNG of vertical stripes. `claimed` writes another size into its header than it has. */
export function pngImage(
	width: number,
	height: number,
	claimed: { readonly width: number; readonly height: number } = { width, height },
): Buffer {
	const rows = Buffer.alloc((1 + width * 3) * height);
	for (let at = 0; at < rows.length; at++) rows[at] = at % (1 + width * 3) === 0 ? 0 : (at * 5) & 255;
	const head = Buffer.alloc(13);
	head.writeUInt32BE(claimed.width, 0);
	head.writeUInt32BE(claimed.height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
	const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
	return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(typed));
	return Buffer.concat([length, typed, check]);
}

/** A glTF model of one triangle, its buffer in a data address unless `uri` says otherwise. */
export function gltfTriangle(uri?: string): Buffer {
	const positions = Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer);
	const inside = `data:application/octet-stream;base64,${positions.toString('base64')}`;
	const description = {
		asset: { version: '2.0' },
		scene: 0,
		scenes: [{ nodes: [0] }],
		nodes: [{ mesh: 0, name: 'Triangle' }],
		meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
		accessors: [
			{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
		],
		bufferViews: [{ buffer: 0, byteLength: positions.length }],
		buffers: [{ byteLength: positions.length, uri: uri ?? inside }],
	};
	return Buffer.from(JSON.stringify(description));
}

/** A WAV file of so many seconds that grows louder from silence: one channel, 8 bits, 8000 samples a second. */
export function wavSound(seconds: number): Uint8Array<ArrayBuffer> {
	const rate = 8000;
	const count = seconds * rate;
	const bytes = new Uint8Array(44 + count);
	const view = new DataView(bytes.buffer);
	const write = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
	write(0, 'RIFF');
	view.setUint32(4, 36 + count, true);
	write(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, rate, true);
	view.setUint32(28, rate, true);
	view.setUint16(32, 1, true);
	view.setUint16(34, 8, true);
	write(36, 'data');
	view.setUint32(40, count, true);
	for (let i = 0; i < count; i++) bytes[44 + i] = 128 + Math.round(127 * (i / count) * Math.sin(i / 4));
	return bytes;
}
