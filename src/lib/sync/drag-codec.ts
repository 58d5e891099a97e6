import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { isId, type EntityId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';

export type DragValues = {
	readonly position?: readonly [number, number, number];
	readonly rotation?: readonly [number, number, number, number];
	readonly scale?: readonly [number, number, number];
};

/** Where one entity is while it is dragged: what the gesture changes, local to its parent. */
export type DraggedEntity = { readonly id: EntityId } & DragValues;

/** Entities of one drag that others see moving: more would not fit. */
export const MAX_DRAGGED = 150;
const MAX_COORDINATE = 1e9;

const PARTS = [
	['position', 3],
	['rotation', 4],
	['scale', 3],
] as const;

/** All that a person drags now; none: they let go. */
export function encodeDrag(entities: readonly DraggedEntity[]): Uint8Array {
	// What an instance shows has a path for an id, of which other versions know nothing: it moves when it is let go.
	const shown = entities.filter(({ id }) => isId(id)).slice(0, MAX_DRAGGED);
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, shown.length);
	for (const entity of shown) {
		encoding.writeVarString(encoder, entity.id);
		encoding.writeUint8(
			encoder,
			PARTS.reduce((bits, [key], i) => bits | (entity[key] ? 1 << i : 0), 0),
		);
		for (const [key] of PARTS) for (const n of entity[key] ?? []) encoding.writeFloat64(encoder, n);
	}
	return encoding.toUint8Array(encoder);
}

/** Reads what a stranger sent: every number in it is finite and within bounds. */
export function decodeDrag(payload: Uint8Array): Result<DraggedEntity[], string> {
	try {
		const decoder = decoding.createDecoder(payload);
		const count = decoding.readVarUint(decoder);
		if (count > MAX_DRAGGED) return err(`${count} entities are more than a drag shows`);
		const entities = Array.from({ length: count }, () => readEntity(decoder));
		return decoding.hasContent(decoder) ? err('The drag has bytes left over') : ok(entities);
	} catch (cause) {
		return err(`The drag cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}

function readEntity(decoder: decoding.Decoder): DraggedEntity {
	const id = decoding.readVarString(decoder);
	if (!isId(id)) throw new Error('not an entity');
	const bits = decoding.readUint8(decoder);
	const values: Record<string, number[]> = {};
	for (const [i, [key, length]] of PARTS.entries()) {
		if ((bits & (1 << i)) === 0) continue;
		values[key] = Array.from({ length }, () => readCoordinate(decoder));
	}
	return { id: id as EntityId, ...(values as DragValues) };
}

function readCoordinate(decoder: decoding.Decoder): number {
	const value = decoding.readFloat64(decoder);
	if (!(Math.abs(value) <= MAX_COORDINATE)) throw new Error('not a coordinate');
	return value;
}
