import { expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { setFields } from './commands/set-fields.ts';
import { LiveDocument } from './live-document.ts';
import { lockOf, lockWithin, unlockedOf } from './locks.ts';
import { SceneDocument } from './scene.ts';

function setup() {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const [room, sun] = unwrap(
		addEntities(
			scene,
			[
				{ name: 'Room', values: {}, children: [{ name: 'Table', values: {} }] },
				{ name: 'Sun', values: {} },
			],
			null,
		),
	);
	const [table] = scene.snapshot.hierarchy.childrenOf.get(room!)!;
	const lock = (entityId = room!, value = true) =>
		unwrap(setFields(scene, [{ entityId, key: 'locked', value }]));
	return { scene, room: room!, sun: sun!, table: table!, lock };
}

it('[E90] a lock holds for what lies in it, and for nothing else', () => {
	const { scene, room, sun, table, lock } = setup();
	expect(lockOf(scene.snapshot, table)).toBeUndefined();
	lock();
	expect(lockOf(scene.snapshot, table)?.name).toBe('Room');
	expect(unlockedOf(scene.snapshot, [room, table, sun])).toEqual([sun]);
	lock(room, false);
	expect(scene.snapshot.entities.get(room)?.values).toEqual({});
});

it('[E91] a lock inside counts for whatever would take it along', () => {
	const { scene, room, sun, table, lock } = setup();
	lock(table);
	expect(lockWithin(scene.snapshot, [sun])).toBeUndefined();
	expect(lockWithin(scene.snapshot, [sun, room])?.name).toBe('Table');
	expect(lockOf(scene.snapshot, room)).toBeUndefined();
});
