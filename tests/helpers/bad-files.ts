import { loadStarterModel } from '#lib/engine/starter-assets.ts';
import { formatGlb, parseGlb } from '#lib/engine/gltf/glb.ts';
import { bend, figureGlb, madeGlb, PLAIN, type Bendable } from './made-gltf.ts';
import { gltfTriangle, pngImage } from './made-files.ts';

/** A file that must be refused, with words of the reason that must be told. */
export type BadFile = {
	readonly name: string;
	readonly buffer: Buffer;
	readonly why: string;
	/** One of its kind: to be brought in by another way as well. */
	readonly dropped?: boolean;
};

const MB = 1024 * 1024;
const DROPPED = new Set(['cut in its data.glb', 'circle.glb', 'flood.png', 'lost bone.glb', 'hollow.png']);
const good = (): Uint8Array<ArrayBuffer> => figureGlb();
const bent = (change: (json: Bendable) => void, more = {}): Buffer =>
	Buffer.from(bend(figureGlb(more), change));

/** The file with some bytes of one of its buffer views set, as damage on its way would. */
function poke(bytes: Uint8Array, view: number, data: Uint8Array | Float32Array): Buffer {
	const { json, binary = new Uint8Array() } = parseGlb(bytes);
	const description = JSON.parse(json) as { bufferViews: { byteOffset?: number }[] };
	const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	binary.set(raw, description.bufferViews[view]?.byteOffset ?? 0);
	return Buffer.from(formatGlb(description, binary));
}

/** Whole by its head and its end, with nothing between that could be decoded. */
function hollowPng(): Buffer {
	const png = pngImage(64, 64);
	return Buffer.from(png.fill(0x55, 48, png.length - 24));
}

/** A JPEG by its head, and nothing behind it. */
const JPEG = Buffer.from([
	0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 99, 0, 99, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
]);
const WEBP = Buffer.concat([Buffer.from('RIFF\xff\xff\0\0WEBPVP8L\0\0\0\0\x2f', 'latin1'), Buffer.alloc(8)]);
const HDR = Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 64 +X 128\n\x02\x02\0\x80', 'latin1');

const nested = (depth: number): Buffer =>
	Buffer.from(`{"asset":{"version":"2.0"},"extras":${'['.repeat(depth)}${']'.repeat(depth)}}`);

