import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { moveEntities } from '../doc/commands/move-entities.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { setFields } from '../doc/commands/set-fields.ts';
import { checkField } from '../doc/components/component.ts';
import { fieldOfKey, isComponentName } from '../doc/components/registry.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { draftEntity, NEW_ENTITY_KINDS } from './new-entity.ts';
import { Selection } from './selection.ts';
import { transformUnder, worldMatrix } from '../doc/world-transform.ts';

let scene: SceneDocument;
let selection: Selection;

beforeEach(() => {
	scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	selection = new Selection(scene);
});

function add(name: string, parent: EntityId | null = null, values = {}): EntityId {
	const [id] = unwrap(addEntities(scene, [{ name, values }], parent));
	if (!id) throw new Error('nothing was added');
	return id;
}

describe('selection', () => {
	it('keeps order, toggles, and forgets what is deleted', () => {
		const [a, b] = [add('A'), add('B')];
		selection.set([a, b, a]);
		expect(selection.ids).toEqual([a, b]);
		expect(selection.lead).toBe(b);
		selection.toggle(a);
		expect(selection.ids).toEqual([b]);
		unwrap(removeEntities(scene, [b]));
		expect(selection.ids).toEqual([]);
	});
});

describe('world transforms', () => {
	it('an entity that changes parents can stay where it is', () => {
		const turned = { position: [2, 0, 0], rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2], scale: [2, 2, 2] };
		const parent = add('Parent', null, turned);
		const child = add('Child', null, { position: [1, 2, 3] });
		const before = [...worldMatrix(scene.snapshot, child)];
		const values = transformUnder(scene.snapshot, child, parent);
		unwrap(moveEntities(scene, [child], { parentId: parent, beforeId: null }, new Map([[child, values]])));
		const after = [...worldMatrix(scene.snapshot, child)];
		after.forEach((n, i) => expect(n).toBeCloseTo(before[i] ?? Number.NaN, 4));
	});

	it('mirrors stay mirrored, and a parent scaled to nothing leaves the numbers alone', () => {
		const child = add('Child', null, { scale: [-1, 1, 2] });
		expect(transformUnder(scene.snapshot, child, null)['scale']).toEqual([-1, 1, 2]);
		const flat = add('Flat');
		unwrap(setFields(scene, [{ entityId: flat, key: 'scale', value: [0, 0, 0] }]));
		expect(transformUnder(scene.snapshot, child, flat)).toEqual({});
	});
});

describe('new entities', () => {
	it('every kind of the Add menu holds only valid fields, and stands where it was put', () => {
		for (const kind of NEW_ENTITY_KINDS) {
			for (const [key, value] of Object.entries(draftEntity(kind, 'New').values)) {
				if (isComponentName(key)) continue;
				const declared = fieldOfKey(key);
				expect(declared && checkField(declared.field, value)).toEqual({ ok: true });
			}
		}
		expect(draftEntity('box', 'Box', [4, 1, 2]).values['position']).toEqual([4, 1.5, 2]);
	});
});
