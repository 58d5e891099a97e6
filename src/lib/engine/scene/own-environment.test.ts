import { describe, expect, it } from 'vitest';
import type { AssetHash } from '../../base/ids.ts';
import { environment } from '../../doc/components/environment.ts';
import { makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from './scene-fixtures.ts';

const PANORAMA = 'e'.repeat(64) as AssetHash;
const surround = (more: Values = {}, parentId: Parameters<typeof makeEntity>[1] = null) =>
	makeEntity({ environment: true, ...more }, parentId);
const colored = (color: string) => ({ 'environment.color': color });

describe('the environment of a scene', () => {
	it('is none until an entity brings one, and goes with it', () => {
		const { graph } = setupGraph();
		graph.show(makeSnapshot([makeEntity()]));
		expect(graph.environment.look).toBeNull();
		const entity = surround();
		graph.apply(makeChanges(makeSnapshot([entity]), { added: new Set([entity.id]), hierarchy: true }));
		const { color, toneMapping, exposure } = environment.fields;
		expect(graph.environment.look).toEqual({
			background: { kind: 'color', color: color.default },
			fog: { kind: 'none' },
			toneMapping: toneMapping.default,
			exposure: exposure.default,
		});
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([entity.id]), hierarchy: true }));
		expect(graph.environment.look).toBeNull();
	});

	it('is, of several, the first in the order of the tree, not of their making', () => {
		const { graph } = setupGraph();
		const place = (order: string, parentId: typeof first.id | null = null) =>
			({ parentId, order, previousParentId: null }) as typeof first.place;
		const first = makeEntity();
		const folder = { ...first, place: place('a1') };
		const inFolder = { ...surround(colored('#111111')), place: place('a5', folder.id) };
		const after = { ...surround(colored('#222222')), place: place('a2') };
		graph.show(makeSnapshot([after, inFolder, folder]));
		expect(graph.environment.look?.background).toEqual({ kind: 'color', color: '#111111' });
		const moved = { ...after, place: place('a0') };
		const changed = new Map([[after.id, new Set(['place'])]]);
		graph.apply(makeChanges(makeSnapshot([moved, inFolder, folder]), { changed, hierarchy: true }));
		expect(graph.environment.look?.background).toEqual({ kind: 'color', color: '#222222' });
	});

	it('is not one in a hidden group', () => {
		const { graph } = setupGraph();
		const group = makeEntity({ visible: false });
		const hidden = surround(colored('#111111'), group.id);
		graph.show(makeSnapshot([group, hidden]));
		expect(graph.environment.look).toBeNull();
		const shown = makeEntity({}, null, group.id);
		const changed = new Map([[group.id, new Set(['visible'])]]);
		graph.apply(makeChanges(makeSnapshot([shown, hidden]), { changed }));
		expect(graph.environment.look?.background).toEqual({ kind: 'color', color: '#111111' });
	});

	it('follows its fields; fog ends behind where it begins', () => {
		const { graph } = setupGraph();
		const entity = surround();
		graph.show(makeSnapshot([entity]));
		const values = {
			environment: true,
			'environment.fog': 'linear',
			'environment.fogNear': 50,
			'environment.fogFar': 20,
		};
		const changed = new Map([[entity.id, new Set(Object.keys(values))]]);
		graph.apply(makeChanges(makeSnapshot([makeEntity(values, null, entity.id)]), { changed }));
		const fog = graph.environment.look!.fog;
		expect(fog).toMatchObject({ kind: 'linear', near: 50 });
		expect(fog.kind === 'linear' && fog.far > fog.near).toBe(true);
	});

	it('loads its panorama, and lets go of it', async () => {
		const { graph, kit, idle, clock } = setupGraph(new Map([[PANORAMA, new Uint8Array([2])]]));
		const entity = surround({ 'environment.background': 'image', 'environment.image': PANORAMA });
		graph.show(makeSnapshot([entity]));
		await idle();
		expect(kit.panoramas.peek(PANORAMA)?.status).toBe('ready');
		graph.show(makeSnapshot([]));
		clock.advance(60_000);
		expect(kit.panoramas.size).toBe(0);
	});
});
