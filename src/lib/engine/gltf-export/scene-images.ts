import type { AssetHash } from '../../base/ids.ts';
import {
	COMPONENT_NAMES,
	declaredFields,
	hasComponent,
	readDeclared,
	readField,
} from '../../doc/components/registry.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';

const IMAGES = COMPONENT_NAMES.flatMap(declaredFields).filter(
	({ field }) => field.kind === 'asset' && field.accepts === 'image',
);

/** The pictures an entity uses, whatever for. */
export function imagesOf(entity: ExpandedEntity): readonly AssetHash[] {
	return IMAGES.filter(({ component }) => hasComponent(entity, component))
		.map((declared) => readDeclared(entity, declared) as AssetHash | null)
		.filter((hash) => hash !== null);
}

/** The model an entity shows, if it shows one. */
export function modelOf(entity: ExpandedEntity): AssetHash | null {
	const shows = hasComponent(entity, 'mesh') && readField(entity, 'mesh', 'geometry') === 'model';
	return shows ? readField(entity, 'mesh', 'model') : null;
}
