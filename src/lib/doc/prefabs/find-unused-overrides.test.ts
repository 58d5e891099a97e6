import { expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { expandPrefabs } from './prefab-expansion.ts';

it('[D1] [D17] lists what an instance overrides in vain the same, in whatever order it was written', () => {
	const prefab = new SceneDocument(new LiveDocument(mintDocumentId(), 'prefab'));
	const gone = ['a', 'b', 'c'].map((letter) => `@${letter.repeat(22)}:name`);
	const listed = [gone, gone.toReversed()].map((keys) => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const values = { prefab: true, 'prefab.source': prefab.document.id };
		const [id] = unwrap(addEntities(scene, [{ name: 'Lamp', values }], null));
		scene.edit('forge', 'edit', (edit) => {
			for (const key of keys) edit.set(id as EntityId, key, 'Mine');
		});
		const { problems } = expandPrefabs(scene.snapshot, () => ({ snapshot: prefab.snapshot }));
		return problems.map(({ rule, key }) => ({ rule, key }));
	});
	expect(listed[0]).toEqual(gone.map((key) => ({ rule: 'dangling', key })));
	expect(listed[1]).toEqual(listed[0]);
});
