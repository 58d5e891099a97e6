import type { AssetHash } from '../../base/ids.ts';
import type { Vector2 } from '../../doc/components/component.ts';
import type { material } from '../../doc/components/material.ts';
import { readField, type FieldValue } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';

type Declared = typeof material.fields;

/** The pictures of a material, by three's names for them. */
export type MapSlot = 'map' | 'emissiveMap' | 'normalMap' | 'roughnessMap' | 'metalnessMap' | 'aoMap';
export const MAP_SLOTS: readonly MapSlot[] = [
	'map',
	'emissiveMap',
	'normalMap',
	'roughnessMap',
	'metalnessMap',
	'aoMap',
];

/** All that decides how a surface looks. What means nothing here has its neutral value, so that more is shared. */
export type MaterialLook = {
	readonly color: string;
	readonly roughness: number;
	readonly metalness: number;
	readonly emissive: string;
	readonly emissiveIntensity: number;
	readonly alphaMode: FieldValue<Declared['alphaMode']>;
	readonly opacity: number;
	readonly alphaCutoff: number;
	readonly side: FieldValue<Declared['side']>;
	readonly normalScale: number;
	readonly maps: Readonly<Record<MapSlot, AssetHash | null>>;
	readonly tiling: Vector2;
	readonly offset: Vector2;
};

const BLACK = '#000000';
const AS_IT_IS = { tiling: [1, 1], offset: [0, 0] } as const;

/** `flat`: it has no inside (a plane), so what is seen from the front is seen from behind as well. */
export function readLook(entity: Pick<EntitySnapshot, 'values'>, flat: boolean): MaterialLook {
	const emissive = readField(entity, 'material', 'emissive');
	const alphaMode = readField(entity, 'material', 'alphaMode');
	const side = readField(entity, 'material', 'side');
	const maps = readMaps(entity, emissive !== BLACK);
	const pictured = Object.values(maps).some((hash) => hash !== null);
	return {
		color: readField(entity, 'material', 'color'),
		roughness: readField(entity, 'material', 'roughness'),
		metalness: readField(entity, 'material', 'metalness'),
		emissive,
		emissiveIntensity: emissive === BLACK ? 1 : readField(entity, 'material', 'emissiveIntensity'),
		alphaMode,
		opacity: alphaMode === 'opaque' ? 1 : readField(entity, 'material', 'opacity'),
		alphaCutoff: alphaMode === 'mask' ? readField(entity, 'material', 'alphaCutoff') : 0,
		side: flat && side === 'front' ? 'double' : side,
		normalScale: maps.normalMap ? readField(entity, 'material', 'normalScale') : 1,
		maps,
		tiling: pictured ? readField(entity, 'material', 'tiling') : AS_IT_IS.tiling,
		offset: pictured ? readField(entity, 'material', 'offset') : AS_IT_IS.offset,
	};
}

export const lookKey = (look: MaterialLook): string => JSON.stringify(look);

function readMaps(entity: Pick<EntitySnapshot, 'values'>, glows: boolean): MaterialLook['maps'] {
	return {
		map: readField(entity, 'material', 'colorMap'),
		emissiveMap: glows ? readField(entity, 'material', 'emissiveMap') : null,
		normalMap: readField(entity, 'material', 'normalMap'),
		roughnessMap: readField(entity, 'material', 'roughnessMap'),
		metalnessMap: readField(entity, 'material', 'metalnessMap'),
		aoMap: readField(entity, 'material', 'occlusionMap'),
	};
}
