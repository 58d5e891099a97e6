import { deflateSync } from 'node:zlib';

/** Files that must be refused, made here so that no test depends on what lies about. */

const encoder = new TextEncoder();

export type NamedFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export const file = (name: string, bytes: Uint8Array | string): NamedFile => ({
	name,
	mimeType: 'application/octet-stream',
	buffer: Buffer.from(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
});

/** A glb with this JSON and no binary chunk. */
export function glb(json: object): Buffer {
	const text = Buffer.from(JSON.stringify(json));
	const body = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
	const head = Buffer.alloc(20);
	head.writeUInt32LE(0x46546c67, 0);
	head.writeUInt32LE(2, 4);
	head.writeUInt32LE(20 + body.length, 8);
	head.writeUInt32LE(body.length, 12);
	head.writeUInt32LE(0x4e4f534a, 16);
	return Buffer.concat([head, body]);
}

/** A well-formed PNG that says it is this large and holds next to nothing. */
export function png(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const data = deflateSync(Buffer.alloc(16));
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', data),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

function crc32(bytes: Buffer): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}
