import { expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { LiveDocument } from './live-document.ts';
import { SceneDocument } from './scene.ts';
import { transformUnder } from './world-transform.ts';

function setup() {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const add = (values: Record<string, JsonValue>, parentId: EntityId | null = null) =>
		unwrap(addEntities(scene, [{ name: 'Box', values }], parentId))[0] as EntityId;
	return { scene, add };
}

it('keeps an entity where it is under another parent', () => {
	const { scene, add } = setup();
	const parent = add({ position: [1, 0, 0], scale: [2, 2, 2] });
	const child = add({ position: [5, 0, 0] });
	expect(transformUnder(scene.snapshot, child, parent)).toEqual({
		position: [2, 0, 0],
		rotation: [0, 0, 0, 1],
		scale: [0.5, 0.5, 0.5],
	});
});

it.each([
	['is flat', { scale: [1, 0, 1] }, {}],
	['would stand below a parent scaled to nothing', {}, { scale: [0, 1, 1] }],
	['would be too far away', { position: [900_000, 0, 0] }, { scale: [0.1, 1, 1] }],
])('[D5] gives no numbers that no field can hold: what %s keeps its own', (_, child, parent) => {
	const { scene, add } = setup();
	const [id, parentId] = [add(child), add(parent)];
	expect(transformUnder(scene.snapshot, id, parentId)).toEqual({});
});
