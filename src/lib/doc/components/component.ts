import type { JsonValue } from '../../base/json.ts';
import { isAssetHash } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';

/** One value of a component: its kind decides storage, validation and which control the inspector shows. */
export type Field =
	| {
			readonly kind: 'number';
			readonly default: number;
			readonly min: number;
			readonly max: number;
			readonly step: number;
			readonly unit?: Unit;
	  }
	| { readonly kind: 'vector3'; readonly default: Vector3; readonly step: number; readonly unit?: Unit }
	| { readonly kind: 'rotation'; readonly default: Quaternion }
	| { readonly kind: 'color'; readonly default: string }
	| { readonly kind: 'boolean'; readonly default: boolean }
	| {
			readonly kind: 'text';
			readonly default: string;
			readonly maxLength: number;
			readonly multiline?: boolean;
	  }
	| { readonly kind: 'choice'; readonly default: string; readonly options: readonly string[] }
	| { readonly kind: 'asset'; readonly default: null; readonly accepts: 'model' | 'image' };

/** m: metres · deg: degrees · lx, cd: as three.js takes light intensities. */
export type Unit = 'm' | 'deg' | 'lx' | 'cd';
export type Vector3 = readonly [number, number, number];
export type Quaternion = readonly [number, number, number, number];

/** The one place a component's fields are named; keys in documents are `<component>.<field>`. */
export type ComponentDeclaration = {
	readonly name: string;
	readonly fields: Readonly<Record<string, Field>>;
};

/** Coordinates beyond this lose sub-millimetre precision in a 32-bit float. */
const MAX_COORDINATE = 1_000_000;
const COLOR_PATTERN = /^#[0-9a-f]{6}$/;

/** Whether a value may stand in a field; the error names the rule. */
export function checkField(field: Field, value: JsonValue): Result<void, string> {
	switch (field.kind) {
		case 'number':
			return isNumberBetween(value, field.min, field.max)
				? ok()
				: err(`must be a number from ${field.min} to ${field.max}`);
		case 'vector3':
			return isVector(value, 3) ? ok() : err(`must be three numbers within ±${MAX_COORDINATE}`);
		case 'rotation':
			return isVector(value, 4) && !value.every((part) => part === 0)
				? ok()
				: err('must be a quaternion of four numbers, not all zero');
		case 'color':
			return typeof value === 'string' && COLOR_PATTERN.test(value)
				? ok()
				: err('must be a colour like #e8b04b');
		case 'boolean':
			return typeof value === 'boolean' ? ok() : err('must be true or false');
		case 'text':
			return typeof value === 'string' && value.length <= field.maxLength
				? ok()
				: err(`must be text of at most ${field.maxLength} characters`);
		case 'choice':
			return typeof value === 'string' && field.options.includes(value)
				? ok()
				: err(`must be one of ${field.options.join(', ')}`);
		case 'asset':
			return value === null || isAssetHash(value) ? ok() : err('must be an asset of this project, or none');
	}
}

function isNumberBetween(value: JsonValue, min: number, max: number): value is number {
	return typeof value === 'number' && value >= min && value <= max;
}

function isVector(value: JsonValue, length: number): value is readonly number[] {
	return (
		Array.isArray(value) &&
		value.length === length &&
		value.every((part) => isNumberBetween(part as JsonValue, -MAX_COORDINATE, MAX_COORDINATE))
	);
}
