import { isCurve, MAX_POINTS, type Curve } from '../../base/curve.ts';
import { isGradient, type Gradient } from '../../base/gradient.ts';
import { isAssetHash, isId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { isExpandedId } from '../prefabs/entity-path.ts';
import { isScriptValue, MAX_SCRIPT_TEXT } from './script-value.ts';

/** One value of a component: its kind decides storage, validation and which control the inspector shows. */
export type Field = FieldWords & FieldShape;

type FieldWords = {
	/** Plain English; the message catalogue and the reference are generated from it. */
	readonly label: string;
	/** One or two short sentences for a creator: what it does, and what its extremes mean. */
	readonly help: string;
	/** Without this the field means nothing here: it is not shown and not used. */
	readonly when?: Condition;
	/** Switches that stand side by side under this common label. */
	readonly group?: string;
};

type FieldShape =
	| ({ readonly kind: 'number'; readonly default: number; readonly integer?: true } & Range)
	| ({ readonly kind: 'vector2'; readonly default: Vector2 } & Partial<Bounds> & Step)
	| ({ readonly kind: 'vector3'; readonly default: Vector3 } & Partial<Bounds> & Step)
	| { readonly kind: 'rotation'; readonly default: Quaternion }
	| { readonly kind: 'color'; readonly default: string }
	| { readonly kind: 'boolean'; readonly default: boolean }
	/** A number that follows another from 0 to 1. */
	| ({ readonly kind: 'curve'; readonly default: Curve } & Bounds)
	| { readonly kind: 'gradient'; readonly default: Gradient }
	| {
			readonly kind: 'text';
			readonly default: string;
			readonly maxLength: number;
			readonly multiline?: true;
			/** Names one of the movements that the entity's own model brings. */
			readonly names?: 'clip';
	  }
	| { readonly kind: 'choice'; readonly default: string; readonly options: readonly Option[] }
	| { readonly kind: 'asset'; readonly default: null; readonly accepts: 'model' | 'image' | 'audio' }
	| { readonly kind: 'document'; readonly default: null; readonly accepts: 'prefab' | 'script' }
	/** Another entity of the same scene, or something that a prefab instance in it shows. */
	| { readonly kind: 'entity'; readonly default: null }
	/** What a script is given: it says of itself what it is, and only the script's text which it should be. */
	| { readonly kind: 'any'; readonly default: null };

type Bounds = { readonly min: number; readonly max: number };
type Step = { readonly step: number; readonly unit?: Unit };
type Range = Bounds & Step;

export type Option = { readonly value: string; readonly label: string };

/** Another field of the component, and what it must be; that field's own condition must hold as well. */
export type Condition =
	| { readonly field: string; readonly is: readonly ConditionValue[] }
	| { readonly field: string; readonly isNot: readonly ConditionValue[] };
type ConditionValue = string | boolean | null;

export type Unit = 'm' | 'm/s' | 'm/s²' | 'deg' | 's' | '1/s' | 'kg';
export type Vector2 = readonly [number, number];
export type Vector3 = readonly [number, number, number];
export type Quaternion = readonly [number, number, number, number];

/** The one place a component's fields are named; keys in documents are `<component>.<field>`. */
export type ComponentDeclaration = {
	readonly name: string;
	readonly label: string;
	readonly help: string;
	readonly fields: Readonly<Record<string, Field>>;
};

/** Coordinates beyond this lose sub-millimetre precision in a 32-bit float. */
export const MAX_COORDINATE = 1_000_000;
const COLOR_PATTERN = /^#[0-9a-f]{6}$/;
/** A quaternion shorter than the root of this names no turn. */
const MIN_SQUARED_LENGTH = 1e-12;
const FINE = ok();

/** Whether a value may stand in a field; the error names the rule. Takes anything, and never throws. */
export function checkField(field: Field, value: unknown): Result<void, string> {
	return isFieldValue(field, value) ? FINE : err(fieldRule(field));
}

/** The same without words or allocation: what readers call thousands of times. */
export function isFieldValue(field: Field, value: unknown): boolean {
	switch (field.kind) {
		case 'number':
			return isBetween(value, field.min, field.max) && (!field.integer || Number.isInteger(value));
		case 'vector2':
			return isVector(value, 2, field.min, field.max);
		case 'vector3':
			return isVector(value, 3, field.min, field.max);
		case 'rotation':
			return isVector(value, 4) && isTurn(value as unknown as Quaternion);
		case 'color':
			return typeof value === 'string' && COLOR_PATTERN.test(value);
		case 'boolean':
			return typeof value === 'boolean';
		case 'curve':
			return isCurve(value, field.min, field.max);
		case 'gradient':
			return isGradient(value);
		case 'text':
			return typeof value === 'string' && value.length <= field.maxLength && value.isWellFormed();
		case 'choice':
			return isOption(field.options, value);
		case 'asset':
			return value === null || isAssetHash(value);
		case 'document':
			return value === null || isId(value);
		case 'entity':
			return value === null || isExpandedId(value);
		case 'any':
			return value === null || isScriptValue(value);
	}
}

/** What a field's values must be, to stand behind its name: “must be a number from 0 to 1”. */
export function fieldRule(field: Field): string {
	switch (field.kind) {
		case 'number':
			return `must be a ${field.integer ? 'whole ' : ''}number from ${field.min} to ${field.max}`;
		case 'vector2':
			return `must be two numbers ${vectorRange(field)}`;
		case 'vector3':
			return `must be three numbers ${vectorRange(field)}`;
		case 'rotation':
			return 'must be a quaternion of four numbers, not all zero';
		case 'color':
			return 'must be a colour like #e8b04b';
		case 'boolean':
			return 'must be true or false';
		case 'curve':
			return `must be a curve of 1 to ${MAX_POINTS} points from left to right, from ${field.min} to ${field.max}`;
		case 'gradient':
			return `must be a gradient of 1 to ${MAX_POINTS} stops from 0 to 1, each with a color and an opacity`;
		case 'text':
			return `must be text of at most ${field.maxLength} characters, without broken ones`;
		case 'choice':
			return `must be one of ${field.options.map(({ value }) => value).join(', ')}`;
		case 'asset':
			return `must be ${ARTICLES[field.accepts]} of this project, or none`;
		case 'document':
			return `must be a ${field.accepts} of this project, or none`;
		case 'entity':
			return 'must be an entity of this scene, or none';
		case 'any':
			return `must be a number, true or false, text of at most ${MAX_SCRIPT_TEXT} characters, three numbers, or an entity, prefab or asset`;
	}
}

/** A checked value as it is stored: −0 means 0, but two replicas would not compare equal. */
export function storableValue(value: JsonValue): JsonValue {
	if (typeof value === 'number') return value + 0;
	// JSON knows no −0.
	return holdsMinusZero(value) ? (JSON.parse(JSON.stringify(value)) as JsonValue) : value;
}

const holdsMinusZero = (value: JsonValue): boolean =>
	typeof value === 'object' && value !== null
		? Object.values(value).some((part) => holdsMinusZero(part))
		: Object.is(value, -0);

const ARTICLES = { model: 'a model', image: 'an image', audio: 'a sound' } as const;

const vectorRange = ({ min = -MAX_COORDINATE, max = MAX_COORDINATE }: Partial<Bounds>): string =>
	min === -max ? `within ±${max}` : `from ${min} to ${max}`;

const isBetween = (value: unknown, min: number, max: number): value is number =>
	typeof value === 'number' && value >= min && value <= max;

function isVector(
	value: unknown,
	length: number,
	min = -MAX_COORDINATE,
	max = MAX_COORDINATE,
): value is number[] {
	if (!Array.isArray(value) || value.length !== length) return false;
	// Not `every`: it would skip holes.
	for (let i = 0; i < length; i++) if (!isBetween(value[i], min, max)) return false;
	return true;
}

const isTurn = ([x, y, z, w]: Quaternion): boolean => x * x + y * y + z * z + w * w >= MIN_SQUARED_LENGTH;

function isOption(options: readonly Option[], value: unknown): boolean {
	for (const option of options) if (option.value === value) return true;
	return false;
}
