import type { DocumentId, EntityId } from '../base/ids.ts';
import { ok } from '../base/result.ts';
import { addInstance } from '../doc/commands/add-instance.ts';
import { applyOverrides, type Applied } from '../doc/commands/apply-overrides.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { createPrefab } from '../doc/commands/create-prefab.ts';
import { detachInstance } from '../doc/commands/detach-instance.ts';
import { revertOverrides, type OverrideChoice } from '../doc/commands/revert-overrides.ts';
import { innerPathOf, instanceOf, joinPath, type EntityPath } from '../doc/prefabs/entity-path.ts';
import { locateEntity } from '../doc/prefabs/locate-entity.ts';
import type { PrefabSource, PrefabSources } from '../doc/prefabs/prefab-source.ts';
import { overridesOf, prefabOf, type EntityOverride } from '../doc/prefabs/overrides.ts';
import type { SceneDocument } from '../doc/scene.ts';
import type { Selection } from '../editor/selection.ts';
import { m } from '../paraglide/messages.js';

type Point = readonly [number, number, number];

type Options = {
	readonly scene: SceneDocument;
	readonly sources: PrefabSources;
	readonly selection: Selection;
	/** Makes one gesture of what it runs, if one may edit. */
	readonly edit: <T>(run: () => CommandResult<T>) => CommandResult<T>;
};

/** One entity of a prefab that an instance has otherwise. */
export type InstanceChange = {
	readonly id: EntityPath;
	/** Null: the prefab has it no more. */
	readonly name: string | null;
	/** The instance does without it. */
	readonly removed: boolean;
	/** In how many registers. */
	readonly count: number;
};

/** The instances of prefabs in one scene: made, placed, taken back to their prefab, or apart. */
export class SceneInstances {
	#options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	/** The instance that an entity is, or is shown by; undefined for what is of no prefab. */
	instanceAt(id: EntityId): EntityId | undefined {
		const instance = this.#options.scene.snapshot.entities.get(instanceOf(id));
		return instance && prefabOf(instance) !== undefined ? instance.id : undefined;
	}

	/** The instance that is selected, or of which something is; undefined for none, and for several. */
	get selected(): EntityId | undefined {
		const found = new Set(this.#options.selection.ids.map((id) => this.instanceAt(id)));
		const [first] = found;
		return found.size === 1 ? first : undefined;
	}

	/** What an instance shows, as far as it is here. */
	prefabAt(id: EntityId): { readonly id: DocumentId; readonly source: PrefabSource | undefined } | undefined {
		const instance = this.#options.scene.snapshot.entities.get(id);
		const prefabId = instance && prefabOf(instance);
		return prefabId ? { id: prefabId, source: this.#options.sources(prefabId) } : undefined;
	}

	/** How much the instance has otherwise than its prefab. */
	countOverrides(id: EntityId): number {
		return this.changes(id).reduce((sum, { count }) => sum + count, 0);
	}

	/** The registers in which an entity that an instance shows is overridden there. */
	overriddenKeys(id: EntityPath): ReadonlySet<string> {
		const instance = this.#options.scene.snapshot.entities.get(instanceOf(id));
		return keysOf(instance && overridesOf(instance).byPath.get(innerPathOf(id)));
	}

	/** What the instance has otherwise, by entity. */
	changes(id: EntityId): readonly InstanceChange[] {
		const { scene, sources } = this.#options;
		const instance = scene.snapshot.entities.get(id);
		if (!instance) return [];
		const self = scene.document.kind === 'prefab' ? scene.document.id : null;
		return [...overridesOf(instance).byPath].map(([inner, override]) => {
			const found = locateEntity({ sources, self }, instance, inner);
			return {
				id: joinPath(id, inner),
				name: typeof found === 'string' ? null : found.shown.name,
				removed: override.removed === true,
				count: keysOf(override).size,
			};
		});
	}

	/** Puts an instance into the scene, and selects it. */
	add(prefabId: DocumentId, at: Point): CommandResult<EntityId> {
		const { scene, sources, selection, edit } = this.#options;
		return edit(() => {
			const added = addInstance(scene, sources, prefabId, { values: { position: [...at] } });
			if (added.ok) selection.set([added.value]);
			return added;
		});
	}

	/** Makes an empty prefab of what is selected, and lists it; an instance takes its place. */
	create(prefab: SceneDocument, list: () => CommandResult): CommandResult<EntityId> {
		const { scene, sources, selection, edit } = this.#options;
		return edit(() => {
			const made = createPrefab(scene, sources, prefab, selection.ids);
			const listed = made.ok ? list() : made;
			if (!made.ok || !listed.ok) return listed.ok ? made : listed;
			selection.set([made.value]);
			return made;
		});
	}

	/** Takes what an instance has otherwise back to its prefab: what was chosen, or all. */
	revert(id: EntityId, which?: readonly OverrideChoice[]): CommandResult {
		return this.#options.edit(() => revertOverrides(this.#options.scene, id, which));
	}

	/** Makes what an instance has otherwise so in its prefab, for all its instances: what was chosen, or all. */
	apply(id: EntityId, which?: readonly OverrideChoice[]): CommandResult<Applied> {
		const { scene, sources, edit } = this.#options;
		return edit(() => applyOverrides(scene, sources, id, which));
	}

	/** Makes entities of the scene of what an instance shows. */
	detach(id: EntityId): CommandResult {
		const { scene, sources, edit } = this.#options;
		return edit(() => {
			const detached = detachInstance(scene, sources, id);
			if (detached.ok) this.#options.selection.set([id]);
			return detached.ok ? ok() : detached;
		});
	}

	/** Why of what is selected no prefab can be made; undefined when it can. */
	get whyNoPrefab(): string | undefined {
		const { selection, scene } = this.#options;
		if (selection.ids.length === 0) return m.studio_why_no_selection();
		const inside = selection.ids.some((id) => !scene.snapshot.entities.has(id));
		return inside ? m.prefabs_why_inside() : undefined;
	}
}

function keysOf(override: EntityOverride | undefined): ReadonlySet<string> {
	if (!override) return new Set();
	const { name, removed, components, values } = override;
	return new Set([
		...(name === undefined ? [] : ['name']),
		...(removed === undefined ? [] : ['removed']),
		...components.keys(),
		...Object.keys(values),
	]);
}
