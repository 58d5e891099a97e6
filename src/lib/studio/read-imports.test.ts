import { describe, expect, it } from 'vitest';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { readImports } from './read-imports.ts';

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
		if (each.ok) kept.push(each.value);
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
			claiming('huge.glb', MAX_ASSET_BYTES + 1),
			claiming('huge.png', MAX_ASSET_BYTES + 1),
		);
		expect(why).toEqual([
			expect.stringMatching(/“empty\.glb” is empty/),
			expect.stringMatching(/“huge\.glb” is 201 MB; at most 200 MB/),
			expect.stringMatching(/“huge\.png” is 201 MB/),
		]);
	});

	it('refuse a model whose part is empty or too large, naming both', async () => {
		const { why } = await read(text('a.gltf', gltf('a.bin')), claiming('a.bin', 0));
		expect(why).toEqual([expect.stringMatching(/“a\.gltf” needs “a\.bin”, which is empty/)]);
		const large = await read(text('b.gltf', gltf('b.bin')), claiming('b.bin', MAX_ASSET_BYTES + 1));
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

	it('go on after a file that went away', async () => {
		const gone = binary('gone.glb', glb());
		gone.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
		const { why, names } = await read(gone, binary('here.glb', glb()));
		expect(names).toEqual(['here.glb']);
		expect(why).toEqual([expect.stringMatching(/“gone\.glb” could not be read/)]);
	});
});
