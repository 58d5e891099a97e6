import { DirectionalLight } from 'three';
import { describe, expect, it } from 'vitest';
import { MAX_LIGHTS, MAX_SHADOWS } from './own-lights.ts';
import { box, makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

describe('lights of the scene', () => {
	const lamp = (more: Values = {}) => makeEntity({ light: true, ...more });

	it('tells direct from ambient light, and none', () => {
		const { graph } = setupGraph();
		const state = () => [graph.lights.direct, graph.lights.ambient];
		graph.show(makeSnapshot([makeEntity(box())]));
		expect(state()).toEqual([false, false]);
		graph.show(makeSnapshot([lamp()]));
		expect(state()).toEqual([true, false]);
		graph.show(makeSnapshot([lamp({ 'light.type': 'ambient' })]));
		expect(state()).toEqual([false, true]);
	});

	it('does not count a light in a hidden group', () => {
		const { graph } = setupGraph();
		const parent = makeEntity({ visible: false });
		graph.show(makeSnapshot([parent, makeEntity({ light: true }, parent.id)]));
		expect(graph.lights.direct).toBe(false);
		const shown = makeEntity({}, null, parent.id);
		const snapshot = makeSnapshot([shown, ...[...graph.nodes()].slice(1).map((node) => node.entity)]);
		graph.apply(makeChanges(snapshot, { changed: new Map([[parent.id, new Set(['visible'])]]) }));
		expect(graph.lights.direct).toBe(true);
	});

	it('shines only as many lights and shadows as GPUs can take', () => {
		const { graph } = setupGraph();
		graph.show(
			makeSnapshot(Array.from({ length: MAX_LIGHTS + 10 }, () => lamp({ 'light.castShadow': true }))),
		);
		const lights = [...graph.nodes()].flatMap((node) => [...node.parts()].map(([, part]) => part.light!));
		expect(lights.filter((light) => light.visible)).toHaveLength(MAX_LIGHTS);
		expect(lights.filter((light) => light.visible && light.castShadow)).toHaveLength(MAX_SHADOWS);
	});

	it('aims a sun along its entity, shadow over what is there', () => {
		const { graph } = setupGraph();
		// A quarter turn about X: −Z points down.
		const down: Values = { 'light.type': 'directional', rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] };
		graph.show(makeSnapshot([lamp(down), makeEntity(box({ position: [10, 0, 0] }))]));
		graph.lights.aim(graph.bounds());
		const sun = graph.lights.suns.children.find((child) => child instanceof DirectionalLight)!;
		const ray = sun.target.position.clone().sub(sun.position).normalize();
		expect(ray.y).toBeCloseTo(-1);
		expect(sun.target.position.x).toBeCloseTo(10);
	});

	it('lets go of a removed sun', () => {
		const { graph } = setupGraph();
		const sun = lamp({ 'light.type': 'directional' });
		graph.show(makeSnapshot([sun]));
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([sun.id]), hierarchy: true }));
		expect(graph.lights.suns.children).toHaveLength(0);
		expect(graph.lights.direct).toBe(false);
	});
});
