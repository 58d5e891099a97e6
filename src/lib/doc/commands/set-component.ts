import type { EntityId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { isComponentKey, keysOf, type ComponentKey } from '../components/registry.ts';
import { isOverrideKey, PREFAB } from '../prefabs/overrides.ts';
import type { SceneDocument } from '../scene.ts';
import { checkIds, findEntity, quote, refuse } from './check.ts';
import type { CommandResult } from './command.ts';

/** Gives entities a component with default fields, or takes it away with all of them. */
export function setComponent(
	scene: SceneDocument,
	entityIds: readonly EntityId[],
	component: Exclude<ComponentKey, 'transform'>,
	present: boolean,
): CommandResult {
	// Scripts and plugins may ask for anything.
	if (typeof component !== 'string' || !isComponentKey(component) || (component as string) === 'transform') {
		const message = `The component ${quote(component)} cannot be added or removed.`;
		return err({ reason: 'unknown-field', message });
	}
	const wrong = checkIds(entityIds);
	if (wrong) return err(wrong);
	if (typeof present !== 'boolean')
		return err(refuse(`A component is added (true) or removed (false), but this was ${quote(present)}.`));
	for (const id of entityIds) {
		const entity = findEntity(scene, id);
		if (!entity.ok) return entity;
	}
	const edited = scene.edit(present ? 'add-component' : 'remove-component', 'edit', (edit) => {
		for (const id of entityIds) {
			if (present && edit.get(id, component) === true) continue;
			edit.set(id, component, present ? true : undefined);
			for (const key of keysOf(component, scene.find(id)!)) edit.set(id, key, undefined);
			if (component === PREFAB) for (const key of overridesIn(scene, id)) edit.set(id, key, undefined);
		}
	});
	return edited.ok ? ok() : edited;
}

/** An instance that is one no more keeps nothing for the next prefab that it may be of. */
const overridesIn = (scene: SceneDocument, id: EntityId): string[] =>
	Object.keys(scene.find(id)?.values ?? {}).filter(isOverrideKey);
