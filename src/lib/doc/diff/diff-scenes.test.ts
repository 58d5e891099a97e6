import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { moveEntities } from '../commands/move-entities.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { setComponent } from '../commands/set-component.ts';
import { renameEntity, setFields } from '../commands/set-fields.ts';
import { formatPlace } from '../entity.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { diffScenes, type SceneDiff } from './diff-scenes.ts';

const NOTHING: SceneDiff = { added: [], removed: [], changed: [], moved: [] };

let scene: SceneDocument;
let [a, b, c] = [] as unknown as [EntityId, EntityId, EntityId];

const add = (name: string, parent: EntityId | null = null) =>
	unwrap(addEntities(scene, [{ name, values: {} }], parent))[0] as EntityId;
/** What `run` makes of the scene. */
function differenceOf(run: () => void): SceneDiff {
	const before = scene.snapshot;
	run();
	return diffScenes(before, scene.snapshot);
}

beforeEach(() => {
	scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	[a, b, c] = [add('A'), add('B'), add('C')];
});

describe('the difference of two scenes', () => {
	it('[D20] names what came, what went, and each field and name that differs', () => {
		setFields(scene, [{ entityId: b, key: 'position', value: [1, 0, 0] }]);
		let added: EntityId | undefined;
		const diff = differenceOf(() => {
			added = add('D', a);
			removeEntities(scene, [c]);
			renameEntity(scene, a, 'First');
			setComponent(scene, [a], 'mesh', true);
			setFields(scene, [{ entityId: a, key: 'mesh.geometry', value: 'sphere' }]);
			setFields(scene, [{ entityId: b, key: 'position', value: [0, 0, 0] }]);
		});
		expect(diff.added.map(({ id }) => id)).toEqual([added]);
		expect(diff.removed.map(({ id }) => id)).toEqual([c]);
		const byId = new Map(diff.changed.map((change) => [change.id, change]));
		expect(byId.size).toBe(2);
		expect(byId.get(a)).toEqual({
			id: a,
			name: { before: 'A', after: 'First' },
			fields: [
				{ key: 'mesh', before: undefined, after: true },
				{ key: 'mesh.geometry', before: undefined, after: 'sphere' },
			],
		});
		expect(byId.get(b)).toEqual({
			id: b,
			name: null,
			fields: [{ key: 'position', before: [1, 0, 0], after: undefined }],
		});
		expect(diff.moved).toEqual([]);
	});

	it('[D20] tells a new parent from a new order, and both from fields', () => {
		const into = differenceOf(() => unwrap(moveEntities(scene, [c], { parentId: a, beforeId: null })));
		expect(into).toEqual({ ...NOTHING, moved: [{ id: c, kind: 'parent', before: null, after: a }] });
		const swapped = differenceOf(() => unwrap(moveEntities(scene, [b], { parentId: null, beforeId: a })));
		expect(swapped).toEqual({ ...NOTHING, moved: [{ id: b, kind: 'order', before: null, after: null }] });
	});

	it('[D20] sees no move where siblings only got new order keys', () => {
		const keyed = differenceOf(() =>
			scene.edit('move', 'edit', (edit) => {
				[a, b, c].forEach((id, i) => {
					const place = { parentId: null, order: `b0${i}V`, previousParentId: null };
					edit.set(id, 'place', formatPlace(place));
				});
			}),
		);
		expect(keyed).toEqual(NOTHING);
	});

	it('[D20] sees children move when their parent is gone under them', () => {
		const child = add('Child', a);
		const orphaned = differenceOf(() => scene.edit('delete', 'edit', (edit) => edit.set(a, 'removed', true)));
		expect(orphaned.moved).toEqual([{ id: child, kind: 'parent', before: a, after: null }]);
		expect(orphaned.changed).toEqual([]);
	});

	it('[D20] lists overrides of prefabs and unknown keys as fields', () => {
		const override = `@${mintEntityId()}:light.color`;
		const diff = differenceOf(() =>
			scene.edit('set', 'edit', (edit) => {
				edit.set(a, override, '#ff0000');
				edit.set(a, 'plugin.thing', { x: [1] });
			}),
		);
		expect(diff.changed).toEqual([
			{
				id: a,
				name: null,
				fields: expect.arrayContaining([
					{ key: override, before: undefined, after: '#ff0000' },
					{ key: 'plugin.thing', before: undefined, after: { x: [1] } },
				]) as unknown,
			},
		]);
	});

	it('[D20] is empty for equal states of different documents, and frozen', () => {
		setFields(scene, [{ entityId: a, key: 'position', value: [1, 2, 3] }]);
		const copy = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		copy.document.applyV2(scene.document.encodeState(), 'storage');
		const diff = diffScenes(scene.snapshot, copy.snapshot);
		expect(diff).toEqual(NOTHING);
		for (const part of [diff, ...Object.values(diff)]) expect(Object.isFrozen(part)).toBe(true);
	});
});
