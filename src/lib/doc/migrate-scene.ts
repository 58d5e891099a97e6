import * as Y from 'yjs';
import { isJson } from '../base/json.ts';
import type { CommandResult } from './commands/command.ts';
import type { LiveDocument } from './live-document.ts';
import { isOldKey, migrateValues, type EntityValues } from './migrations.ts';
import { recordEdit, type RegisterEdit } from './registers.ts';
import { SCHEMAS, stampSchema } from './schema.ts';

const ENTITIES = 'entities';

/**
 * Whether opening the document for editing would bring it into a newer shape. Not so for an empty one: what it will
 * hold may be on its way. Nor for a newer one, whose old keys are not this version's to judge.
 */
export function needsMigration({ kind, ydoc, schema }: LiveDocument): boolean {
	if (kind !== 'scene' && kind !== 'prefab') return false;
	const rows = ydoc.getMap(ENTITIES);
	if (rows.size === 0 || schema > SCHEMAS[kind]) return false;
	if (schema < SCHEMAS[kind]) return true;
	// Devices that were offline may have written old keys since.
	for (const row of rows.values()) if (oldValues(row)) return true;
	return false;
}

/**
 * Writes a scene or prefab in this version's shape. Devices that do so at once write the same, so that it merges.
 * Make a version first. Does nothing to a document that is of this shape already.
 */
export function migrateScene(document: LiveDocument): CommandResult<unknown> {
	return document.edit('migrate', 'migration', (edit) => {
		if (!needsMigration(document)) return;
		document.ydoc.getMap(ENTITIES).forEach((map, id) => migrateWith(edit, map, id));
		// Also when no entity needed anything.
		stampSchema(document.ydoc, document.kind);
	});
}

/**
 * Brings one entity into this version's shape, if it is not, within the edit at hand. It is no part of that edit:
 * undoing it leaves the new shape.
 */
export function migrateRow(ydoc: Y.Doc, row: string): void {
	const map = ydoc.getMap(ENTITIES).get(row);
	if (oldValues(map)) recordEdit(ydoc, (edit) => migrateWith(edit, map, row));
}

function migrateWith(edit: RegisterEdit, map: unknown, row: string): void {
	const values = oldValues(map);
	if (!values) return;
	const before: Readonly<EntityValues> = { ...values };
	for (const key of migrateValues(values)) edit.set({ table: ENTITIES, row, key }, undefined);
	for (const [key, value] of Object.entries(values)) {
		if (before[key] !== value) edit.set({ table: ENTITIES, row, key }, value);
	}
}

/** What an entity holds, if any of it is of an earlier shape. What is no JSON stays where it is. */
function oldValues(map: unknown): EntityValues | undefined {
	if (!(map instanceof Y.Map) || !hasOldKey(map)) return undefined;
	const values: EntityValues = {};
	map.forEach((value: unknown, key: string) => {
		if (key !== '__proto__' && isJson(value)) values[key] = value;
	});
	return Object.keys(values).some((key) => isOldKey(key)) ? values : undefined;
}

function hasOldKey(map: Y.Map<unknown>): boolean {
	for (const key of map.keys()) if (isOldKey(key)) return true;
	return false;
}
