import { describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { removeEntities } from './remove-entities.ts';
import { dayOf, sweepEntities } from './sweep-entities.ts';

const DAY = 86_400_000;

describe('[D19] sweeping', () => {
	it('deletes for good what was deleted before a day, and nothing else', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const drafts = ['Old', 'Recent', 'Kept', 'Undated'].map((name) => ({ name, values: {} }));
		const [old, recent, kept, undated] = unwrap(addEntities(scene, drafts, null)) as EntityId[];
		unwrap(removeEntities(scene, [old as EntityId], { now: () => 10 * DAY }));
		unwrap(removeEntities(scene, [recent as EntityId], { now: () => 50 * DAY }));
		scene.edit('undo', 'undo', (edit) => edit.set(undated as EntityId, 'removed', true));

		expect(unwrap(sweepEntities(scene, 40, 60))).toBe(1);
		expect(scene.find(old as EntityId)).toBeUndefined();
		expect(scene.find(recent as EntityId)?.removed).toBe(true);
		expect(scene.snapshot.entities.has(kept as EntityId)).toBe(true);

		// What had no day has today's now, and goes when that is long ago.
		expect(unwrap(sweepEntities(scene, 60, 60))).toBe(1);
		expect(scene.find(undated as EntityId)?.removed).toBe(true);
		expect(unwrap(sweepEntities(scene, 61, 95))).toBe(1);
		expect([...scene.snapshot.entities.keys()]).toEqual([kept]);
		expect(scene.removed.size).toBe(0);
	});

	it('writes nothing when there is nothing to sweep', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		unwrap(addEntities(scene, [{ name: 'A', values: {} }], null));
		const before = scene.document.encodeDiff();
		expect(unwrap(sweepEntities(scene, 1000, dayOf(2000 * DAY)))).toBe(0);
		expect(scene.document.encodeDiff()).toEqual(before);
	});
});
