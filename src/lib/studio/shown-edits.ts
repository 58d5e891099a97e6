import type { DocumentId, EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { ok } from '../base/result.ts';
import { addScript } from '../doc/commands/add-script.ts';
import type { CommandError, CommandResult } from '../doc/commands/command.ts';
import { fieldNamed, keyIn, pasteComponent, type PastedComponent } from '../doc/commands/paste-component.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { setComponent } from '../doc/commands/set-component.ts';
import { renameEntity, setFields, type FieldEdit } from '../doc/commands/set-fields.ts';
import { setOverrides, type OverrideEdit } from '../doc/commands/set-overrides.ts';
import { mintScriptSlot, scriptKey, slotToPaste, type ScriptSlot } from '../doc/components/entity-scripts.ts';
import {
	fieldOfKey,
	hasComponent,
	keysOf,
	type ComponentKey,
	type DeclaredField,
} from '../doc/components/registry.ts';
import { instanceOf, isEntityPath } from '../doc/prefabs/entity-path.ts';
import { entityNamedBy } from '../doc/prefabs/references.ts';
import type { PrefabSources } from '../doc/prefabs/prefab-source.ts';
import type { SceneDocument, SceneSnapshot } from '../doc/scene.ts';
import { m } from '../paraglide/messages.js';

/** Edits of what a scene shows: its own entities are written, what is out of a prefab is overridden in its instance. */
export class ShownEdits {
	#scene: SceneDocument;
	#sources: PrefabSources;
	#shown: () => SceneSnapshot;

	constructor(scene: SceneDocument, sources: PrefabSources, shown: () => SceneSnapshot) {
		this.#scene = scene;
		this.#sources = sources;
		this.#shown = shown;
	}

	setFields(edits: readonly FieldEdit[]): CommandResult {
		const overrides = edits.flatMap(({ entityId, key, value }) => toOverride(entityId, key, value));
		const own = edits.filter(({ entityId }) => !isEntityPath(entityId));
		return this.#both(overrides, own, () => setFields(this.#scene, own));
	}

	rename(id: EntityId, name: string): CommandResult {
		return isEntityPath(id)
			? setOverrides(this.#scene, this.#sources, [{ id, key: 'name', value: name }])
			: renameEntity(this.#scene, id, name);
	}

	setComponent(
		ids: readonly EntityId[],
		component: Exclude<ComponentKey, 'transform'>,
		present: boolean,
	): CommandResult {
		const overrides = ids.flatMap((id) => toOverride(id, component, present));
		const own = ownOf(ids);
		return this.#both(overrides, own, () => setComponent(this.#scene, own, component, present));
	}

	/** Gives entities one more script. */
	addScript(ids: readonly EntityId[], source: DocumentId): CommandResult {
		const slot = mintScriptSlot();
		const own = ownOf(ids);
		const overrides = ids.flatMap((id) => [
			...toOverride(id, slot, true),
			...toOverride(id, scriptKey(slot, 'source'), source),
		]);
		return this.#both(overrides, own, () => {
			const added = addScript(this.#scene, own, source, () => slot);
			return added.ok ? ok() : added;
		});
	}

	/** Deletes entities; an instance does without what of its prefab is among them. */
	remove(ids: readonly EntityId[]): CommandResult {
		const own = ownOf(ids);
		const gone = new Set(own);
		const inside = ids.filter((id) => isEntityPath(id) && !gone.has(instanceOf(id)));
		const overrides = inside.flatMap((id) => toOverride(id, 'removed', true));
		return this.#both(overrides, own, () => removeEntities(this.#scene, own));
	}

	/** Returns the fields that could not come along. */
	paste(
		ids: readonly EntityId[],
		component: PastedComponent,
		values: Readonly<Record<string, JsonValue>>,
	): CommandResult<readonly DeclaredField[]> {
		const own = ownOf(ids);
		let lost: readonly DeclaredField[] = [];
		const fresh = mintScriptSlot();
		const overrides = ids.flatMap((id) => this.#pasteInto(id, component, values, fresh));
		const pasted = this.#both(overrides, own, () => {
			const result = pasteComponent(this.#scene, own, component, values, () => fresh);
			if (result.ok) lost = result.value;
			return result.ok ? ok() : result;
		});
		return pasted.ok ? ok(lost) : pasted;
	}

	/** Why these cannot be moved in the tree, copied or grouped; undefined when they can. */
	whyInside(ids: readonly EntityId[]): CommandError | undefined {
		const inside = ids.find(isEntityPath);
		if (inside === undefined) return undefined;
		const name = this.#shown().entities.get(inside)?.name ?? '';
		const message = m.prefabs_inside({ name });
		return { reason: 'invalid-value', message, entityId: instanceOf(inside) };
	}

	#pasteInto(
		id: EntityId,
		component: PastedComponent,
		values: Readonly<Record<string, JsonValue>>,
		fresh: ScriptSlot,
	): OverrideEdit[] {
		if (!isEntityPath(id)) return [];
		const entity = this.#shown().entities.get(id);
		if (!entity) return [];
		const slot = component === 'script' ? slotToPaste(entity.values, values['source'], fresh) : component;
		const has = hasComponent(entity, slot);
		const edits = new Map<string, JsonValue>();
		for (const key of keysOf(slot, entity)) {
			const field = fieldOfKey(key)?.field;
			if (field && field.kind !== 'entity') edits.set(key, field.default);
		}
		for (const [name, value] of Object.entries(values)) {
			const declared = fieldNamed(component, name);
			// References mean other entities than those of the scene in there.
			if (declared && declared.field.kind !== 'entity' && entityNamedBy(declared.key, value) === undefined)
				edits.set(keyIn(slot, name), value);
		}
		const adding = slot === 'transform' || has ? [] : [{ id, key: slot, value: true }];
		return [...adding, ...Array.from(edits, ([key, value]) => ({ id, key, value }))];
	}

	/** Overrides first: they are refused for more reasons. */
	#both(
		overrides: readonly OverrideEdit[],
		own: readonly unknown[],
		editOwn: () => CommandResult,
	): CommandResult {
		if (overrides.length === 0) return editOwn();
		const overridden = setOverrides(this.#scene, this.#sources, overrides);
		return overridden.ok && own.length > 0 ? editOwn() : overridden;
	}
}

const toOverride = (id: EntityId, key: string, value: JsonValue | undefined): OverrideEdit[] =>
	isEntityPath(id) ? [{ id, key, value }] : [];

const ownOf = (ids: readonly EntityId[]): EntityId[] => ids.filter((id) => !isEntityPath(id));
