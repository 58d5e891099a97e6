import { Color } from 'three';
import type { JsonValue } from '../../base/json.ts';
import type { Field } from '../../doc/components/component.ts';
import { camera } from '../../doc/components/camera.ts';
import { light } from '../../doc/components/light.ts';
import { isJson, type Json } from '../gltf/gltf-json.ts';

export type Values = Record<string, JsonValue>;
/** Told that a number was beyond what its field takes. */
export type OnRange = () => void;

const DEGREE = Math.PI / 180;
const KINDS: ReadonlySet<unknown> = new Set(['directional', 'point', 'spot']);

/** A light of glTF as a component; undefined for kinds nobody knows. */
export function readLight(definition: Json, onRange: OnRange): Values | undefined {
	const { type, color, intensity, range, spot } = definition;
	if (!KINDS.has(type)) return undefined;
	const values: Values = {
		light: true,
		'light.type': type as string,
		'light.color': readColor(color),
		'light.intensity': within(light.fields.intensity, numberOr(intensity, 1), onRange),
	};
	if (type !== 'directional' && typeof range === 'number')
		values['light.range'] = within(light.fields.range, range, onRange);
	if (type !== 'spot') return values;
	const cone = isJson(spot) ? spot : {};
	const outer = numberOr(cone['outerConeAngle'], Math.PI / 4);
	const inner = numberOr(cone['innerConeAngle'], 0);
	values['light.angle'] = within(light.fields.angle, outer / DEGREE, onRange);
	values['light.penumbra'] = within(light.fields.penumbra, outer > 0 ? 1 - inner / outer : 1, onRange);
	return values;
}

/** A camera of glTF as a component; undefined for kinds nobody knows. */
export function readCamera(definition: Json, onRange: OnRange): Values | undefined {
	const { type } = definition;
	const lens = definition[String(type)];
	if ((type !== 'perspective' && type !== 'orthographic') || !isJson(lens)) return undefined;
	const { fields } = camera;
	const far = lens['zfar'];
	const values: Values = {
		camera: true,
		'camera.projection': type,
		'camera.near': within(fields.near, numberOr(lens['znear'], fields.near.default), () => {}),
		// Without an end it sees as far as it can.
		'camera.far': within(fields.far, numberOr(far, fields.far.max), far === undefined ? () => {} : onRange),
	};
	if (type === 'perspective')
		values['camera.fov'] = within(fields.fov, numberOr(lens['yfov'], 1) / DEGREE, onRange);
	else values['camera.size'] = within(fields.size, numberOr(lens['ymag'], 1) * 2, onRange);
	return values;
}

/** Light as it adds up, as the colour people know it by. */
function readColor(value: unknown): string {
	const parts =
		Array.isArray(value) && value.length === 3 && value.every(Number.isFinite) ? value : [1, 1, 1];
	const [r = 1, g = 1, b = 1] = (parts as number[]).map((part) => Math.min(Math.max(part, 0), 1));
	return `#${new Color(r, g, b).getHexString()}`;
}

const numberOr = (value: unknown, fallback: number): number =>
	typeof value === 'number' && Number.isFinite(value) ? value : fallback;

function within(field: Extract<Field, { kind: 'number' }>, value: number, onRange: OnRange): number {
	const taken = Math.min(Math.max(value, field.min), field.max);
	// A hair's breadth is what decimal places cost, nobody's loss.
	if (Math.abs(taken - value) > 1e-6 * Math.abs(value)) onRange();
	return taken;
}
