import { Mesh, PerspectiveCamera, ShadowMaterial, Vector3, type WebGLRenderer } from 'three';
import { describe, expect, it } from 'vitest';
import { isHelper } from '../scene/layers.ts';
import { makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { Stage, type StageContent } from './stage.ts';

function setup() {
	const rig = setupGraph();
	const shadowMap = { needsUpdate: false };
	const renderer = { shadowMap } as WebGLRenderer;
	const kit = { panoramas: { peek: () => ({ status: 'loading' }) } };
	const stage = new Stage(renderer, { graph: rig.graph, kit } as unknown as StageContent, 'dark');
	const camera = new PerspectiveCamera();
	/** three.js says that shadows are drawn only where a light throws some. */
	const draw = (throws: boolean) => {
		stage.prepare(camera, new Vector3(), 1000);
		const { whole } = rig.graph.drawn;
		if (throws) shadowMap.needsUpdate = false;
		return whole;
	};
	const show = (...lamps: Values[]) => {
		const entities = lamps.map((lamp) => makeEntity({ light: true, position: [0, 3, 0], ...lamp }));
		rig.graph.show(makeSnapshot(entities));
		stage.contentChanged();
	};
	return { draw, show, stage, rig };
}

it('[T59] bare ground shows shadows in a game only where the studio lends its own sky', () => {
	const { draw, stage, rig } = setup();
	const shownInGames = () => {
		const found: boolean[] = [];
		stage.scene.traverse((object) => {
			if (object instanceof Mesh && object.material instanceof ShadowMaterial) found.push(!isHelper(object));
		});
		return found;
	};
	draw(false);
	expect(shownInGames()).toEqual([true]);
	rig.graph.show(makeSnapshot([makeEntity({ environment: true })]));
	draw(false);
	expect(shownInGames()).toEqual([false]);
});

describe('[E23] all of a scene is drawn', () => {
	it('with the shadows, once', () => {
		const { draw, show } = setup();
		show();
		expect([draw(true), draw(true)]).toEqual([true, false]);
		show({ 'light.castShadow': true });
		draw(true);
		expect(draw(true)).toBe(false);
		show({ 'light.castShadow': true }, {});
		expect([draw(true), draw(true)]).toEqual([true, false]);
	});

	it('never where nothing throws shadows', () => {
		const { draw, show } = setup();
		show({});
		draw(false);
		expect([draw(false), draw(false)]).toEqual([false, false]);
		show({}, {});
		expect(draw(false)).toBe(false);
	});
});
