import { isAssetHash, isId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { isExpandedId } from '../prefabs/entity-path.ts';

/** What a creator gives a script: says of itself what it is, as the script that would tell may not be here. */
export type ScriptValue =
	| number
	| boolean
	/** A color and a choice are text as well. */
	| string
	| readonly [number, number, number]
	/** An entity of the same scene, or something that an instance in it shows. */
	| { readonly entity: string }
	| { readonly prefab: string }
	| { readonly asset: string };

export type ScriptReference = 'entity' | 'prefab' | 'asset';

export const MAX_SCRIPT_TEXT = 10_000;
/** As far out as anything stands. */
const MAX_PART = 1_000_000;

const IDS: Readonly<Record<ScriptReference, (id: unknown) => boolean>> = {
	entity: isExpandedId,
	prefab: isId,
	asset: isAssetHash,
};

/** Whether a script can be given this. Takes anything, and never throws. */
export function isScriptValue(value: unknown): value is ScriptValue {
	switch (typeof value) {
		case 'number':
			return Number.isFinite(value);
		case 'boolean':
			return true;
		case 'string':
			return value.length <= MAX_SCRIPT_TEXT && value.isWellFormed();
		case 'object':
			return Array.isArray(value) ? isPoint(value) : referenceOf(value) !== undefined;
		default:
			return false;
	}
}

/** What a value refers to, by its kind; undefined for one that is plain, or is no value at all. */
export function referenceOf(
	value: unknown,
): { readonly kind: ScriptReference; readonly id: string } | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const [kind, ...others] = Object.keys(value);
	if (others.length > 0 || kind === undefined || !Object.hasOwn(IDS, kind)) return undefined;
	const id = (value as Readonly<Record<string, JsonValue>>)[kind];
	return IDS[kind as ScriptReference](id) ? { kind: kind as ScriptReference, id: id as string } : undefined;
}

// Not `every`: it would skip holes.
function isPoint(value: readonly unknown[]): boolean {
	if (value.length !== 3) return false;
	for (let i = 0; i < 3; i++) {
		const part = value[i];
		if (typeof part !== 'number' || !(Math.abs(part) <= MAX_PART)) return false;
	}
	return true;
}
