import { expect, it } from 'vitest';
import { formatGlb } from './glb.ts';
import { loadModel } from './load-model.ts';

const triangle = (bend: Record<string, unknown> = {}) =>
	formatGlb(
		{
			asset: { version: '2.0' },
			scenes: [{ nodes: [0] }],
			nodes: [{ mesh: 0 }],
			meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
			accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' }],
			bufferViews: [{ buffer: 0, byteLength: 36 }],
			buffers: [{ byteLength: 36 }],
			...bend,
		},
		new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer),
	);

it('makes objects of a model', async () => {
	const loaded = await loadModel(triangle());
	expect(loaded.ok && loaded.value.children).toHaveLength(1);
});

it.each([
	[
		'unpacks to more than can be held',
		{ accessors: [{ componentType: 5126, count: 2 ** 40, type: 'VEC3' }] },
	],
	['refers to another site', { images: [{ uri: 'https://example.com/a.png' }] }],
	['goes round in a circle', { nodes: [{ mesh: 0, children: [1] }, { children: [0] }] }],
])('[U2] refuses a model that %s, also when no import looked at it', async (_, bend) => {
	const loaded = await loadModel(triangle(bend));
	expect(loaded.ok ? '' : loaded.error).toMatch(/“model”/);
});
