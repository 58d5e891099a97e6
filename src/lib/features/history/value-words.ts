import type { Curve } from '#lib/base/curve.ts';
import type { Gradient } from '#lib/base/gradient.ts';
import type { AssetHash, DocumentId, EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { isFieldValue, type Field, type Quaternion } from '#lib/doc/components/component.ts';
import { fieldOfKey, isComponentKey } from '#lib/doc/components/registry.ts';
import { referenceOf } from '#lib/doc/components/script-value.ts';
import { isRemoved } from '#lib/doc/entity.ts';
import { eulerFromQuaternion } from '#lib/editor/euler.ts';
import { m } from '#lib/paraglide/messages.js';
import { ownKey } from '#lib/studio/name-of-key.ts';

/** What things are called that a value names; undefined for what is not there any more. */
export type ThingNames = {
	readonly entity: (id: EntityId) => string | undefined;
	readonly asset: (hash: AssetHash) => string | undefined;
	readonly document: (id: DocumentId) => string | undefined;
};

const MAX_LENGTH = 200;

/** What a register holds, as a person reads it; `undefined` is what is shown then: the default. */
export function valueWords(key: string, value: JsonValue | undefined, names: ThingNames): string {
	// An override holds what the field it overrides holds.
	const own = ownKey(key);
	if (own === 'place') return placeWords(value, names);
	if (own === 'removed') return isRemoved(value) ? m.history_absent() : m.history_present();
	if (isComponentKey(own)) return value === true ? m.history_present() : m.history_absent();
	const declared = fieldOfKey(own);
	if (!declared) return shorten(textOf(value));
	const { field } = declared;
	const shown = value !== undefined && isFieldValue(field, value) ? value : field.default;
	return shorten(fieldWords(field, shown, names));
}

function fieldWords(field: Field, value: JsonValue, names: ThingNames): string {
	switch (field.kind) {
		case 'boolean':
			return value === true ? m.history_yes() : m.history_no();
		case 'rotation':
			return numbers(eulerFromQuaternion(value as unknown as Quaternion), '°');
		case 'choice':
			return field.options.find((option) => option.value === value)?.label ?? textOf(value);
		case 'asset':
			return named(value, (hash) => names.asset(hash as AssetHash));
		case 'document':
			return named(value, (id) => names.document(id as DocumentId));
		case 'entity':
			return named(value, (id) => names.entity(id as EntityId));
		case 'color':
			return textOf(value).toUpperCase();
		case 'curve':
			return curveWords(value as unknown as Curve);
		case 'gradient':
			return gradientWords(value as unknown as Gradient);
		case 'any':
			return givenWords(value, names);
		default:
			return textOf(value);
	}
}

/** What a script is given: things by their names. */
function givenWords(value: JsonValue, names: ThingNames): string {
	const reference = referenceOf(value);
	if (typeof value === 'boolean') return value ? m.history_yes() : m.history_no();
	if (!reference) return textOf(value);
	const { kind, id } = reference;
	if (kind === 'entity') return named(id, (found) => names.entity(found as EntityId));
	return kind === 'asset'
		? named(id, (found) => names.asset(found as AssetHash))
		: named(id, (found) => names.document(found as DocumentId));
}

const curveWords = ({ points, smooth }: Curve): string =>
	[...points.map(([x, y]) => `${short(x)}: ${short(y)}`), ...(smooth ? [m.history_smooth()] : [])].join(
		' · ',
	);

const gradientWords = (stops: Gradient): string =>
	stops
		.map(({ at, color, opacity }) => `${short(at)}: ${color.toUpperCase()} ${Math.round(opacity * 100)} %`)
		.join(' · ');

function placeWords(value: JsonValue | undefined, names: ThingNames): string {
	const parent: unknown = Array.isArray(value) ? value[0] : null;
	if (typeof parent !== 'string') return m.history_root();
	return names.entity(parent as EntityId) ?? m.history_gone();
}

const named = (value: JsonValue, find: (id: string) => string | undefined): string =>
	typeof value === 'string' ? (find(value) ?? m.history_gone()) : m.history_nothing();

function textOf(value: JsonValue | undefined): string {
	if (value === undefined || value === null || value === '') return m.history_nothing();
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return numbers([value]);
	return isVector(value) ? numbers(value) : JSON.stringify(value);
}

const isVector = (value: JsonValue): value is number[] =>
	Array.isArray(value) && value.every((part) => typeof part === 'number');

const numbers = (parts: readonly number[], unit = ''): string =>
	parts.map((part) => `${short(part)}${unit}`).join(' · ');

const short = (number: number): number => Number(number.toFixed(3));

const shorten = (text: string): string => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
