import { type Object3D, SkinnedMesh, Vector3 } from 'three';
import { clone } from 'three/addons/utils/SkeletonUtils.js';
import { expect, it } from 'vitest';
import { bend, figureGlb, PLAIN } from '../../../../tests/helpers/made-gltf.ts';
import { unwrap } from '../../base/result.ts';
import { listClips } from '../gltf/list-clips.ts';
import { loadModel } from '../gltf/load-model.ts';
import { clipsOf, clipsWithin } from '../gltf/model-clips.ts';
import { copyMovingPart } from '../gltf/model-parts.ts';
import type { ClipChoice } from '../viewport-port.ts';
import { ClipMotion } from './clip-motion.ts';
import { makeChanges, makeEntity, makeSnapshot, MODEL, setupGraph, type Values } from './scene-fixtures.ts';

/** Lifts the hip by a metre in a second. */
const FIGURE = figureGlb(PLAIN);
/** The same, and a second movement that lowers it. */
const TWO = bend(FIGURE, (json) => {
	json.animations.push({ ...json.animations[0], name: 'Lift again' });
});
const ONCE: ClipChoice = { clip: 'Lift', fade: 0, loop: 'once', speed: 1 };

const load = async (bytes: Uint8Array<ArrayBuffer>) => unwrap(await loadModel(bytes));
/** Where the moved bone of a copy is. */
const height = (copy: Object3D) => {
	let mesh: SkinnedMesh | undefined;
	copy.traverse((each) => {
		if (each instanceof SkinnedMesh) mesh = each;
	});
	return Math.round((mesh?.skeleton.bones[0]?.position.y ?? NaN) * 1000) / 1000;
};

async function setup(values: Values = {}, bytes = FIGURE) {
	const model = await load(bytes);
	const copy = clone(model);
	const entity = makeEntity({ animation: true, ...values });
	return { copy, model, entity, motion: new ClipMotion(copy, clipsOf(model), entity) };
}

it('[T38] a movement begins with the game, goes on again and again, and is gone after it', async () => {
	const { copy, model, motion } = await setup();
	motion.advance(0);
	motion.advance(0.25);
	expect(height(copy)).toBe(0.25);
	motion.advance(1);
	expect(height(copy)).toBe(0.25);
	expect(height(model), 'others of this model stand still').toBe(0);
	motion.rest();
	expect(height(copy)).toBe(0);
	motion.advance(0.5);
	expect(height(copy)).toBe(0.5);
});

it('[T38] it plays once, there and back, faster, backwards, or not by itself', async () => {
	const cases: [Values, number, number][] = [
		[{ 'animation.loop': 'once' }, 1.5, 1],
		[{ 'animation.loop': 'pingpong' }, 1.25, 0.75],
		[{ 'animation.speed': 2 }, 0.25, 0.5],
		[{ 'animation.speed': -1 }, 0.25, 0.75],
		[{ 'animation.autoplay': false }, 0.5, 0],
		[{ 'animation.clip': 'Sing' }, 0.5, 0],
	];
	for (const [values, seconds, wanted] of cases) {
		const { copy, motion } = await setup(values);
		motion.advance(seconds);
		expect(height(copy), JSON.stringify(values)).toBe(wanted);
	}
});

it('[T38] one goes over into the next; what plays already goes on; what was over begins anew', async () => {
	const { copy, motion } = await setup({ 'animation.autoplay': false }, TWO);
	motion.advance(0);
	motion.play(ONCE);
	motion.advance(0.5);
	motion.play(ONCE);
	motion.advance(0.25);
	expect(height(copy)).toBe(0.75);
	motion.play({ ...ONCE, clip: 'Lift again', fade: 0.5 });
	motion.advance(0.25);
	// Half of one at its end, and half of another at a quarter.
	expect(height(copy)).toBeCloseTo((1 + 0.25) / 2, 2);
	motion.advance(2);
	expect(height(copy)).toBe(1);
	motion.play({ ...ONCE, clip: 'Lift again' });
	motion.advance(0.25);
	expect(height(copy)).toBe(0.25);
	motion.play({ ...ONCE, clip: null });
	motion.advance(0.25);
	expect(height(copy)).toBe(0);
	motion.play({ ...ONCE, clip: 'Sing' });
	motion.advance(0.25);
	expect(height(copy), 'what is not there changes nothing').toBe(0);
});

