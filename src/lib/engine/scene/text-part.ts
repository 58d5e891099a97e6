import { Mesh, Object3D } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { readLook } from './material-look.ts';
import { prepareMesh } from './mesh-part.ts';
import type { SceneKit } from './scene-kit.ts';

/** The words of an entity's `text`, in its material. */
export function createTextPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const words = {
		content: readField(entity, 'text', 'content'),
		size: readField(entity, 'text', 'size'),
		depth: readField(entity, 'text', 'depth'),
	};
	const geometry = kit.texts.acquire(words);
	if (!geometry) return { object: new Object3D(), waitsFor: 'typeface', dispose() {} };
	const look = readLook(entity, words.depth === 0);
	const mesh = prepareMesh(new Mesh(geometry, kit.materials.acquire(look)));
	mesh.castShadow = true;
	mesh.receiveShadow = true;
	kit.shading.apply(mesh);
	return {
		object: mesh,
		dispose() {
			kit.texts.release(words);
			kit.materials.release(look);
		},
	};
}
