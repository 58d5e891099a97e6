import { AnimationClip, Group, Object3D, PropertyBinding, VectorKeyframeTrack } from 'three';
import { expect, it, vi } from 'vitest';
import { checkStructure } from './check-structure.ts';
import { clipsOf, rememberClips } from './model-clips.ts';

const track = (node: string, top = 1) =>
	new VectorKeyframeTrack(`${node}.position`, [0, 1], [0, 0, 0, 0, top, 0]);

it('[T38] movements of many nodes are remembered in small steps, without a search for each', () => {
	const model = new Group();
	const nodes = Array.from({ length: 50 }, (_, i) => Object.assign(new Object3D(), { name: `n${i}` }));
	model.add(...nodes);
	const search = vi.spyOn(PropertyBinding, 'findNode');
	const walk = vi.spyOn(model, 'traverse');
	const tracks = [...nodes.map(({ name }) => track(name)), track('nobody'), track('n3', NaN)];
	const steps = [...rememberClips(model, [new AnimationClip('all', -1, tracks)])];
	expect(steps.length).toBeGreaterThanOrEqual(tracks.length);
	expect(search).not.toHaveBeenCalled();
	expect(walk).toHaveBeenCalledOnce();
	expect(clipsOf(model)[0]?.tracks.map(({ name }) => name)).toEqual(
		nodes.map(({ name }) => `${name}.position`),
	);
});

it('[U2] a model with movements without end is refused', () => {
	const channel = { sampler: 0, target: { node: 0, path: 'translation' } };
	const model = (count: number) => ({
		...{ scenes: [{ nodes: [0] }], nodes: [{}], accessors: [{}] },
		animations: [{ samplers: [{ input: 0, output: 0 }], channels: Array<unknown>(count).fill(channel) }],
	});
	expect(() => checkStructure(model(150_000), true)).not.toThrow();
	expect(() => checkStructure(model(150_001), true)).toThrow(/more than 150000 tracks/);
});
