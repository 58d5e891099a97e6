import type { AssetHash } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';

export type Point = readonly [number, number, number];

export type Look = {
	readonly at?: Point;
	/** Metres along each axis, or of every axis. */
	readonly size?: Point | number;
	readonly color?: string;
	readonly roughness?: number;
	readonly metalness?: number;
	/** Degrees around the vertical axis. */
	readonly turn?: number;
	/** Degrees around the X axis, applied before the turn. */
	readonly tilt?: number;
};

type Geometry = 'box' | 'sphere' | 'plane' | 'cylinder' | 'cone' | 'torus' | 'capsule';

/** A built-in shape as a draft. */
export function shape(name: string, geometry: Geometry, look: Look = {}): EntityDraft {
	const values: Record<string, JsonValue> = { mesh: true, material: true, ...placed(look) };
	if (geometry !== 'box') values['mesh.geometry'] = geometry;
	if (look.color) values['material.color'] = look.color;
	if (look.roughness !== undefined) values['material.roughness'] = look.roughness;
	if (look.metalness !== undefined) values['material.metalness'] = look.metalness;
	return { name, values };
}

/** A shipped model as a draft. */
export function model(name: string, hash: AssetHash, look: Look = {}): EntityDraft {
	return { name, values: { mesh: true, 'mesh.geometry': 'model', 'mesh.model': hash, ...placed(look) } };
}

export function words(name: string, content: string, look: Look & { readonly height: number }): EntityDraft {
	const values: Record<string, JsonValue> = { text: true, material: true, ...placed(look) };
	values['text.content'] = content;
	values['text.size'] = look.height;
	if (look.color) values['material.color'] = look.color;
	return { name, values };
}

export function lamp(
	name: string,
	type: 'directional' | 'point' | 'spot' | 'ambient',
	light: { readonly color: string; readonly intensity: number; readonly castShadow?: boolean } & Look,
): EntityDraft {
	const values: Record<string, JsonValue> = { light: true, ...placed(light) };
	values['light.type'] = type;
	values['light.color'] = light.color;
	values['light.intensity'] = light.intensity;
	if (light.castShadow) values['light.castShadow'] = true;
	return { name, values };
}

/** A clear sky, whose sun shines with shadows where no directional light does. Angles in degrees. */
export function heaven(
	name: string,
	look: {
		readonly sunHeight: number;
		readonly sunDirection: number;
		readonly haze: number;
		readonly ground: string;
		readonly intensity?: number;
		readonly exposure?: number;
	},
): EntityDraft {
	const values: Record<string, JsonValue> = { environment: true, 'environment.background': 'sky' };
	// Where it stands says nothing: out of the way of everything else.
	values['position'] = [0, 8, 0];
	for (const [field, value] of Object.entries(look)) values[`environment.${field}`] = value;
	return { name, values };
}

export function viewpoint(name: string, at: Point, turn: number, tilt: number): EntityDraft {
	return { name, values: { camera: true, ...placed({ at, turn, tilt }) } };
}

export function group(name: string, children: readonly EntityDraft[], look: Look = {}): EntityDraft {
	return { name, values: placed(look), children };
}

function placed({ at, size, turn = 0, tilt = 0 }: Look): Record<string, JsonValue> {
	const values: Record<string, JsonValue> = {};
	if (at) values['position'] = [...at];
	if (size !== undefined) values['scale'] = typeof size === 'number' ? [size, size, size] : [...size];
	if (turn !== 0 || tilt !== 0) values['rotation'] = rotation(turn, tilt);
	return values;
}

/** The quaternion of a tilt around X followed by a turn around Y, both in degrees. */
function rotation(turn: number, tilt: number): number[] {
	const [y, x] = [(turn * Math.PI) / 360, (tilt * Math.PI) / 360];
	const parts = [
		Math.sin(x) * Math.cos(y),
		Math.cos(x) * Math.sin(y),
		-Math.sin(x) * Math.sin(y),
		Math.cos(x) * Math.cos(y),
	];
	return parts.map((part) => Number(part.toFixed(5)) + 0);
}
