import type { InstancedBufferGeometry } from 'three';
import { Mesh } from 'three';
import { expect, it } from 'vitest';
import { makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';
import { ParticleMaterial } from './particle-material.ts';

const SMOKE: Values = { particles: true, 'particles.rate': 10, 'particles.maxCount': 4 };

function setup(...all: Values[]) {
	const { graph } = setupGraph();
	const entities = all.map((values) => makeEntity(values));
	graph.show(makeSnapshot(entities));
	const cloudOf = ({ id }: (typeof entities)[number]) => {
		let found: Mesh<InstancedBufferGeometry, ParticleMaterial> | undefined;
		graph.node(id)?.group.traverse((each) => {
			if (each instanceof Mesh && each.material instanceof ParticleMaterial)
				found = each as Mesh<InstancedBufferGeometry, ParticleMaterial>;
		});
		return found;
	};
	return { graph, entities, cloudOf };
}

it('[T39] particles are there from the beginning of a game to its end, as many as came out', () => {
	const { graph, entities, cloudOf } = setup(SMOKE);
	const [smoke] = entities;
	expect(cloudOf(smoke!)).toBeUndefined();
	graph.animate(0);
	for (const time of [0.25, 0.5]) graph.animate(time);
	expect(cloudOf(smoke!)?.geometry.instanceCount).toBe(4);
	graph.animate(null);
	expect(cloudOf(smoke!)).toBeUndefined();
});

it('[T39] what a script changes of them is seen at once, of the same particles', () => {
	const { graph, entities, cloudOf } = setup(SMOKE);
	const [smoke] = entities;
	graph.animate(0);
	graph.animate(0.25);
	const cloud = cloudOf(smoke!)!;
	const { material } = cloud;
	const change = (values: Values) => {
		const changed = new Map([[smoke!.id, new Set(Object.keys(values))]]);
		const next = makeEntity({ ...SMOKE, ...values }, null, smoke!.id);
		graph.apply(makeChanges(makeSnapshot([next]), { changed }));
	};
	const version = material.version;
	change({ 'particles.size': 3, 'particles.rate': 0 });
	expect(cloudOf(smoke!)).toBe(cloud);
	expect(cloud.material).toBe(material);
	expect(material.uniforms['size']?.value).toBe(3);
	expect(material.version, 'nothing is compiled anew').toBe(version);
	change({ 'particles.glow': true });
	expect(material.version).toBeGreaterThan(version);
	change({ 'particles.maxCount': 8 });
	graph.animate(0.5);
	expect(cloudOf(smoke!)).not.toBe(cloud);
});

it('[T39] a scene has room for so many, whoever put their emitters into it', () => {
	const many = { ...SMOKE, 'particles.maxCount': 20_000 };
	const { graph, entities, cloudOf } = setup(...Array.from({ length: 8 }, () => many));
	const roomOf = (entity: (typeof entities)[number]) =>
		cloudOf(entity)?.geometry.getAttribute('birth').count ?? 0;
	for (let game = 0; game < 2; game++) {
		graph.animate(0);
		graph.animate(0.2);
		expect(entities.reduce((sum, entity) => sum + roomOf(entity), 0)).toBe(100_000);
		graph.animate(null);
	}
});

it('[T124] while one edits, those of the selected are seen for a while after each edit, and begin anew', () => {
	const burst = { 'particles.loop': false, 'particles.duration': 0.2, 'particles.lifetime': 0.3 };
	const { graph, entities, cloudOf } = setup({ ...SMOKE, ...burst }, SMOKE);
	const [smoke, other] = entities;
	expect(graph.sample(1)).toBe(false);
	graph.samples.choose([smoke!.id]);
	expect(graph.sample(0.25)).toBe(true);
	expect(cloudOf(smoke!)?.geometry.instanceCount).toBe(2);
	expect(cloudOf(other!)).toBeUndefined();
	const first = cloudOf(smoke!);
	for (let i = 0; i < 3; i++) graph.sample(0.25);
	expect(cloudOf(smoke!), 'what came out once comes out again').not.toBe(first);
	for (let i = 0; i < 100; i++) graph.sample(0.25);
	expect(graph.sample(0.25), 'nobody touched it for long').toBe(false);
	expect(cloudOf(smoke!)).toBeDefined();
	const changed = new Map([[smoke!.id, new Set(['particles.size'])]]);
	graph.apply(makeChanges(makeSnapshot(entities), { changed }));
	expect(graph.sample(0.25)).toBe(true);
	graph.samples.choose([]);
	expect(graph.sample(0.25)).toBe(false);
	expect(cloudOf(smoke!)).toBeUndefined();
});

it('[T124] who wants nothing to move sees all of them stand', () => {
	const { graph, entities, cloudOf } = setup({ ...SMOKE, 'particles.lifetime': 0.4 });
	const [smoke] = entities;
	graph.samples.still = true;
	graph.samples.choose([smoke!.id]);
	expect(graph.sample(0.01)).toBe(false);
	const cloud = cloudOf(smoke!);
	expect(cloud?.geometry.instanceCount).toBe(4);
	graph.preview(smoke!.id, { position: [1, 0, 0] });
	graph.sample(0.01);
	expect(cloudOf(smoke!)?.geometry.getAttribute('origin').getX(0)).toBe(1);
});

it('[T124] a game begins its own, and has all the room', () => {
	const { graph, entities, cloudOf } = setup({ ...SMOKE, 'particles.maxCount': 20_000 });
	const [smoke] = entities;
	graph.samples.choose([smoke!.id]);
	graph.sample(0.25);
	const sampled = cloudOf(smoke!);
	graph.animate(0);
	graph.animate(0.25);
	expect(cloudOf(smoke!)).not.toBe(sampled);
	expect(graph.sample(0.25)).toBe(false);
	graph.animate(null);
	expect(cloudOf(smoke!)).toBeUndefined();
	expect(graph.sample(0.25), 'it is selected still').toBe(true);
});
