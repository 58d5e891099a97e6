import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { pasteComponent } from './paste-component.ts';

function setup() {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const scene = new SceneDocument(document);
	const drafts = [
		{ name: 'Lamp', values: { light: true, 'light.intensity': 5, 'light.range': 3 } },
		{ name: 'Box', values: {} },
	] as const;
	const [lamp, box] = unwrap(addEntities(scene, drafts, null)) as [never, never];
	let edits = 0;
	document.onEdited(() => edits++);
	return { scene, lamp, box, values: (id: never) => scene.find(id)!.values, edits: () => edits };
}

describe('pasting a component', () => {
	it('[E55] adds it where it is lacking and sets it where it is, in one edit', () => {
		const { scene, lamp, box, values, edits } = setup();
		unwrap(pasteComponent(scene, [lamp, box], 'light', { intensity: 7, decay: 2 }));
		for (const id of [lamp, box]) expect(values(id)).toMatchObject({ light: true, 'light.intensity': 7 });
		expect(values(lamp)).not.toHaveProperty('light.range');
		expect(values(box)).not.toHaveProperty('light.decay');
		expect(edits()).toBe(1);
	});
	it('[E55] sets a transform, which is always there', () => {
		const { scene, box, values } = setup();
		unwrap(pasteComponent(scene, [box], 'transform', { position: [1, 2, 3] }));
		expect(values(box)['position']).toEqual([1, 2, 3]);
		expect(values(box)).not.toHaveProperty('transform');
	});
	it('[E55] leaves out entities that are not in this scene, and says for which fields', () => {
		const { scene, lamp, box, values } = setup();
		const lost = unwrap(pasteComponent(scene, [box], 'joint', { target: mintEntityId() }));
		expect(lost.map(({ key }) => key)).toEqual(['joint.target']);
		expect(values(box)).not.toHaveProperty('joint.target');
		expect(unwrap(pasteComponent(scene, [box], 'joint', { target: lamp }))).toEqual([]);
		expect(values(box)['joint.target']).toBe(lamp);
	});
	it('[E55] writes nothing when one value is wrong, or one entity is gone', () => {
		const { scene, box, edits } = setup();
		expect(pasteComponent(scene, [box], 'light', { intensity: -1 }).ok).toBe(false);
		expect(pasteComponent(scene, [box], 'light', { glow: 1 }).ok).toBe(false);
		expect(pasteComponent(scene, [box, mintEntityId()], 'light', {}).ok).toBe(false);
		expect(edits()).toBe(0);
	});
});