/** One of every way we know in which a file is bad, by what a person would choose or drop. */
export async function badFiles(): Promise<readonly BadFile[]> {
	const bunny = await loadStarterModel('bunny');
	const huge = new Uint8Array(pngImage(1, 1, { width: 20_000, height: 20_000 }));
	const file = (name: string, buffer: Uint8Array, why: string): BadFile => ({
		name,
		buffer: Buffer.from(buffer),
		why,
		dropped: DROPPED.has(name),
	});
	return [
		// Cut off.
		file('cut in its text.glb', good().subarray(0, 300), 'it was cut off. Copy it again'),
		file('cut in its data.glb', good().subarray(0, good().length - 200), 'it was cut off. Copy it again'),
		file('cut.gltf', gltfTriangle().subarray(0, 200), 'Export it again'),
		file('cut.png', pngImage(64, 64).subarray(0, 90), 'cut off'),
		file('cut.jpg', JPEG, 'cut off'),
		file('cut.webp', WEBP, 'cut off'),
		file('cut.hdr', HDR, 'damaged or cut off'),
		file('nothing.glb', Buffer.alloc(0), 'is empty (0 bytes)'),
		file('nothing.png', Buffer.alloc(0), 'is empty (0 bytes)'),
		// Something else than their name says.
		file('picture.glb', pngImage(4, 4), 'is not a glTF model'),
		file('model.png', good(), 'is not a PNG, JPEG or WebP image'),
		file('page.png', Buffer.from('<!doctype html><script>alert(1)</script>'), 'is not a PNG, JPEG'),
		file('drawing.webp', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'is an SVG'),
		file('table.obj', Buffer.from('v 0 0 0\nf 1 1 1\n'), 'only .glb and .gltf models'),
		file('song.flac', Buffer.from('fLaC'), 'only .glb and .gltf models'),
		file('bundle.zip', Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1'), 'only .glb and .gltf models'),
		file('README', Buffer.from('Read me'), 'has no ending'),
		file('zeros.glb', Buffer.alloc(8 * MB), 'is not a glTF model'),
		// Round in circles, and too deep.
		file(
			'own child.glb',
			bent((json) => (json.nodes[3].children = [3])),
			'Export it again',
		),
		file(
			'circle.glb',
			bent((json) => (json.nodes[3].children = [2])),
			'Export it again',
		),
		file('deep.gltf', nested(200_000), 'has no scene in it'),
		// More than can be.
		file(
			'giant list.glb',
			bent((json) => (json.accessors[0].count = 1e9)),
			'1000000000 values',
		),
		file(
			'giant nothing.glb',
			bent((json) => json.accessors.push({ componentType: 5126, count: 1e9, type: 'MAT4' })),
			'unpack to',
		),
		file('flood.png', huge, '20000 × 20000 pixels'),
		file('flood inside.glb', floodInside(huge), '20000 × 20000 pixels'),
		file(
			'flood of parts.glb',
			bent((json) => {
				json.meshes[0].primitives = Array(2000).fill(json.meshes[0].primitives[0]);
				json.nodes = Array.from({ length: 2000 }, () => ({ mesh: 0 }));
				json.scenes[0].nodes = [...json.nodes.keys()];
				json.skins = json.animations = [];
			}),
			'4000000 pieces',
		),
		// Wanting what lies elsewhere.
		file('spy.gltf', gltfTriangle('https://example.com/points.bin'), 'example.com'),
		file('spying.gltf', gltfTriangle('//example.com/points.bin'), 'example.com'),
		file('partial.gltf', gltfTriangle('points.bin'), 'points.bin'),
		file('other.bin', Buffer.alloc(36), 'part of a model'),
		file('thief.gltf', gltfTriangle('file:///etc/passwd'), 'file:///etc/passwd'),
		file('climber.gltf', gltfTriangle('../../secrets.bin'), 'needs the file “../../secrets.bin”'),
		file('wrong data.gltf', gltfTriangle('data:text/html,<b>no</b>'), 'cannot be decoded'),
		// Numbers that are none, and parts that are not there.
		file('lost point.glb', poke(figureGlb(), 0, new Float32Array([NaN, Infinity])), 'not a place'),
		file(
			'endless.glb',
			bent((json) => (json.nodes[0].scale = [1, 1e300, 1])),
			'reaches farther than anything can be seen',
		),
		file('lost bone.glb', poke(figureGlb(), 4, new Uint8Array([0, 250])), 'hangs on bone 250'),
		file(
			'lost skin.glb',
			bent((json) => (json.nodes[1].skin = 4)),
			'skin 4',
		),
		file(
			'lost clip.glb',
			bent((json) => (json.animations[0].channels[0].target.node = 99)),
			'node 99',
		),
		// Compressed, and damaged so.
		file('draco.glb', poke(bunny, 0, new Uint8Array(400).fill(0xee)), 'its parts do not fit together'),
		file(
			'ktx2.glb',
			bent((json) => (json.images[0].mimeType = 'image/ktx2')),
			'KTX2',
		),
		file('meshopt.glb', brokenMeshopt(), 'do not fit together'),
		// Pictures whose head and end are fine.
		file('hollow.png', hollowPng(), 'it cannot be decoded'),
	];
}

/** A model whose picture says that it is far too large. */
function floodInside(picture: Uint8Array): Buffer {
	const uri = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;
	return bent((json) => (json.images[0] = { uri }));
}

/** Points that say they are packed, and are not. */
function brokenMeshopt(): Buffer {
	const packed = (json: Bendable) => {
		const { byteOffset, byteLength } = json.bufferViews[0];
		json.extensionsUsed = json.extensionsRequired = ['EXT_meshopt_compression'];
		json.bufferViews[0].extensions = {
			EXT_meshopt_compression: {
				buffer: 0,
				byteOffset,
				byteLength,
				byteStride: 12,
				count: 3,
				mode: 'ATTRIBUTES',
			},
		};
	};
	return Buffer.from(bend(madeGlb([{ mesh: 0 }], PLAIN), packed));
}
