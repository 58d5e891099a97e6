import { PerspectiveCamera } from 'three';
import { expect, it, vi } from 'vitest';
import { box, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { Highlights } from './highlights.ts';
import * as measuring from './measure.ts';

it('[E73] what moves is not measured anew, only what holds it; what changed is', () => {
	const parent = makeEntity(box());
	const child = makeEntity(box({ position: [2, 0, 0] }), parent.id);
	const other = makeEntity(box({ position: [0, 5, 0] }));
	const { graph } = setupGraph();
	graph.show(makeSnapshot([parent, child, other]));
	const highlights = new Highlights(graph, undefined, 'dark');
	highlights.selection = [parent.id, child.id, other.id];
	const measure = vi.spyOn(measuring, 'measureLocal');
	const measured = (change: () => void) => {
		measure.mockClear();
		change();
		highlights.prepare(new PerspectiveCamera(), 100, 100);
		return measure.mock.calls.map(([group]) => group.userData['entityId'] as unknown);
	};
	const move = (id: typeof parent.id) => () => {
		graph.preview(id, { position: [1, 1, 1] });
		highlights.contentChanged(graph.node(id));
	};
	expect(measured(move(parent.id))).toEqual([]);
	expect(measured(move(child.id))).toEqual([parent.id]);
	expect(measured(() => highlights.contentChanged())).toEqual([parent.id, child.id, other.id]);
	expect(measured(() => {})).toEqual([]);
	expect([highlights.hover(other.id), highlights.hover(other.id)]).toEqual([true, false]);
	highlights.dispose();
});
