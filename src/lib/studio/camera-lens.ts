import type { EntitySnapshot } from '../doc/entity.ts';
import { readField } from '../doc/components/registry.ts';
import type { ViewLens } from '../engine/viewport-port.ts';

/** How an entity sees as a camera; one that is none, as a new one does. */
export function lensOf(entity: Pick<EntitySnapshot, 'values'>): ViewLens {
	const near = readField(entity, 'camera', 'near');
	const far = readField(entity, 'camera', 'far');
	const projection = readField(entity, 'camera', 'projection');
	return projection === 'perspective'
		? { projection, near, far, fov: readField(entity, 'camera', 'fov') }
		: { projection, near, far, size: readField(entity, 'camera', 'size') };
}
