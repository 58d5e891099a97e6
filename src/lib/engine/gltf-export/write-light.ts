import { readField } from '../../doc/components/registry.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';
import type { Draft, GltfWriter } from './gltf-writer.ts';
import { linear } from './write-material.ts';

const DEGREE = Math.PI / 180;
/** Both cones of a spot must not be one. */
const INNER_SHARE = 0.9999;
/** Windows are wider than high; glTF wants to know how much. */
const ASPECT = 16 / 9;

/** Writes an entity's light; undefined for the kinds glTF has no word for. */
export function writeLight(writer: GltfWriter, entity: ExpandedEntity): number | undefined {
	const type = readField(entity, 'light', 'type');
	if (type !== 'directional' && type !== 'point' && type !== 'spot') return undefined;
	const range = type === 'directional' ? 0 : readField(entity, 'light', 'range');
	return writer.addLight({
		name: entity.name,
		type,
		color: linear(readField(entity, 'light', 'color')),
		intensity: readField(entity, 'light', 'intensity'),
		...(range > 0 && { range }),
		...(type === 'spot' && { spot: writeCone(entity) }),
	});
}

function writeCone(entity: ExpandedEntity): Draft {
	const outerConeAngle = readField(entity, 'light', 'angle') * DEGREE;
	const inner = 1 - readField(entity, 'light', 'penumbra');
	return { innerConeAngle: outerConeAngle * Math.min(inner, INNER_SHARE), outerConeAngle };
}

/** Writes an entity's camera; returns its index. */
export function writeCamera(writer: GltfWriter, entity: ExpandedEntity): number {
	const znear = readField(entity, 'camera', 'near');
	const zfar = Math.max(readField(entity, 'camera', 'far'), znear * 1.001);
	const { name } = entity;
	if (readField(entity, 'camera', 'projection') === 'perspective') {
		const yfov = readField(entity, 'camera', 'fov') * DEGREE;
		return writer.add('cameras', { name, type: 'perspective', perspective: { yfov, znear, zfar } });
	}
	const ymag = readField(entity, 'camera', 'size') / 2;
	const orthographic = { xmag: ymag * ASPECT, ymag, znear, zfar };
	return writer.add('cameras', { name, type: 'orthographic', orthographic });
}
