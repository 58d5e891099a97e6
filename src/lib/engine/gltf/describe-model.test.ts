import { describe, expect, it } from 'vitest';
import { bend, figureGlb, madeGlb } from '../../../../tests/helpers/made-gltf.ts';
import { unwrap } from '../../base/result.ts';
import { describeModel, textureMemory } from './describe-model.ts';

describe('what is said about a model', () => {
	it('[E120] is how many triangles, textures and clips it has, and what memory it takes', () => {
		const facts = unwrap(describeModel(figureGlb(), 'walker.glb'));
		expect(facts).toMatchObject({
			triangles: 2,
			meshes: 2,
			materials: 1,
			textures: [{ name: 'cloth', width: 4, height: 4 }],
			clips: [{ name: 'Lift', seconds: 1 }],
		});
		// Three points with all they have, indices, bones, times, and the picture with its smaller copies.
		const lists = 3 * (12 + 12 + 8 + 2 + 4 + 16) + 2 * (64 + 4 + 12);
		expect(facts.memory).toBe(lists + textureMemory(4, 4));
	});

	it('[E120] says nothing of a file that is none, and invents no names', () => {
		expect(describeModel(new Uint8Array(3), 'x.glb').ok).toBe(false);
		const nameless = bend(madeGlb([{ mesh: 0 }]), (json) => (json.images[0].name = ' '));
		expect(unwrap(describeModel(nameless, 'x.glb')).textures[0]?.name).toBe('Texture 1');
	});
});
