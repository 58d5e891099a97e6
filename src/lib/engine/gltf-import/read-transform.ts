import { Matrix4, Quaternion, Vector3 } from 'three';
import type { JsonValue } from '../../base/json.ts';
import { isFieldValue, fieldRule, type Field } from '../../doc/components/component.ts';
import { transform } from '../../doc/components/transform.ts';
import type { Json } from '../gltf/gltf-json.ts';

type Numbers = readonly number[];
type Transform = { readonly position: Numbers; readonly rotation: Numbers; readonly scale: Numbers };

export type ReadTransform =
	| {
			readonly ok: true;
			readonly values: Record<string, JsonValue>;
			/** Its matrix slants it, which is lost. */
			readonly shear: boolean;
	  }
	/** What it breaks, to stand behind the node's name. */
	| { readonly ok: false; readonly rule: string };

/** Largest difference, as a share, that a matrix put together again may show. */
const TOLERANCE = 1e-4;
const MIN_LENGTH = 1e-6;

/** Where a node stands, as a transform of ours. Numbers were looked through before: all are finite. */
export function readTransform(node: Json): ReadTransform {
	const { matrix } = node;
	const { values, shear } = matrix ? takeApart(matrix as Numbers) : { values: readParts(node), shear: false };
	const length = Math.hypot(...values.rotation);
	if (!(length > MIN_LENGTH)) return { ok: false, rule: 'has a rotation without a length' };
	const rotation = values.rotation.map((n) => n / length);
	const fields: readonly [string, Field, Numbers][] = [
		['position', transform.fields.position, values.position],
		['rotation', transform.fields.rotation, rotation],
		['scale', transform.fields.scale, values.scale],
	];
	const wrong = fields.find(([, field, value]) => !isFieldValue(field, value));
	if (wrong)
		return { ok: false, rule: `has the ${wrong[0]} ${show(wrong[2])}, which ${fieldRule(wrong[1])}` };
	return { ok: true, values: Object.fromEntries(fields.map(([name, , value]) => [name, [...value]])), shear };
}

function readParts(node: Json): Transform {
	return {
		position: (node['translation'] ?? transform.fields.position.default) as Numbers,
		rotation: (node['rotation'] ?? transform.fields.rotation.default) as Numbers,
		scale: (node['scale'] ?? transform.fields.scale.default) as Numbers,
	};
}

function takeApart(numbers: Numbers): { readonly values: Transform; readonly shear: boolean } {
	const [position, rotation, scale] = [new Vector3(), new Quaternion(), new Vector3()];
	const matrix = new Matrix4().fromArray(numbers);
	matrix.decompose(position, rotation, scale);
	const again = new Matrix4().compose(position, rotation, scale).elements;
	const most = Math.max(...numbers.map(Math.abs));
	const shear = again.some((n, i) => !(Math.abs(n - (numbers[i] as number)) <= TOLERANCE * most));
	const values = { position: position.toArray(), rotation: rotation.toArray(), scale: scale.toArray() };
	return { values, shear };
}

const show = (numbers: Numbers): string => `[${numbers.map((n) => Number(n.toPrecision(4))).join(', ')}]`;
