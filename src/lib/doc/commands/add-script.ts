import { isId, type DocumentId, type EntityId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { mintScriptSlot, scriptKey, type ScriptSlot } from '../components/entity-scripts.ts';
import type { SceneDocument } from '../scene.ts';
import { checkIds, findEntity, quote, refuse } from './check.ts';
import type { CommandResult } from './command.ts';

/**
 * Gives entities one more script, in a slot of its own, beside those that others add meanwhile. Returns the slot; it is
 * the same for all.
 */
export function addScript(
	scene: SceneDocument,
	entityIds: readonly EntityId[],
	source: DocumentId,
	mintSlot: () => ScriptSlot = mintScriptSlot,
): CommandResult<ScriptSlot> {
	const wrong = checkIds(entityIds);
	if (wrong) return err(wrong);
	if (!isId(source))
		return err(refuse(`A script is named by the id of its document, but this was ${quote(source)}.`));
	for (const id of entityIds) {
		const entity = findEntity(scene, id);
		if (!entity.ok) return entity;
	}
	const slot = mintSlot();
	const edited = scene.edit('add-component', 'edit', (edit) => {
		for (const id of entityIds) {
			edit.set(id, slot, true);
			edit.set(id, scriptKey(slot, 'source'), source);
		}
	});
	return edited.ok ? ok(slot) : edited;
}
