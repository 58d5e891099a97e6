import { describe, expect, it } from 'vitest';
import { mintDocumentId, type AssetHash } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../../doc/commands/add-entities.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { SceneDocument } from '../../doc/scene.ts';
import { campfire } from './campfire.ts';
import { gallery } from './gallery.ts';
import { stairway } from './stairway.ts';

describe('starters', () => {
	it.each([campfire, gallery, stairway])(
		'$id is made of valid entities only, some of them lit',
		(starter) => {
			const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
			const hashes = new Map(starter.models.map((model, i) => [model, String(i).repeat(64) as AssetHash]));
			unwrap(addEntities(scene, starter.build(hashes), null));
			const entities = [...scene.snapshot.entities.values()];
			expect(entities.length).toBeGreaterThan(15);
			expect(entities.filter(({ values }) => values['light'] === true).length).toBeGreaterThan(1);
			for (const { values } of entities) {
				const rotation = values['rotation'] as number[] | undefined;
				if (rotation) expect(Math.hypot(...rotation)).toBeCloseTo(1, 3);
			}
		},
	);
});
