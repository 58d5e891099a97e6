import type { Material, MeshStandardMaterial } from 'three';
import { describe, expect, it } from 'vitest';
import type { AssetHash } from '../../base/ids.ts';
import type { ViewportShading } from '../viewport-port.ts';
import type { NormalsMaterial } from './normals-material.ts';
import { box, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

const IMAGE = 'b'.repeat(64) as AssetHash;
const SEEN_THROUGH = { 'material.alphaMode': 'blend', 'material.opacity': 0.4 };
const CUT_OUT = { 'material.alphaMode': 'mask', 'material.opacity': 0.4, 'material.alphaCutoff': 0.3 };

function setup(...all: Values[]) {
	const rig = setupGraph(new Map([[IMAGE, new Uint8Array([1])]]));
	const entities = all.map((values) => makeEntity(box({ material: true, ...values })));
	rig.graph.show(makeSnapshot(entities));
	const materials = () => entities.map(({ id }) => rig.meshOf(id)!.material as Material);
	const draws = () => {
		rig.graph.root.updateMatrixWorld();
		return rig.graph.drawn.length;
	};
	return { ...rig, materials, draws };
}

describe('[E60] shading', () => {
	it.each<[ViewportShading, string]>([
		['lit', 'MeshStandardMaterial'],
		['unlit', 'MeshBasicMaterial'],
		['wireframe', 'MeshBasicMaterial'],
		['normals', 'MeshNormalMaterial'],
	])('%s is shown by a material that can, and lit gives the first one back', (mode, type) => {
		const { graph, materials } = setup({});
		const [lit] = materials();
		graph.setShading(mode);
		expect(materials()[0]).toMatchObject({ type, wireframe: mode === 'wireframe' });
		graph.setShading('lit');
		expect(materials()[0]).toBe(lit);
	});

	it.each<ViewportShading>(['unlit', 'wireframe', 'normals'])('%s draws as little as lit does', (mode) => {
		const { graph, draws } = setup({}, { 'material.color': '#ff0000' }, { 'material.roughness': 0.1 });
		expect(draws()).toBe(1);
		graph.setShading(mode);
		expect(draws()).toBe(1);
	});

	it.each<[ViewportShading, Values]>([
		['unlit', SEEN_THROUGH],
		['unlit', CUT_OUT],
		['normals', SEEN_THROUGH],
		['normals', CUT_OUT],
	])('%s is seen through, and cut out, where lit is: %o', (mode, values) => {
		const { graph, materials } = setup(values);
		const [{ transparent, opacity, alphaTest, depthWrite }] = materials() as [Material];
		graph.setShading(mode);
		expect(materials()[0]).toMatchObject({ transparent, opacity, alphaTest, depthWrite });
	});

	it('is lit for a picture of the scene, and then as it was', () => {
		const { graph, materials } = setup({});
		const [lit] = materials();
		graph.setShading('normals');
		expect(graph.whileLit(() => materials()[0])).toBe(lit);
		expect(materials()[0]).toMatchObject({ type: 'MeshNormalMaterial' });
	});

	it('shows in normals the bumps and holes of pictures that come later', async () => {
		const { graph, idle, materials } = setup({
			'material.colorMap': IMAGE,
			'material.normalMap': IMAGE,
			'material.normalScale': 2,
		});
		const [lit] = materials() as [MeshStandardMaterial];
		graph.setShading('normals');
		await idle();
		const [shown] = materials() as [NormalsMaterial];
		expect(shown.normalMap).toBe(lit.normalMap);
		expect(shown.map).toBe(lit.map);
		expect([shown.map, shown.normalMap]).not.toContain(null);
		expect(shown.normalScale.toArray()).toEqual([2, 2]);
	});

	it('shows in normals what has no bumps: pictures standing still', () => {
		const { graph, meshOf } = setup();
		const picture = makeEntity({ sprite: true, 'sprite.billboard': false });
		graph.show(makeSnapshot([picture]));
		graph.setShading('normals');
		expect(meshOf(picture.id)!.material).toMatchObject({ type: 'MeshNormalMaterial', normalMap: null });
	});
});
