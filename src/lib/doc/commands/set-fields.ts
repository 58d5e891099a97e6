import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import type { EditLabel } from '../live-document.ts';
import type { SceneDocument } from '../scene.ts';
import { checkEntityValue, checkName, findEntity, quote, refuse, toStored } from './check.ts';
import type { CommandResult } from './command.ts';

export type FieldEdit = { readonly entityId: EntityId; readonly key: string; readonly value: JsonValue };

/** Sets fields of one or many entities as one gesture. A value equal to the default is not stored. */
export function setFields(
	scene: SceneDocument,
	edits: readonly FieldEdit[],
	label: EditLabel = 'set',
): CommandResult {
	const given: unknown = edits;
	if (!Array.isArray(given)) return err(refuse(`Edits come as a list, but this was ${quote(given)}.`));
	for (const edit of given as readonly (FieldEdit | null | undefined)[]) {
		if (!edit) return err(refuse(`An edit names entity, key and value, but this was ${quote(edit)}.`));
		const { entityId, key, value } = edit;
		const entity = findEntity(scene, entityId);
		if (!entity.ok) return entity;
		const problem = checkEntityValue(scene, entity.value, key, value);
		if (problem) return err(problem);
	}
	const edited = scene.edit(label, 'edit', (edit) => {
		for (const { entityId, key, value } of edits) edit.set(entityId, key, toStored(key, value));
	});
	return edited.ok ? ok() : edited;
}

export function renameEntity(scene: SceneDocument, entityId: EntityId, text: string): CommandResult {
	const entity = findEntity(scene, entityId);
	if (!entity.ok) return entity;
	const name = checkName(text, entityId);
	if (!name.ok) return name;
	const edited = scene.edit('rename', 'edit', (edit) => edit.set(entityId, 'name', name.value));
	return edited.ok ? ok() : edited;
}
