import * as Y from 'yjs';
import { isJson } from '../base/json.ts';
import type { CommandResult } from './commands/command.ts';
import type { LiveDocument } from './live-document.ts';
import { migrateValues, OLD_KEYS, type EntityValues } from './migrations.ts';
import type { RegisterEdit } from './registers.ts';
import { SCHEMAS, stampSchema } from './schema.ts';

const ENTITIES = 'entities';

/** Whether opening the document for editing would bring it into a newer shape. */
export function needsMigration(document: LiveDocument): boolean {
	return (
		(document.kind === 'scene' || document.kind === 'prefab') && document.schema < SCHEMAS[document.kind]
	);
}

/**
 * Writes a scene or prefab in this version's shape. Devices that do so at once write the same, so that it merges.
 * Make a version first. Does nothing to a document that is of this shape already.
 */
export function migrateScene(document: LiveDocument): CommandResult<unknown> {
	return document.edit('migrate', 'migration', (edit) => {
		document.ydoc.getMap(ENTITIES).forEach((map, id) => migrateRow(edit, map, id));
		// Also when no entity needed anything.
		stampSchema(document.ydoc, document.kind);
	});
}

/** Brings one entity into this version's shape, if it is not. */
export function migrateRow(edit: RegisterEdit, map: unknown, row: string): void {
	if (!(map instanceof Y.Map) || !OLD_KEYS.some((key) => map.has(key))) return;
	const values: EntityValues = {};
	map.forEach((value: unknown, key: string) => {
		if (isJson(value)) values[key] = value;
	});
	const before: Readonly<EntityValues> = { ...values };
	for (const key of migrateValues(values)) edit.set({ table: ENTITIES, row, key }, undefined);
	for (const [key, value] of Object.entries(values)) {
		if (before[key] !== value) edit.set({ table: ENTITIES, row, key }, value);
	}
}
