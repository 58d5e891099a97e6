import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { unwrap } from '../base/result.ts';
import { entityScripts } from '../doc/components/entity-scripts.ts';
import { BEHAVIOURS } from '../runtime/behaviours/behaviours.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { wearBehaviour } from './wear-behaviour.ts';

const SCRIPT = mintDocumentId();

async function setup(values: Readonly<Record<string, JsonValue>> = {}) {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Game' })));
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const [hero] = unwrap(scene.addDrafts([{ name: 'Hero', values }])) as [EntityId];
	const valuesOf = (id = hero) => scene.snapshot.entities.get(id)?.values ?? {};
	return { session, scene, hero, valuesOf };
}
const needsOf = (name: string) => BEHAVIOURS.find((behaviour) => behaviour.name === name)?.needs ?? [];

describe('[T65] a behaviour that is worn', () => {
	it('brings what it cannot do without, and one undo takes all of it back', async () => {
		const { session, scene, hero, valuesOf } = await setup({ mesh: true });
		const before = valuesOf();
		const worn = unwrap(wearBehaviour(scene, [hero], SCRIPT, needsOf('CharacterWalk')));
		expect(worn).toEqual({ added: ['rigidBody', 'collider'], otherBodies: [], lacksCamera: false });
		expect(valuesOf()).toMatchObject({
			'rigidBody.type': 'kinematic',
			'collider.shape': 'capsule',
		});
		expect(entityScripts(valuesOf())).toMatchObject([{ source: SCRIPT }]);
		unwrap(session.history.undo());
		expect(valuesOf()).toEqual(before);
		unwrap(session.history.redo());
		expect(entityScripts(valuesOf())).toMatchObject([{ source: SCRIPT }]);
	});

	it('leaves what is there as it is, and says what stands in its way', async () => {
		const own = { rigidBody: true, collider: true, 'collider.shape': 'cone' };
		const { scene, hero, valuesOf } = await setup(own);
		const worn = unwrap(wearBehaviour(scene, [hero], SCRIPT, needsOf('FirstPerson')));
		expect(worn).toMatchObject({ added: [], otherBodies: [{ name: 'Hero' }], lacksCamera: true });
		expect(valuesOf()).toMatchObject(own);
		unwrap(scene.add('camera', 'Camera'));
		expect(unwrap(wearBehaviour(scene, [hero], SCRIPT, ['camera'])).lacksCamera).toBe(false);
	});

	it.each([
		['Collect', 'box', { shape: undefined, sensor: true }],
		['Collect', 'sphere', { shape: 'sphere', sensor: true }],
		['Hurt', 'cone', { shape: 'cone', sensor: undefined }],
		['Hurt', 'torus', { shape: 'hull', sensor: undefined }],
		['Platformer', 'model', { shape: 'hull', sensor: undefined }],
		['Platformer', 'torus', { shape: 'capsule', sensor: undefined }],
	])('%s has the outline of what is seen: a %s', async (name, geometry, { shape, sensor }) => {
		const { scene, hero, valuesOf } = await setup({ mesh: true, 'mesh.geometry': geometry });
		unwrap(wearBehaviour(scene, [hero], SCRIPT, needsOf(name)));
		expect(valuesOf()['collider']).toBe(true);
		expect([valuesOf()['collider.shape'], valuesOf()['collider.sensor']]).toEqual([shape, sensor]);
	});

	it('adds only where something lacks, of all that wear it', async () => {
		const { scene, hero, valuesOf } = await setup({ collider: true, 'collider.shape': 'mesh' });
		const [coin] = unwrap(scene.addDrafts([{ name: 'Coin', values: {} }])) as [EntityId];
		const worn = unwrap(wearBehaviour(scene, [hero, coin], SCRIPT, ['sensor']));
		expect(worn.added).toEqual(['collider']);
		expect(valuesOf()['collider.sensor']).toBeUndefined();
		expect(valuesOf(coin)['collider.sensor']).toBe(true);
	});
});
