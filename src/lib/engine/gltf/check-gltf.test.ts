import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { loadStarterModel } from '../starter-assets.ts';
import { checkModel, MAX_MODEL_BYTES, modelName, type BadModel, type CheckedModel } from './check-gltf.ts';
import { formatGlb, parseGlb } from './glb.ts';

type Description = Record<string, unknown>;

const POSITIONS = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]);
const INDICES = new Uint16Array([0, 1, 2, 0]);
const PNG = Uint8Array.from(
	atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
	(letter) => letter.charCodeAt(0),
);

/** One triangle, as a description and its bytes; tests bend what they need. */
function triangle(): { json: Description; binary: Uint8Array } {
	const binary = new Uint8Array(44);
	binary.set(new Uint8Array(POSITIONS.buffer));
	binary.set(new Uint8Array(INDICES.buffer), 36);
	return {
		json: {
			asset: { version: '2.0' },
			scene: 0,
			scenes: [{ nodes: [0] }],
			nodes: [{ mesh: 0 }],
			meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
			accessors: [
				{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' },
				{ bufferView: 1, componentType: 5123, count: 3, type: 'SCALAR' },
			],
			bufferViews: [
				{ buffer: 0, byteLength: 36 },
				{ buffer: 0, byteOffset: 36, byteLength: 8 },
			],
			buffers: [{ byteLength: 44 }],
		},
		binary,
	};
}

const glb = (bend: Description = {}): Uint8Array => {
	const { json, binary } = triangle();
	return formatGlb({ ...json, ...bend }, binary);
};

function accept(bytes: Uint8Array, name = 'thing.glb', siblings?: Map<string, Uint8Array>): CheckedModel {
	const checked = checkModel(bytes, name, siblings);
	if (!checked.ok) throw new Error(checked.error.message);
	return checked.value;
}

function refuse(bytes: Uint8Array, name = 'thing.glb', siblings?: Map<string, Uint8Array>): BadModel {
	const checked = checkModel(bytes, name, siblings);
	if (checked.ok) throw new Error('Expected the model to be refused');
	expect(checked.error.message, 'the message names the file').toContain(name);
	return checked.error;
}

const text = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
const dataUrl = (bytes: Uint8Array): string =>
	`data:application/octet-stream;base64,${btoa(String.fromCharCode(...bytes))}`;

describe('a good model', () => {
	it('is kept byte for byte, and counted', () => {
		const bytes = glb();
		expect(accept(bytes, 'gold_chest.glb')).toEqual({
			bytes,
			name: 'gold chest',
			stats: { triangles: 1, meshes: 1, textures: 0, size: bytes.length },
		});
	});

	it('loses what lies behind its end', () => {
		const bytes = glb();
		const longer = new Uint8Array(bytes.length + 100);
		longer.set(bytes);
		expect(accept(longer).bytes).toEqual(bytes);
	});

	it('comes out of npm compressed by Draco', async () => {
		const { stats } = accept(await loadStarterModel('bunny'), 'bunny.glb');
		expect(stats).toMatchObject({ triangles: 5648, meshes: 1 });
	});

	it('can be a .gltf with data URLs: packed into one .glb', () => {
		const { json, binary } = triangle();
		const gltf = { ...json, buffers: [{ byteLength: 44, uri: dataUrl(binary) }] };
		const { bytes, stats } = accept(text(gltf), 'thing.gltf');
		expect(stats.triangles).toBe(1);
		expect(parseGlb(bytes).binary).toEqual(binary);
		expect(accept(bytes).bytes).toEqual(bytes);
	});

	it('can be a .gltf with files beside it, several buffers and an image', () => {
		const { json, binary } = triangle();
		const gltf = {
			...json,
			buffers: [
				{ byteLength: 36, uri: 'parts/points.bin' },
				{ byteLength: 8, uri: './the%20rest.bin' },
			],
			bufferViews: [
				{ buffer: 0, byteLength: 36 },
				{ buffer: 1, byteLength: 8 },
			],
			images: [{ uri: 'skin.png' }],
			textures: [{ source: 0 }],
			materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
		};
		const siblings = new Map([
			['points.bin', binary.subarray(0, 36)],
			['the rest.bin', binary.subarray(36)],
			['skin.png', PNG],
		]);
		const { bytes, stats } = accept(text(gltf), 'thing.gltf', siblings);
		expect(stats).toMatchObject({ triangles: 1, textures: 1 });
		const packed = JSON.parse(parseGlb(bytes).json) as {
			images: { bufferView: number; mimeType: string }[];
			bufferViews: unknown[];
		};
		expect(packed.images).toEqual([{ bufferView: 2, mimeType: 'image/png' }]);
		expect(packed.bufferViews[1]).toEqual({ buffer: 0, byteOffset: 36, byteLength: 8 });
		expect(bytes.length, 'read again from itself alone').toBe(accept(bytes).bytes.length);
	});
});

describe('what is refused before anything is stored', () => {
	it.each<[string, BadModel['reason'], Uint8Array, RegExp]>([
		['0 bytes', 'empty', new Uint8Array(), /empty/],
		['a photo named .glb', 'not-gltf', PNG, /although its name says so.*Export/],
		['a cut-off file', 'truncated', glb().subarray(0, 300), /cut off/],
		['a file of twelve bytes', 'truncated', glb().subarray(0, 12), /header/],
		['glTF 1', 'version', Uint8Array.from(glb(), (byte, i) => (i === 4 ? 1 : byte)), /glTF 1; only glTF 2.0/],
		['a description of version 1', 'version', glb({ asset: { version: '1.0' } }), /only glTF 2.0/],
		[
			'an outside address',
			'external',
			glb({ buffers: [{ byteLength: 44, uri: 'https://example.com/a.bin' }] }),
			/https:\/\/example\.com\/a\.bin/,
		],
		[
			'an address without a scheme',
			'external',
			glb({ images: [{ uri: '//example.com/a.png' }] }),
			/elsewhere/,
		],
		['a file address', 'external', glb({ images: [{ uri: 'file:///etc/passwd' }] }), /elsewhere/],
		[
			'a file that did not come along',
			'missing-file',
			glb({ images: [{ uri: 'skin.png' }] }),
			/needs the file “skin\.png”/,
		],
		[
			'a texture format of the future',
			'unsupported',
			glb({ extensionsRequired: ['KHR_texture_basisu'] }),
			/PNG, JPEG or WebP/,
		],
		['an unknown requirement', 'unsupported', glb({ extensionsRequired: ['ACME_magic'] }), /ACME_magic/],
		['no scene', 'nothing-to-show', glb({ scenes: [] }), /no scene/],
		['no mesh', 'nothing-to-show', glb({ meshes: [], nodes: [{}] }), /no meshes/],
		['nodes in a circle', 'damaged', glb({ nodes: [{ children: [1] }, { children: [0] }] }), /damaged/],
		['a node that is its own child', 'damaged', glb({ nodes: [{ mesh: 0, children: [0] }] }), /damaged/],
		[
			'a node with two parents',
			'damaged',
			glb({ nodes: [{ children: [2] }, { children: [2] }, {}], scenes: [{ nodes: [0, 1] }] }),
			/two parents/,
		],
		['a child that does not exist', 'damaged', glb({ nodes: [{ mesh: 0, children: [7] }] }), /node 7/],
		['a mesh that does not exist', 'damaged', glb({ nodes: [{ mesh: 3 }] }), /mesh 3/],
		[
			'an image that is an SVG',
			'bad-image',
			glb({ images: [{ uri: dataUrl(new TextEncoder().encode('<svg onload="x"/>')) }] }),
			/SVG/,
		],
		['nodes that are no list', 'damaged', glb({ nodes: { 0: {} } }), /not a list/],
		['broken text', 'damaged', new TextEncoder().encode('{"asset": '), /broken JSON/],
	])('%s', (_, reason, bytes, message) => {
		expect(refuse(bytes)).toEqual({ reason, message: expect.stringMatching(message) as string });
	});

	it('nodes nested too deep to walk', () => {
		const nodes = Array.from({ length: 5000 }, (_, i) => (i < 4999 ? { children: [i + 1] } : { mesh: 0 }));
		expect(refuse(glb({ nodes })).message).toMatch(/deeper than 256/);
	});

	it('more than 200 MB', () => {
		// The size is looked at first: an object that only claims it is enough, and spares the memory.
		const huge = Object.create(new Uint8Array(), { length: { value: MAX_MODEL_BYTES + 1 } }) as Uint8Array;
		expect(refuse(huge).reason).toBe('too-large');
	});

	it.each<[string, Description, RegExp]>([
		[
			'more values than the view holds',
			{ count: 4, bufferView: 0, componentType: 5126, type: 'VEC3' },
			/needs 48 bytes/,
		],
		[
			'an offset past the end',
			{ count: 3, byteOffset: 8, bufferView: 0, componentType: 5126, type: 'VEC3' },
			/needs 44 bytes/,
		],
		['a negative count', { count: -1, bufferView: 0, componentType: 5126, type: 'VEC3' }, /whole number/],
		['an unknown type', { count: 3, bufferView: 0, componentType: 1, type: 'VEC3' }, /unknown type/],
		['memory out of nothing', { count: 2 ** 40, componentType: 5126, type: 'VEC3' }, /unpack/],
	])('%s', (_, accessor, message) => {
		const { json } = triangle();
		expect(refuse(glb({ accessors: [accessor, (json['accessors'] as unknown[])[1]] })).message).toMatch(
			message,
		);
	});

	it('a view beyond its buffer', () => {
		expect(
			refuse(
				glb({
					bufferViews: [
						{ buffer: 0, byteLength: 36 },
						{ buffer: 0, byteOffset: 40, byteLength: 8 },
					],
				}),
			).message,
		).toMatch(/ends at byte 48/);
	});

	it('an index beyond the points', () => {
		const { json, binary } = triangle();
		binary.set([9, 0], 36);
		expect(refuse(formatGlb(json, binary)).message).toMatch(/uses point 9, but has 3/);
	});

	it('indices that two meshes share must fit the smaller one too', () => {
		const { json, binary } = triangle();
		const [points, indices] = json['accessors'] as Description[];
		const few = { ...points, count: 2 };
		const meshes = [0, 2].map((POSITION) => ({ primitives: [{ attributes: { POSITION }, indices: 1 }] }));
		const bent = { ...json, accessors: [points, indices, few], meshes };
		expect(refuse(formatGlb(bent, binary)).message).toMatch(/uses point 2, but has 2/);
	});
});

describe('hostile bytes', () => {
	it('are refused or accepted, never thrown about: 4,000 flips of real files', async () => {
		const random = seededRandom(2);
		const sources = [glb(), await loadStarterModel('bunny')];
		let refused = 0;
		for (let i = 0; i < 4000; i++) {
			const bytes = sources[i % 2]!.slice();
			// Mostly within the header and the description, where the structure is.
			const at = Math.floor(random() * Math.min(bytes.length, 1200));
			bytes[at] = Math.floor(random() * 256);
			if (!checkModel(bytes, 'x.glb').ok) refused++;
		}
		expect(refused).toBeGreaterThan(500);
	});

	it('pollute nothing by their names', () => {
		const bytes = text({
			...triangle().json,
			__proto__: { polluted: 1 },
			buffers: [{ byteLength: 44, uri: '__proto__' }],
		});
		expect(refuse(bytes, 'x.gltf').reason).toBe('missing-file');
		expect(({} as { polluted?: number }).polluted).toBeUndefined();
	});
});

describe('names', () => {
	it.each([
		['chest_gold.glb', 'chest gold'],
		['a/b\\Lamp.GLTF', 'Lamp'],
		['.glb', 'Model'],
	])('%s → %s', (file, name) => expect(modelName(file)).toBe(name));
});
