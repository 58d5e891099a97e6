import * as Y from 'yjs';
import { isJson, type JsonValue } from '../../base/json.ts';
import type { LiveDocument } from '../live-document.ts';
import {
	findRow,
	readRegister,
	readStamp,
	registerKey,
	type RegisterId,
	type RegisterMap,
	type Stamp,
} from '../registers.ts';

/**
 * The tables whose rows are maps of registers, and those that hold registers themselves. Not the branches: that list is
 * the index's own, and what a copy of it says of them is old.
 */
const ROW_TABLES = ['entities', 'documents', 'folders'] as const;
const FLAT_TABLES = ['settings', 'assets'] as const;

export type ReadRegister = RegisterId & { readonly value: JsonValue | undefined; readonly stamp: Stamp };

/** Every register of a document that was ever written, by a key that is the same in all replicas. */
export function readRegisters(ydoc: Y.Doc): Map<string, ReadRegister> {
	const registers = new Map<string, ReadRegister>();
	const readRow = (table: string, row: string, map: RegisterMap) => {
		map._map.forEach((_, key) => {
			if (table === 'settings' && key.startsWith('schema')) return; // says how it is written, not what it says
			const value: unknown = map.get(key);
			const stamp = readStamp(map, key);
			registers.set(registerKey({ table, row, key }), {
				table,
				row,
				key,
				value: isJson(value) ? value : undefined,
				stamp,
			});
		});
	};
	for (const table of ROW_TABLES) {
		if (!ydoc.share.has(table)) continue;
		ydoc.getMap<unknown>(table).forEach((map, row) => {
			if (map instanceof Y.Map) readRow(table, row, map as RegisterMap);
		});
	}
	for (const table of FLAT_TABLES) {
		if (ydoc.share.has(table)) readRow(table, '', ydoc.getMap<JsonValue>(table));
	}
	return registers;
}

/** What a row is called, on either side; undefined when it does not say. */
export function nameOfRow({ ydoc }: LiveDocument, table: string, row: string): string | undefined {
	if (!ydoc.share.has(table)) return undefined;
	const map = findRow(ydoc, table, row);
	const name = readRegister(map, 'name') ?? readRegister(map, 'title');
	return typeof name === 'string' ? name : undefined;
}

/** Whether a replica with this state vector has the write with this stamp. */
export function isKnown(stamp: Stamp, stateVector: ReadonlyMap<number, number>): boolean {
	if (stamp === null) return true;
	const [client, clock] = stamp.replace('-', '').split('.');
	return Number(clock) < (stateVector.get(Number(client)) ?? 0);
}
