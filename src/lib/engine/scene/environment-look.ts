import type { AssetHash } from '../../base/ids.ts';
import type { environment } from '../../doc/components/environment.ts';
import { readField, type FieldValue } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';

type Declared = typeof environment.fields;

export type Background =
	| { readonly kind: 'none' }
	| { readonly kind: 'color'; readonly color: string }
	| {
			readonly kind: 'image';
			readonly image: AssetHash | null;
			readonly intensity: number;
			/** Degrees around the vertical. */
			readonly rotation: number;
			readonly blur: number;
	  }
	| ({ readonly kind: 'sky'; readonly intensity: number } & DaylightLook);

/** What decides how a clear sky looks and shines. */
export type DaylightLook = {
	/** Degrees above the horizon. */
	readonly sunHeight: number;
	/** Degrees around the vertical: 0 is +Z, 90 is +X. */
	readonly sunDirection: number;
	/** From 0, clear, to 1. */
	readonly haze: number;
	readonly ground: string;
};

export type FogLook =
	| { readonly kind: 'none' }
	| { readonly kind: 'linear'; readonly color: string; readonly near: number; readonly far: number }
	| { readonly kind: 'exponential'; readonly color: string; readonly density: number };

/** What an `environment` says of the sky, the air and the picture as a whole. */
export type EnvironmentLook = {
	readonly background: Background;
	readonly fog: FogLook;
	readonly toneMapping: FieldValue<Declared['toneMapping']>;
	readonly exposure: number;
};

/** Fog must end behind where it begins: shaders divide by the distance. Metres. */
const LEAST_FOG_DEPTH = 0.01;

export function readEnvironment(entity: EntitySnapshot): EnvironmentLook {
	return {
		background: readBackground(entity),
		fog: readFog(entity),
		toneMapping: readField(entity, 'environment', 'toneMapping'),
		exposure: readField(entity, 'environment', 'exposure'),
	};
}

function readBackground(entity: EntitySnapshot): Background {
	const kind = readField(entity, 'environment', 'background');
	if (kind === 'none') return { kind };
	if (kind === 'color') return { kind, color: readField(entity, 'environment', 'color') };
	const intensity = readField(entity, 'environment', 'intensity');
	if (kind === 'sky')
		return {
			kind,
			intensity,
			sunHeight: readField(entity, 'environment', 'sunHeight'),
			sunDirection: readField(entity, 'environment', 'sunDirection'),
			haze: readField(entity, 'environment', 'haze'),
			ground: readField(entity, 'environment', 'ground'),
		};
	return {
		kind,
		intensity,
		image: readField(entity, 'environment', 'image'),
		rotation: readField(entity, 'environment', 'rotation'),
		blur: readField(entity, 'environment', 'blur'),
	};
}

function readFog(entity: EntitySnapshot): FogLook {
	const kind = readField(entity, 'environment', 'fog');
	if (kind === 'none') return { kind };
	const color = readField(entity, 'environment', 'fogColor');
	if (kind === 'exponential') return { kind, color, density: readField(entity, 'environment', 'fogDensity') };
	const near = readField(entity, 'environment', 'fogNear');
	const far = Math.max(readField(entity, 'environment', 'fogFar'), near + LEAST_FOG_DEPTH);
	return { kind, color, near, far };
}
