import { describe, expect, it } from 'vitest';
import { wavSound } from '../../../tests/helpers/made-files.ts';
import { unwrap } from '../base/result.ts';
import { readImports } from './read-imports.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const TRIANGLE = new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer);

/** A glTF of one triangle; its buffer lies inside (no uri), or in a file of its own. */
function gltf(uri?: string, images: { uri: string }[] = []) {
	return {
		asset: { version: '2.0' },
		scene: 0,
		scenes: [{ nodes: [0] }],
		nodes: [{ mesh: 0 }],
		meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
		accessors: [
			{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
		],
		bufferViews: [{ buffer: 0, byteLength: 36 }],
		buffers: [{ byteLength: 36, ...(uri === undefined ? {} : { uri }) }],
		...(images.length > 0 ? { images } : {}),
	};
}

function glb(): Uint8Array<ArrayBuffer> {
	const json = new TextEncoder().encode(JSON.stringify(gltf()));
	const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(0x20);
	padded.set(json);
	const bytes = new Uint8Array(12 + 8 + padded.length + 8 + TRIANGLE.length);
	const view = new DataView(bytes.buffer);
	[0x46546c67, 2, bytes.length, padded.length, 0x4e4f534a].forEach((n, i) => view.setUint32(i * 4, n, true));
	bytes.set(padded, 20);
	view.setUint32(20 + padded.length, TRIANGLE.length, true);
	view.setUint32(24 + padded.length, 0x004e4942, true);
	bytes.set(TRIANGLE, 28 + padded.length);
	return bytes;
}

/** With so many megabytes of data, which are one piece again and again. */
function largeGlb(description: unknown, megabytes: number, name = 'large.glb'): File {
	const json = new TextEncoder().encode(JSON.stringify(description));
	const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(0x20);
	padded.set(json);
	const [head, behind] = [new Uint32Array(5), new Uint32Array(2)];
	head.set([0x46546c67, 2, 28 + padded.length + megabytes * MIB, padded.length, 0x4e4f534a]);
	behind.set([megabytes * MIB, 0x004e4942]);
	const piece = new Blob([new Uint8Array(MIB)]);
	return new File([head, padded, behind, ...Array<Blob>(megabytes).fill(piece)], name);
}

const PNG = Uint8Array.from(
	atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
	(letter) => letter.charCodeAt(0),
);

const text = (name: string, value: unknown) => new File([JSON.stringify(value)], name);
const binary = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name);

/** A file that claims a size, and fails the test when it is read. */
function claiming(name: string, size: number): File {
	const file = new File([], name);
	Object.defineProperty(file, 'size', { value: size });
	file.arrayBuffer = () => Promise.reject(new Error(`${name} must not be read`));
	return file;
}

async function read(...files: File[]) {
	const kept: { name: string; type: string; bytes: Uint8Array }[] = [];
	const refused: { fileName: string; message: string }[] = [];
	for await (const each of readImports(files)) {
		if (each.ok) kept.push({ ...each.value, bytes: new Uint8Array(await each.value.blob.arrayBuffer()) });
		else refused.push(each.error);
	}
	return { kept, refused, names: kept.map(({ name }) => name), why: refused.map(({ message }) => message) };
}

