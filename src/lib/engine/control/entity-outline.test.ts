import { expect, it } from 'vitest';
import type { AssetHash } from '../../base/ids.ts';
import { box, makeEntity, makeSnapshot, MODEL, setupGraph } from '../scene/scene-fixtures.ts';
import { outlineOf } from './entity-outline.ts';
import { outlinesIn } from './outlines-of.ts';

it('[T5] what is seen of a thing itself, as it is made: wherever it stands, without what it holds', () => {
	const { graph } = setupGraph();
	const parent = makeEntity(box({ position: [5, 0, 0], scale: [2, 2, 2] }));
	const child = makeEntity(box({ position: [1, 0, 0] }), parent.id);
	const light = makeEntity({ light: true });
	graph.show(makeSnapshot([parent, child, light]));
	for (const { id } of [parent, child]) {
		const outline = outlineOf(graph, id);
		expect(outline?.indices).toHaveLength(36);
		expect(Math.max(...(outline?.points ?? []))).toBeCloseTo(0.5);
		expect(Math.min(...(outline?.points ?? []))).toBeCloseTo(-0.5);
		expect(Math.max(...(outline?.indices ?? []))).toBeLessThan((outline?.points.length ?? 0) / 3);
	}
	expect(outlineOf(graph, light.id)).toBeNull();
});

it('[T129] what is seen of another scene is known without showing it, also of a model that has to come first', async () => {
	const content = setupGraph(new Map<AssetHash, Uint8Array<ArrayBuffer>>([[MODEL, new Uint8Array([1])]]));
	const model = { mesh: true, 'mesh.geometry': 'model', 'mesh.model': MODEL, position: [3, 0, 0] };
	const parent = makeEntity(box({ scale: [2, 2, 2] }));
	const [rock, lamp] = [makeEntity(model, parent.id), makeEntity({ light: true }, parent.id)];
	const prefab = makeSnapshot([parent, rock, lamp]);
	const outlines = await outlinesIn(prefab, content, [parent.id, rock.id, lamp.id]);
	const reach = (id: typeof rock.id) => Math.max(...(outlines.get(id)?.points ?? [NaN]));
	expect([reach(parent.id), reach(rock.id)]).toEqual([0.5, 1]);
	expect(outlines.has(lamp.id)).toBe(false);
	expect([content.graph.size, content.freed.length], 'the picture has nothing of it').toEqual([0, 0]);
});
