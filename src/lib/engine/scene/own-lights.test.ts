import type { PointLight, SpotLight } from 'three';
import { DirectionalLight, HemisphereLight, type Light, RectAreaLight, Vector3 } from 'three';
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

	it('[E140] tells a sun from a lamp', () => {
		const { graph } = setupGraph();
		graph.show(makeSnapshot([lamp()]));
		expect(graph.lights.sunny).toBe(false);
		graph.show(makeSnapshot([lamp({ 'light.type': 'directional' })]));
		expect(graph.lights.sunny).toBe(true);
		graph.show(makeSnapshot([lamp({ 'light.type': 'directional', visible: false })]));
		expect(graph.lights.sunny).toBe(false);
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

	it('scales the inset of a sun’s shadow by what its field says', () => {
		const { graph } = setupGraph();
		const [usual, twice] = [lamp(SUN), lamp({ ...SUN, 'light.shadowNormalBias': 0.06 })];
		graph.show(makeSnapshot([usual, twice]));
		graph.lights.aim(graph.bounds());
		const [a, b] = graph.lights.suns.children.filter((child) => child instanceof DirectionalLight);
		expect(b!.shadow.normalBias).toBeCloseTo(a!.shadow.normalBias * 2);
	});

	it('shines a hemisphere from above, wherever its entity stands', () => {
		const { graph } = setupGraph();
		const sky = lamp({ 'light.type': 'hemisphere', position: [40, -3, 0] });
		graph.show(makeSnapshot([sky]));
		const [light] = graph.lights.suns.children;
		graph.root.updateMatrixWorld();
		expect(light).toBeInstanceOf(HemisphereLight);
		expect(new Vector3().setFromMatrixPosition(light!.matrixWorld).toArray()).toEqual([0, 1, 0]);
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([sky.id]), hierarchy: true }));
		expect(graph.lights.suns.children).toHaveLength(0);
	});
});

const SUN: Values = { 'light.type': 'directional', 'light.castShadow': true };

describe('a light', () => {
	const LIT: Values = { light: true, 'light.color': '#ff8800', 'light.intensity': 9 };
	const show = (more: Values) => {
		const rig = setupGraph();
		const entity = makeEntity({ ...LIT, ...more });
		rig.graph.show(makeSnapshot([entity]));
		const lightOf = () => [...rig.graph.node(entity.id)!.parts()].map(([, part]) => part.light)[0] as Light;
		return { ...rig, lightOf };
	};

	it('has the color and intensity its fields say, of whatever kind', async () => {
		for (const type of ['directional', 'point', 'spot', 'ambient', 'hemisphere', 'area']) {
			const { lightOf, idle } = show({ 'light.type': type });
			await idle();
			expect([type, lightOf().color.getHexString(), lightOf().intensity]).toEqual([type, 'ff8800', 9]);
		}
	});

	it('that is a point reaches and fades as it says', () => {
		const point = show({ 'light.range': 12, 'light.decay': 1 }).lightOf() as PointLight;
		expect([point.distance, point.decay]).toEqual([12, 1]);
	});

	it('that is a spot opens, softens and fades as it says', () => {
		const more = { 'light.type': 'spot', 'light.angle': 60, 'light.penumbra': 0.9, 'light.decay': 0 };
		const spot = show(more).lightOf() as SpotLight;
		expect([spot.angle, spot.penumbra, spot.decay]).toEqual([Math.PI / 3, 0.9, 0]);
	});

	it('throws shadows as its fields say', () => {
		const shadowed = {
			'light.type': 'spot',
			'light.castShadow': true,
			'light.shadowSize': '4096',
			'light.shadowSoftness': 8,
			'light.shadowBias': 0.01,
			'light.shadowNormalBias': 0.5,
		};
		const shadow = (show(shadowed).lightOf() as SpotLight).shadow;
		expect([shadow.mapSize.x, shadow.radius, shadow.bias, shadow.normalBias]).toEqual([4096, 8, 0.01, 0.5]);
	});

	it('that is an area waits for its tables, then shines as large as it says', async () => {
		const { graph, lightOf, idle } = show({
			'light.type': 'area',
			'light.width': 3,
			'light.height': 0.5,
			'light.castShadow': true,
		});
		expect([lightOf(), graph.lights.direct]).toEqual([undefined, false]);
		await idle();
		const area = lightOf() as RectAreaLight;
		expect(area).toBeInstanceOf(RectAreaLight);
		expect([area.width, area.height, area.visible, area.castShadow]).toEqual([3, 0.5, true, false]);
		expect(graph.lights.direct).toBe(true);
	});
});
