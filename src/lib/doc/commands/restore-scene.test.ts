import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAction, editClock, exchange, sceneActions } from '../../../../tests/helpers/scene-edits.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument, type Edited } from '../live-document.ts';
import { SceneDocument, type SceneSnapshot } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { removeEntities } from './remove-entities.ts';
import type { Renamed } from './restore-row.ts';
import { restoreScene } from './restore-scene.ts';
import { revertChanges } from './revert-changes.ts';
import { renameEntity, setFields } from './set-fields.ts';
import { sweepEntities } from './sweep-entities.ts';

const documentId = mintDocumentId();
const newScene = () => new SceneDocument(new LiveDocument(documentId, 'scene'));

/** A state as text, with the ids that entities came back under. */
function plain({ entities, hierarchy }: SceneSnapshot, renamed: Renamed = new Map()): string {
	const rows = [...entities.values()].map(({ id, values, ...rest }) => [
		id,
		{ ...rest, values: Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))) },
	]);
	const tree = renamed.size > 0 ? [] : [...hierarchy.childrenOf].sort();
	let text = JSON.stringify([rows.sort(), tree]);
	for (const [old, id] of renamed) text = text.replaceAll(old, id);
	return JSON.stringify((JSON.parse(text) as unknown[][]).map((list) => list.sort()));
}

const add = (scene: SceneDocument, name: string, parent: EntityId | null = null, values = {}) => {
	const [id] = unwrap(addEntities(scene, [{ name, values }], parent));
	return id as EntityId;
};
const names = ({ entities }: SceneSnapshot) => [...entities.values()].map(({ name }) => name).sort();

/** Undoes what `run` did. */
function record(scene: SceneDocument, run: () => void): () => void {
	const made: Edited[] = [];
	const stop = scene.document.onEdited((edited) => made.push(edited));
	run();
	stop();
	const mine = new Set([scene.document.clientId]);
	return () => made.toReversed().forEach(({ changes }) => revertChanges(scene.document, changes, { mine }));
}

