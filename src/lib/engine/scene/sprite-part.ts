import type { Object3D } from 'three';
import { Group, Mesh, type MeshBasicMaterial, Sprite, type SpriteMaterial, type Texture } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { AssetState } from './asset-cache.ts';
import type { EntityPart } from './entity-part.ts';
import { prepareMesh } from './mesh-part.ts';
import type { PictureLook } from './pictures.ts';
import type { SceneKit } from './scene-kit.ts';

type ImageSize = { readonly width: number; readonly height: number };

/** An entity's flat picture, turned to whoever looks or standing still, facing its +Z. */
export function createSpritePart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const hash = readField(entity, 'sprite', 'image');
	if (!hash) return createPicture(entity, kit, null, 1);
	const state = kit.textures.acquire(hash);
	const releaseImage = () => kit.textures.release(hash);
	// Nothing until it is here: a square would flash up first.
	if (state.status === 'loading') return { object: new Group(), asset: hash, dispose: releaseImage };
	const picture = createPicture(entity, kit, state.status === 'ready' ? hash : null, proportion(state));
	return {
		object: picture.object,
		asset: hash,
		dispose() {
			picture.dispose();
			releaseImage();
		},
	};
}

function createPicture(
	entity: EntitySnapshot,
	kit: SceneKit,
	image: PictureLook['image'],
	widthByHeight: number,
): EntityPart {
	const look: PictureLook = {
		image,
		color: readField(entity, 'sprite', 'color'),
		opacity: readField(entity, 'sprite', 'opacity'),
		billboard: readField(entity, 'sprite', 'billboard'),
	};
	const material = kit.pictures.acquire(look);
	const object: Object3D = look.billboard
		? new Sprite(material as SpriteMaterial)
		: prepareMesh(new Mesh(kit.shapes.get('picture'), material as MeshBasicMaterial));
	const size = readField(entity, 'sprite', 'size');
	// As deep as it is wide where it turns: its outline must hold it from every side.
	object.scale.set(size * widthByHeight, size, look.billboard ? size * widthByHeight : 1);
	object.updateMatrix();
	kit.shading.apply(object);
	return { object, dispose: () => kit.pictures.release(look) };
}

function proportion(state: AssetState<Texture>): number {
	if (state.status !== 'ready') return 1;
	const { width, height } = state.value.image as ImageSize;
	return width > 0 && height > 0 ? width / height : 1;
}