describe('imports', () => {
	it('keep a .glb and an image, models first', async () => {
		const { kept, refused } = await read(binary('wood.PNG', PNG), binary('chest.glb', glb()));
		expect(refused).toEqual([]);
		expect(kept.map(({ name, type }) => [name, type])).toEqual([
			['chest.glb', 'model'],
			['wood.PNG', 'image'],
		]);
	});

	it('[E184] keep a sound as it is, and name what is none', async () => {
		const { kept, why } = await read(
			binary('storm.wav', wavSound(1)),
			binary('wood.png', PNG),
			new File(['a song'], 'song.ogg'),
		);
		expect(kept.map(({ name, type }) => [name, type])).toEqual([
			['storm.wav', 'audio'],
			['wood.png', 'image'],
		]);
		expect(why).toEqual([expect.stringMatching(/“song\.ogg” is not a WAV, MP3 or Ogg sound/)]);
	});

	it('[E143] keep a Radiance panorama that is whole, and name one that is cut off', async () => {
		const header = '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 2\n';
		const file = (name: string, content: string) => new File([content], name);
		const { kept, why } = await read(
			file('sky.hdr', `${header}12345678`),
			file('cut.HDR', `${header}1234567`),
		);
		expect(kept.map(({ name, type }) => [name, type])).toEqual([['sky.hdr', 'image']]);
		expect(why).toEqual([expect.stringMatching(/“cut\.HDR” is damaged or cut off/)]);
	});

	it('pack a .gltf with the files it asks for, which then do not stand alone', async () => {
		const model = text('chest.gltf', gltf('chest%20data.bin', [{ uri: 'textures/wood.png' }]));
		const { kept, refused } = await read(
			binary('wood.png', PNG),
			model,
			binary('chest data.bin', TRIANGLE),
			binary('other.png', PNG),
		);
		expect(refused).toEqual([]);
		expect(kept.map(({ name }) => name)).toEqual(['chest.gltf', 'other.png']);
		expect(new TextDecoder().decode(kept[0]?.bytes.subarray(0, 4))).toBe('glTF');
	});

	it('find a sibling whose case differs', async () => {
		const { names } = await read(text('a.gltf', gltf('A.BIN')), binary('a.bin', TRIANGLE));
		expect(names).toEqual(['a.gltf']);
	});

	it('name what is missing beside a .gltf', async () => {
		const { why } = await read(text('chest.gltf', gltf('chest.bin')));
		expect(why).toEqual([expect.stringMatching(/“chest\.gltf”.*“chest\.bin”/)]);
	});

	it('refuse a part that no model asked for', async () => {
		const { why, names } = await read(binary('stray.bin', TRIANGLE), binary('chest.glb', glb()));
		expect(names).toEqual(['chest.glb']);
		expect(why).toEqual([expect.stringMatching(/“stray\.bin”.*together with its \.gltf/)]);
	});

	it('never load what lies elsewhere', async () => {
		const { why } = await read(text('spy.gltf', gltf('https://elsewhere.example/a.bin')));
		expect(why).toEqual([expect.stringContaining('“spy.gltf”')]);
	});

	it('refuse empty and oversized files before reading them', async () => {
		const { why } = await read(
			claiming('empty.glb', 0),
			claiming('huge.glb', 2 * GIB),
			claiming('huge.gltf', 200 * MIB + 1),
			claiming('huge.png', 200 * MIB + 1),
		);
		expect(why).toEqual([
			expect.stringMatching(/“empty\.glb” is empty/),
			expect.stringMatching(/“huge\.glb” is 2048 MB; at most 2048 MB/),
			expect.stringMatching(/“huge\.gltf” is 201 MB; at most 200 MB/),
			expect.stringMatching(/“huge\.png” is 201 MB/),
		]);
	});

	it('refuse a model whose part is empty or too large, naming both', async () => {
		const { why } = await read(text('a.gltf', gltf('a.bin')), claiming('a.bin', 0));
		expect(why).toEqual([expect.stringMatching(/“a\.gltf” needs “a\.bin”, which is empty/)]);
		const large = await read(text('b.gltf', gltf('b.bin')), claiming('b.bin', 200 * MIB + 1));
		expect(large.why).toEqual([expect.stringMatching(/“b\.gltf” needs “b\.bin”, which is larger/)]);
	});

	it('refuse what is no model or image, by name and by content', async () => {
		const { why, names } = await read(
			binary('scene.fbx', TRIANGLE),
			binary('README', TRIANGLE),
			binary('fake.glb', PNG),
			binary('fake.png', TRIANGLE),
			binary('cut.glb', glb().slice(0, 40)),
			binary('shape.svg', TRIANGLE),
		);
		expect(names).toEqual([]);
		expect(why).toHaveLength(6);
		for (const name of ['scene.fbx', 'README', 'fake.glb', 'fake.png', 'cut.glb', 'shape.svg']) {
			expect(
				why.filter((message) => message.includes(`“${name}”`)),
				name,
			).toHaveLength(1);
		}
	});

	it('keep a large .glb by its description, as it lies', async () => {
		const file = largeGlb(gltf(), 80);
		const asked: number[] = [];
		const slice = file.slice.bind(file);
		file.slice = (start = 0, end = file.size) => {
			const piece = slice(start, end);
			const arrayBuffer = piece.arrayBuffer.bind(piece);
			piece.arrayBuffer = () => (asked.push(piece.size), arrayBuffer());
			return piece;
		};
		file.arrayBuffer = () => Promise.reject(new Error('must not be read whole'));
		const sizes: number[] = [];
		for await (const each of readImports([file])) sizes.push(unwrap(each).blob.size);
		expect(sizes).toEqual([file.size]);
		expect(Math.max(...asked)).toBeLessThan(MIB);
	});

	it('refuse a large .glb that is cut off, lies about its parts, or has nothing to show', async () => {
		const cut = largeGlb(gltf(), 80).slice(0, 70 * MIB);
		const beyond = { ...gltf(), bufferViews: [{ buffer: 0, byteOffset: 90 * MIB, byteLength: 36 }] };
		const outside = gltf('elsewhere.bin');
		const picture = { ...gltf(), images: [{ bufferView: 0, mimeType: 'image/png' }] };
		const { why, names } = await read(
			new File([cut], 'cut.glb'),
			largeGlb(beyond, 80, 'beyond.glb'),
			largeGlb(outside, 80, 'outside.glb'),
			largeGlb({ ...gltf(), meshes: [] }, 80, 'nothing.glb'),
			largeGlb(picture, 80, 'picture.glb'),
			new File([new Uint8Array(70 * MIB)], 'zeros.glb'),
		);
		expect(names).toEqual([]);
		expect(why).toEqual([
			expect.stringMatching(/“cut\.glb” should have .* it was cut off/),
			expect.stringMatching(/“beyond\.glb” is damaged: a part ends at byte/),
			expect.stringMatching(/“outside\.glb” has parts outside of itself/),
			expect.stringMatching(/“nothing\.glb”/),
			expect.stringMatching(/“picture\.glb” has a texture that cannot be shown/),
			expect.stringMatching(/“zeros\.glb” is not a glTF model/),
		]);
	});

	it('go on after a file that went away', async () => {
		const gone = binary('gone.glb', glb());
		gone.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
		const { why, names } = await read(gone, binary('here.glb', glb()));
		expect(names).toEqual(['here.glb']);
		expect(why).toEqual([expect.stringMatching(/“gone\.glb” could not be read/)]);
	});
});