describe('restoring a whole scene', () => {
	it('[D20] makes it exactly what it was, and undo takes that back', () => {
		let swept = 0;
		let healed = 0;
		fc.assert(
			fc.property(sceneActions, sceneActions, (first, then) => {
				const people = [newScene(), newScene()] as const;
				const [scene] = people;
				for (const action of first) applyAction(people, action);
				const version = scene.snapshot;
				const text = plain(version);
				for (const action of then) applyAction(people, action);
				const before = plain(scene.snapshot);
				let renamed: Renamed = new Map();
				const undo = record(scene, () => {
					({ renamed } = unwrap(restoreScene(scene, version, { clock: editClock })));
				});
				swept += renamed.size;
				healed += version.hierarchy.healed.size;
				expect(plain(scene.snapshot, renamed)).toBe(plain(version, renamed));
				expect(plain(version)).toBe(text);
				undo();
				expect(plain(scene.snapshot)).toBe(before);
			}),
			{ seed: 20, numRuns: 150 },
		);
		expect(swept).toBeGreaterThan(50);
		expect(healed).toBeGreaterThan(5);
	});

	it('[D20] is one update, from the restore', () => {
		const scene = newScene();
		const id = add(scene, 'Box');
		const version = scene.snapshot;
		renameEntity(scene, id, 'Crate');
		add(scene, 'Lamp');
		const origins: unknown[] = [];
		scene.document.onUpdate(({ origin }) => origins.push(origin));
		unwrap(restoreScene(scene, version));
		expect(origins).toEqual(['restore']);
		expect(names(scene.snapshot)).toEqual(['Box']);
		expect([...scene.removed.values()].map(({ name }) => name)).toEqual(['Lamp']);
	});

	it('[D20] writes nothing when nothing differs', () => {
		const scene = newScene();
		add(scene, 'Box', null, { mesh: true, position: [1, 2, 3] });
		let updates = 0;
		scene.document.onUpdate(() => updates++);
		const copy = newScene();
		copy.document.apply(scene.document.encodeDiff(), 'storage');
		unwrap(restoreScene(scene, copy.snapshot));
		expect(updates).toBe(0);
	});

	it('[D20] merges with what a friend edits meanwhile, offline', () => {
		const [scene, friend] = [newScene(), newScene()];
		const box = add(scene, 'Box', null, { mesh: true });
		exchange(scene, friend);
		const version = scene.snapshot;
		setFields(scene, [{ entityId: box, key: 'position', value: [9, 9, 9] }]);
		const late = add(scene, 'Late');
		exchange(scene, friend);

		renameEntity(friend, box, 'Chest');
		const lamp = add(friend, 'Lamp', box);
		setFields(friend, [{ entityId: late, key: 'position', value: [1, 1, 1] }]);
		unwrap(restoreScene(scene, version));
		exchange(scene, friend);
		exchange(scene, friend);

		expect(plain(scene.snapshot)).toBe(plain(friend.snapshot));
		expect(scene.snapshot.entities.get(box)).toMatchObject({ name: 'Chest', values: { mesh: true } });
		expect(scene.snapshot.entities.get(box)?.values).not.toHaveProperty('position');
		expect(scene.snapshot.entities.get(lamp)?.place.parentId).toBe(box);
		// Deleted by the restore, with the friend's edit in it for whoever brings it back.
		expect(scene.find(late)).toMatchObject({ removed: true, values: { position: [1, 1, 1] } });
	});

	it('[D20] brings back what was swept, once each for two people who do so at once', () => {
		const [scene, friend] = [newScene(), newScene()];
		const door = add(scene, 'Door');
		const hinge = add(scene, 'Hinge', door, { joint: true, 'joint.target': door });
		const sourceId = mintEntityId();
		scene.edit('set', 'edit', (edit) => {
			edit.set(hinge, `@${sourceId}:joint.target`, door);
			edit.set(hinge, 'note.text', door);
		});
		const version = scene.snapshot;
		removeEntities(scene, [door], editClock);
		unwrap(sweepEntities(scene, 20_001, 20_000));
		exchange(scene, friend);
		expect(scene.find(door)).toBeUndefined();

		const { renamed } = unwrap(restoreScene(scene, version));
		const newDoor = renamed.get(door) as EntityId;
		const newHinge = scene.snapshot.entities.get(renamed.get(hinge) as EntityId);
		expect(newHinge?.place).toMatchObject({ parentId: newDoor });
		expect(newHinge?.values).toMatchObject({
			'joint.target': newDoor,
			[`@${sourceId}:joint.target`]: newDoor,
			// Mere text that looks like an id is text.
			'note.text': door,
		});

		unwrap(restoreScene(friend, version));
		renameEntity(scene, newDoor, 'My door');
		exchange(scene, friend);
		exchange(scene, friend);
		expect(names(scene.snapshot)).toEqual(['Door', 'Hinge', 'Hinge', 'My door']);
	});

	it('[D20] keeps keys this version does not know, and values it cannot read, as they were', () => {
		const scene = newScene();
		const id = add(scene, 'Box', null, { mesh: true });
		scene.edit('set', 'edit', (edit) => {
			edit.set(id, '__proto__', { polluted: true });
			edit.set(id, 'mesh.geometry', 'tesseract');
			edit.set(id, 'plugin', { deep: [{ value: 1 }] });
		});
		const version = scene.snapshot;
		scene.edit('set', 'edit', (edit) => {
			for (const key of ['__proto__', 'mesh.geometry', 'plugin']) edit.set(id, key, undefined);
		});
		unwrap(restoreScene(scene, version));
		const values = scene.snapshot.entities.get(id)?.values ?? {};
		expect(Object.entries(values)).toEqual(
			expect.arrayContaining(Object.entries(version.entities.get(id)?.values ?? {})),
		);
		expect(Object.keys(values).sort()).toEqual(['__proto__', 'mesh', 'mesh.geometry', 'plugin']);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});
});
