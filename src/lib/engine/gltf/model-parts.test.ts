import { Box3, Mesh, type Object3D, SkinnedMesh, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { figureGlb, madeGlb, PLAIN } from '../../../../tests/helpers/made-gltf.ts';
import { unwrap } from '../../base/result.ts';
import { makeEntity, makeSnapshot, MODEL, setupGraph } from '../scene/scene-fixtures.ts';
import { loadModel } from './load-model.ts';
import { parsePart } from './model-part.ts';
import { copyPart } from './model-parts.ts';

const house = () =>
	madeGlb(
		[
			{ children: [1, 2], translation: [10, 0, 0] },
			{ mesh: 0, translation: [5, 0, 0], children: [2] },
			{ mesh: 0, translation: [0, 3, 0] },
		].map((node, i) => (i === 0 ? { ...node, children: [1] } : node)),
		PLAIN,
	);

const load = async (bytes: Uint8Array<ArrayBuffer>) => unwrap(await loadModel(bytes));
const meshesOf = (object: Object3D | undefined): Mesh[] => {
	const found: Mesh[] = [];
	object?.traverse((each) => {
		if (each instanceof Mesh) found.push(each as Mesh);
	});
	return found;
};
const centre = (object: Object3D) => {
	object.updateMatrixWorld(true);
	return new Box3().setFromObject(object).min.toArray();
};

it('[G11] a mesh is shown alone, at the origin, sharing what the model has', async () => {
	const model = await load(house());
	const part = copyPart(model, { kind: 'mesh', index: 0 });
	expect(meshesOf(part)).toHaveLength(1);
	expect(centre(part!)).toEqual([0, 0, 0]);
	expect(meshesOf(part)[0]!.geometry).toBe(meshesOf(model)[0]!.geometry);
	expect(meshesOf(model), 'the model itself stays whole').toHaveLength(2);
});

it('[G11] a node is shown with what is in it, its own place left out', async () => {
	const model = await load(house());
	const part = copyPart(model, { kind: 'node', index: 1 })!;
	expect(meshesOf(part)).toHaveLength(2);
	expect(part.position.equals(new Vector3())).toBe(true);
	expect(new Box3().setFromObject(part).max.toArray()).toEqual([1, 4, 0]);
});

it('[G11] a figure comes with bones of its own; without them it is not shown', async () => {
	const model = await load(figureGlb(PLAIN));
	const whole = copyPart(model, { kind: 'node', index: 0 });
	const posed = meshesOf(whole).find((mesh) => mesh instanceof SkinnedMesh) as SkinnedMesh;
	const inside: Object3D[] = [];
	whole?.traverse((each) => inside.push(each));
	expect(posed.skeleton.bones).toHaveLength(2);
	expect(posed.skeleton.bones.every((bone) => inside.includes(bone))).toBe(true);
	expect(copyPart(model, { kind: 'node', index: 1 })).toBeUndefined();
});

it('[G11] what is not there is not shown', async () => {
	const model = await load(house());
	expect(copyPart(model, { kind: 'node', index: 9 })).toBeUndefined();
	for (const text of ['', 'mesh', 'mesh/', 'mesh/-1', 'mesh/01', 'mesh/1e3', 'scene/0', ' node/0'])
		expect(parsePart(text), text).toBeUndefined();
	expect(parsePart('node/12')).toEqual({ kind: 'node', index: 12 });
});

it('[G11] an entity whose part is not in the model shows as broken', async () => {
	const assets = new Map([[MODEL, new Uint8Array([1])]]);
	const { graph, idle } = setupGraph(assets);
	const values = { mesh: true, 'mesh.geometry': 'model', 'mesh.model': MODEL };
	const [whole, part] = [makeEntity(values), makeEntity({ ...values, 'mesh.part': 'mesh/7' })];
	graph.show(makeSnapshot([whole, part]));
	await idle();
	const shown = [whole, part].map(({ id }) => graph.node(id)?.group.children[0]);
	expect(meshesOf(shown[0])[0]?.geometry.type).toBe('BoxGeometry');
	expect(shown[1]?.name).toBe('broken model');
});
