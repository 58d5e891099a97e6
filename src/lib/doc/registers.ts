import * as Y from 'yjs';
import { isJson, jsonEqual, type JsonValue } from '../base/json.ts';

/**
 * A document of ours is made of registers: JSON values that are read and written whole. A table is a root map; its
 * rows are maps of registers, or, where the row is '', the table holds registers itself.
 */
export type RegisterId = { readonly table: string; readonly row: string; readonly key: string };

/**
 * Which write a register shows: author and clock of it, with a `-` behind when it took the value away.
 * Null: nobody ever wrote it. Two writes never share a stamp.
 */
export type Stamp = string | null;

/** One register before and after an edit: enough to take it back. `undefined`: absent. */
export type RegisterChange = RegisterId & {
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
	readonly was: Stamp;
	readonly is: Stamp;
	/** Where a row was deleted or brought back: how far each replica had written in it, by its last clock. */
	readonly seen?: Readonly<Record<number, number>>;
};

/** What an edit may do, inside one transaction. */
export type RegisterEdit = {
	get(id: RegisterId): JsonValue | undefined;
	stamp(id: RegisterId): Stamp;
	/** Undefined takes the value away. A row that is not there stays away: nothing happens. */
	set(id: RegisterId, value: JsonValue | undefined): void;
	/** Creates a row; its name must be new. */
	create(table: string, row: string, values: Readonly<Record<string, JsonValue>>): void;
	/** Deletes a row for good; this cannot be undone. */
	sweep(table: string, row: string): void;
	/** Tells of a change that came about otherwise: as bytes, within the same transaction. */
	note(change: RegisterChange): void;
};

export type RegisterMap = Y.Map<JsonValue>;

/** A name for a register that is the same in all replicas. */
export const registerKey = ({ table, row, key }: RegisterId): string => `${table}\n${row}\n${key}`;

/** A name for a row that is the same in all replicas. */
export const rowKey = ({ table, row }: Omit<RegisterId, 'key'>): string => `${table}\n${row}`;

/** The map that holds a row's registers, if there is one. */
export function findRow(ydoc: Y.Doc, table: string, row: string): RegisterMap | undefined {
	const root = ydoc.getMap<unknown>(table);
	if (row === '') return root as RegisterMap;
	const map = root.get(row);
	return map instanceof Y.Map ? (map as RegisterMap) : undefined;
}

/** The value, or undefined; what is no JSON counts as absent, as undo could not write it back. */
export function readRegister(map: RegisterMap | undefined, key: string): JsonValue | undefined {
	const value: unknown = map?.get(key);
	return isJson(value) ? value : undefined;
}

export function readStamp(map: RegisterMap | undefined, key: string): Stamp {
	const item = map?._map.get(key);
	if (!item) return null;
	const { client, clock } = item.lastId;
	return `${client}.${clock}${item.deleted ? '-' : ''}`;
}

/** Who made the write with this stamp: the number of their replica; null for nobody. */
export function authorOf(stamp: Stamp): number | null {
	return stamp === null ? null : Number(stamp.slice(0, stamp.indexOf('.')));
}

/** How far each replica has written in what a row shows now. */
export function clocksOfRow(map: RegisterMap | undefined): Record<number, number> {
	const clocks: Record<number, number> = {};
	map?._map.forEach(({ lastId: { client, clock } }) => {
		clocks[client] = Math.max(clocks[client] ?? 0, clock);
	});
	return clocks;
}

/** How far each replica has written in a whole document. */
export function clocksOfDocument(ydoc: Y.Doc): Record<number, number> {
	const next = Y.decodeStateVector(Y.encodeStateVector(ydoc));
	return Object.fromEntries(Array.from(next, ([client, clock]) => [client, clock - 1]));
}

/** Runs an edit within the transaction at hand; returns what it changed, register by register. */
export function recordEdit(ydoc: Y.Doc, recipe: (edit: RegisterEdit) => void): readonly RegisterChange[] {
	const recorded = new Map<string, RegisterChange>();
	const record = (
		id: RegisterId,
		before: JsonValue | undefined,
		after: JsonValue | undefined,
		was: Stamp,
	) => {
		const at = registerKey(id);
		const first = recorded.get(at);
		const row = findRow(ydoc, id.table, id.row);
		const is = readStamp(row, id.key);
		const seen = id.key === 'removed' ? { seen: clocksOfRow(row) } : {};
		recorded.set(at, { ...(first ?? { ...id, before, was }), after, is, ...seen });
	};
	recipe({
		get: ({ table, row, key }) => readRegister(findRow(ydoc, table, row), key),
		stamp: ({ table, row, key }) => readStamp(findRow(ydoc, table, row), key),
		set({ table, row, key }, value) {
			const map = findRow(ydoc, table, row);
			if (!map) return;
			const before = readRegister(map, key);
			if (jsonEqual(before, value)) return;
			const was = readStamp(map, key);
			map.set(key, value ?? null);
			// Written first, so that taking away has an author as well.
			if (value === undefined) map.delete(key);
			record({ table, row, key }, before, value, was);
		},
		create(table, row, values) {
			const map: RegisterMap = new Y.Map();
			for (const [key, value] of Object.entries(values)) map.set(key, value);
			ydoc.getMap<RegisterMap>(table).set(row, map);
			// Undoing a creation deletes softly, so that redo brings everything back.
			record({ table, row, key: 'removed' }, true, undefined, null);
		},
		sweep: (table, row) => ydoc.getMap(table).delete(row),
		note: (change) => recorded.set(registerKey(change), change),
	});
	return [...recorded.values()].filter(
		({ before, after, was, is }) => was !== is || !jsonEqual(before, after),
	);
}
