import { expect, it } from 'vitest';
import { Map as YMap } from 'yjs';
import type * as Y from 'yjs';
import { MODEL, ProblemRig } from '../../../tests/helpers/problem-rig.ts';
import { mintDocumentId, type AssetHash, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { AssetUses, usesOfAsset } from './asset-uses.ts';
import { addEntities } from './commands/add-entities.ts';
import { removeEntities } from './commands/remove-entities.ts';
import { renameEntity, setFields } from './commands/set-fields.ts';
import { ENTITIES } from './scene.ts';

const OTHER = 'c'.repeat(64) as AssetHash;

function setup() {
	const rig = new ProblemRig();
	const drafts = ['Chair', 'Stool'].map((name) => ({ name, values: { mesh: true, 'mesh.model': MODEL } }));
	const [chair, stool] = unwrap(addEntities(rig.scene, drafts, null)) as [EntityId, EntityId];
	const uses = new AssetUses(rig.scene.document);
	const told = { count: 0 };
	uses.onChange(() => told.count++);
	return { ...rig, scene: rig.scene, box: rig.box, chair, stool, uses, told };
}

it('[E122] says after every edit what somebody who looks anew would say', () => {
	const { scene, chair, stool, uses } = setup();
	const steps = [
		() => unwrap(setFields(scene, [{ entityId: chair, key: 'mesh.model', value: OTHER }])),
		() => unwrap(renameEntity(scene, stool, 'Bench')),
		() => unwrap(removeEntities(scene, [stool])),
		() => scene.document.ydoc.getMap<Y.Map<unknown>>(ENTITIES).get(stool)?.delete('removed'),
		() => scene.document.ydoc.getMap(ENTITIES).delete(chair),
	];
	const seen = steps.map((step) => {
		step();
		for (const hash of [MODEL, OTHER]) expect(uses.of(hash)).toEqual(usesOfAsset(scene.document, hash));
		return [...uses.named].length;
	});
	expect(seen).toEqual([2, 2, 1, 2, 1]);
	uses.dispose();
});

it('[E122] reads only what changed, and is silent where nothing else is named', () => {
	const { scene, box, chair, uses, told } = setup();
	const visited: string[] = [];
	for (const [id, row] of scene.document.ydoc.getMap<Y.Map<unknown>>(ENTITIES)) {
		const { forEach } = row;
		row.forEach = (visit) => (visited.push(id), forEach.call(row, visit as never));
	}
	unwrap(setFields(scene, [{ entityId: box, key: 'position', value: [1, 2, 3] }]));
	unwrap(setFields(scene, [{ entityId: chair, key: 'position', value: [1, 2, 3] }]));
	expect([told.count, new Set(visited)]).toEqual([0, new Set([box, chair])]);
	uses.dispose();
	unwrap(removeEntities(scene, [chair]));
	expect(told.count).toBe(0);
});

it('[E183] knows the instances of a prefab, also one that an override puts inside of another', () => {
	const { scene, uses, told } = setup();
	const [lamp, bulb] = [mintDocumentId(), mintDocumentId()];
	const values = { prefab: true, 'prefab.source': lamp };
	const [one] = unwrap(addEntities(scene, [{ name: 'One', values }], null)) as [EntityId];
	expect(uses.of(lamp)).toEqual([{ entityId: one, name: 'One' }]);
	const row = scene.document.ydoc.getMap<Y.Map<unknown>>(ENTITIES).get(one);
	row?.set(`@${'b'.repeat(22)}:prefab.source`, bulb);
	expect(uses.of(bulb)).toEqual([{ entityId: one, name: 'One' }]);
	expect(told.count).toBe(2);
	row?.delete('prefab');
	expect([uses.of(lamp), uses.of(bulb)]).toEqual([[], []]);
	uses.dispose();
});

it('[E183] does not look into what a peer nested without end', () => {
	const { scene, uses } = setup();
	const lamp = mintDocumentId();
	const values = { prefab: true, 'prefab.source': lamp };
	const [one] = unwrap(addEntities(scene, [{ name: 'One', values }], null)) as [EntityId];
	const deep = scene.document.ydoc.getMap<Y.Map<unknown>>(ENTITIES).get(one);
	scene.document.ydoc.transact(() => {
		let at = deep as Y.Map<unknown>;
		for (let depth = 0; depth < 20_000; depth++) {
			const next = new YMap<unknown>();
			at.set('x', next);
			at = next;
		}
	});
	expect(uses.of(lamp)).toEqual([{ entityId: one, name: 'One' }]);
	uses.dispose();
});
