import type { EntityId } from '#lib/base/ids.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { DragValues } from '#lib/sync/drag-codec.ts';
import { jsonEqual, type JsonValue } from '#lib/base/json.ts';

/** What several entities have in one field. */
export type Shared<T> = { readonly kind: 'same'; readonly value: T } | { readonly kind: 'mixed' };

export function sharedValue<T extends JsonValue>(values: readonly T[]): Shared<T> {
	const [first, ...rest] = values;
	if (first === undefined || !rest.every((value) => jsonEqual(first, value))) return { kind: 'mixed' };
	return { kind: 'same', value: first };
}

/** The shared value as a control takes it: null for mixed. */
export const orMixed = <T>(shared: Shared<T>): T | null => (shared.kind === 'same' ? shared.value : null);

/** X, Y and perhaps Z each by itself: entities in one row share two of three. */
export function sharedAxes(vectors: readonly (readonly number[])[]): (number | null)[] {
	const axes = vectors[0]?.keys() ?? [];
	return [...axes].map((axis) => orMixed(sharedValue(vectors.map((vector) => vector[axis]!))));
}

/** An entity as it is where others drag it. */
export function withHeld(entity: EntitySnapshot, held: ReadonlyMap<EntityId, DragValues>): EntitySnapshot {
	const place = held.get(entity.id);
	return place ? { ...entity, values: { ...entity.values, ...place } } : entity;
}
