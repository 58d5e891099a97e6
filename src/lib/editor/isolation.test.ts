import { expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { Isolation } from './isolation.ts';

function setup() {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const add = (name: string) => unwrap(addEntities(scene, [{ name, values: {} }], null))[0]!;
	return { scene, add, isolation: new Isolation(scene) };
}

it('[E94] what is made meanwhile is seen, and what goes is let go, the last with the isolation', () => {
	const { scene, add, isolation } = setup();
	const box = add('Box');
	expect(isolation.ids).toBeNull();
	isolation.set([box]);
	const lamp = add('Lamp');
	expect(isolation.ids).toEqual([box, lamp]);
	unwrap(removeEntities(scene, [box]));
	expect(isolation.ids).toEqual([lamp]);
	unwrap(removeEntities(scene, [lamp]));
	expect(isolation.ids).toBeNull();
});

it('[E94] what others make stays out of sight', () => {
	const { scene, add, isolation } = setup();
	const box = add('Box');
	isolation.set([box]);
	const other = new SceneDocument(new LiveDocument(scene.document.id, 'scene'));
	unwrap(addEntities(other, [{ name: 'Theirs', values: {} }], null));
	scene.document.apply(other.document.encodeDiff(), 'network');
	expect(scene.snapshot.entities.size).toBe(2);
	expect(isolation.ids).toEqual([box]);
});