it('[T38] nodes without a name move in copies as well, and what moves nothing, or nowhere, is left out', async () => {
	const unnamed = bend(FIGURE, (json) => json.nodes.forEach((node: { name?: string }) => delete node.name));
	const { copy, motion } = await setup({}, unnamed);
	motion.advance(0.5);
	expect(height(copy)).toBe(0.5);
	const camera = bend(FIGURE, (json) => {
		json.cameras = [{ type: 'perspective', perspective: { yfov: 1, znear: 0.1 } }];
		json.nodes.push({ name: 'Eye', camera: 0 });
		json.scenes[0].nodes.push(4);
		json.animations[0].channels[0].target.node = 4;
	});
	expect(clipsOf(await load(camera))).toEqual([]);
});

it('[T38] in a scene a model moves with the time of the game, whenever it comes, and a game chooses', async () => {
	const assets = new Map<typeof MODEL, Uint8Array<ArrayBuffer>>();
	const { graph, retry, idle } = setupGraph(assets, true, { decodeModel: loadModel });
	const values = { mesh: true, 'mesh.geometry': 'model', 'mesh.model': MODEL, animation: true };
	const figure = makeEntity(values);
	const still = makeEntity({ ...values, 'animation.autoplay': false });
	const snapshot = makeSnapshot([figure, still]);
	graph.show(snapshot);
	await idle();
	graph.animate(0);
	graph.playClip(still.id, { ...ONCE, speed: 2 });
	assets.set(MODEL, FIGURE);
	retry(MODEL);
	await idle();
	const heightOf = ({ id }: typeof figure) => height(graph.node(id)!.group);
	graph.animate(0.25);
	expect([heightOf(figure), heightOf(still)]).toEqual([0.25, 0.5]);
	// A field that a script sets: the movement goes on otherwise, from where it is.
	const faster = makeEntity({ ...values, 'animation.speed': 2 }, null, figure.id);
	const changed = new Map([[figure.id, new Set(['animation.speed'])]]);
	graph.apply(makeChanges(makeSnapshot([faster, still]), { changed }));
	graph.animate(0.5);
	expect(heightOf(figure)).toBe(0.75);
	graph.animate(null);
	expect([heightOf(figure), heightOf(still)]).toEqual([0, 0]);
	graph.animate(0);
	graph.animate(0.25);
	expect(heightOf(still), 'what the last game chose is over').toBe(0);
});

it('[T123] a part of a model plays what moves it, from where it stands, in time with the model', async () => {
	const walking = bend(FIGURE, (json) => {
		const [lift] = json.animations;
		json.nodes[0].scale = [2, 2, 2];
		lift.channels.push({ sampler: 0, target: { node: 0, path: 'translation' } });
		json.animations.push({
			...lift,
			name: 'Elsewhere',
			channels: [{ sampler: 0, target: { node: 4, path: 'translation' } }],
		});
		json.nodes.push({ name: 'Door', mesh: 0 });
		json.scenes[0].nodes.push(4);
	});
	const model = await load(walking);
	const part = { kind: 'node', index: 0 } as const;
	const copy = copyMovingPart(model, part)!;
	const clips = clipsWithin(model, copy);
	expect(clips.map(({ name, duration }) => [name, duration])).toEqual([['Lift', 1]]);
	expect(listClips(walking, 'node/0')).toEqual(['Lift']);
	expect(listClips(walking)).toEqual(['Lift', 'Elsewhere']);
	expect(listClips(walking, 'mesh/0')).toEqual([]);

	const hip = () => {
		copy.updateMatrixWorld(true);
		return copy.getObjectByName('Hip')!.getWorldPosition(new Vector3()).toArray();
	};
	expect(hip()).toEqual([0, 0, 0]);
	const motion = new ClipMotion(copy, clips, makeEntity({ animation: true }));
	motion.advance(0);
	motion.advance(0.25);
	// From two metres up to a quarter of one, halved by its size; and the hip a quarter in its own measure.
	expect(hip()).toEqual([0, (0.25 - 2) / 2 + 0.25, 0]);
	motion.rest();
	expect(hip()).toEqual([0, 0, 0]);
});

it('[T123] what cannot be read has no list of movements, and what has no name is called as in a game', async () => {
	expect(listClips(new Uint8Array(40))).toBeUndefined();
	const unnamed = bend(TWO, (json) => delete json.animations[1].name);
	expect(listClips(unnamed)).toEqual(['Lift', 'animation_1']);
	expect(clipsOf(await load(unnamed)).map(({ name }) => name)).toEqual(['Lift', 'animation_1']);
});
