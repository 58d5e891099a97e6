import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { storableValue } from '../components/component.ts';
import {
	fieldOfKey,
	isComponentKey,
	keysOf,
	readDeclared,
	type ComponentKey,
} from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import { mergeEntity, type Merged } from '../prefabs/derive-entity.ts';
import {
	innerPathOf,
	instanceOf,
	isEntityPath,
	type EntityPath,
	type InnerPath,
} from '../prefabs/entity-path.ts';
import { locateEntity } from '../prefabs/locate-entity.ts';
import { formatOverrideKey, parseOverrideKey, PREFAB_SOURCE } from '../prefabs/overrides.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import type { SceneDocument } from '../scene.ts';
import { checkName, checkValue, quote, refuse } from './check.ts';
import { checkSource, findInstance } from './check-prefab.ts';
import type { CommandError, CommandResult } from './command.ts';

/**
 * What an instance shall say about an entity that it shows. `key`: a field's; or a component's, with `true` to add it
 * and `false` to take it away; or `name`; or `removed`, with `true` to do without the entity. Undefined: as the prefab says.
 */
export type OverrideEdit = {
	readonly id: EntityPath;
	readonly key: string;
	readonly value: JsonValue | undefined;
};

/** Overrides what instances show, as one gesture. What the prefab says already is not stored. */
export function setOverrides(
	scene: SceneDocument,
	sources: PrefabSources,
	edits: readonly OverrideEdit[],
	label = 'override',
): CommandResult {
	const given: unknown = edits;
	if (!Array.isArray(given)) return err(refuse(`Overrides come as a list, but this was ${quote(given)}.`));
	const drafts = new Map<EntityPath, OverrideDraft>();
	for (const edit of given as readonly (OverrideEdit | null | undefined)[]) {
		if (!edit) return err(refuse(`An override names entity, key and value, but this was ${quote(edit)}.`));
		const { id, key, value } = edit;
		const draft = drafts.get(id) ?? startDraft(scene, sources, id);
		if ('reason' in draft) return err(draft);
		drafts.set(id, draft);
		const problem = draft.set(key, value) ?? checkNested(scene, sources, key, value);
		if (problem) return err({ ...problem, entityId: instanceOf(id) });
	}
	const edited = scene.edit(label, 'edit', (edit) => {
		for (const [id, { writes }] of drafts) {
			for (const [key, value] of writes) edit.set(instanceOf(id), key, value);
		}
	});
	return edited.ok ? ok() : edited;
}

/** Begins to override what an instance of this scene shows; the error says why that cannot be. */
function startDraft(
	scene: SceneDocument,
	sources: PrefabSources,
	id: EntityPath,
): OverrideDraft | CommandError {
	if (typeof id !== 'string' || !isEntityPath(id))
		return { reason: 'not-found', message: `${quote(id)} is nothing that a prefab shows.` };
	const instance = findInstance(scene, instanceOf(id));
	if (!instance.ok) return instance.error;
	const found = findOverridden(scene, sources, instance.value, innerPathOf(id));
	return found.ok ? new OverrideDraft(instance.value, innerPathOf(id), found.value) : found.error;
}

const checkNested = (scene: SceneDocument, sources: PrefabSources, key: string, value?: JsonValue) =>
	key === PREFAB_SOURCE && typeof value === 'string'
		? checkSource(scene, sources, value as Parameters<typeof checkSource>[2])
		: undefined;

/** What an entity would be without the overrides of this very instance. */
export function findOverridden(
	{ document }: SceneDocument,
	sources: PrefabSources,
	instance: EntitySnapshot,
	inner: InnerPath,
): Result<Merged, CommandError> {
	const self = document.kind === 'prefab' ? document.id : null;
	const found = locateEntity({ sources, self }, instance, inner);
	if (typeof found !== 'string') {
		const { frame, base, id } = found;
		const layers = frame.layers.filter(({ before }) => before !== '');
		return ok(mergeEntity(frame, base, id, layers));
	}
	const why =
		found === 'gone'
			? 'That was deleted from its prefab, or never was in it.'
			: 'Its prefab is not here yet, or cannot be shown.';
	const message = `“${instance.name}” has nothing there to override. ${why}`;
	return err({ reason: 'not-found', message, entityId: instance.id });
}

/** The registers of one overridden entity, as they shall be written. */
export class OverrideDraft {
	readonly writes = new Map<string, JsonValue | undefined>();
	readonly #instance: Pick<EntitySnapshot, 'values'>;
	readonly #inner: InnerPath;
	/** What it would be without any of them. */
	readonly #inherited: Merged;

	constructor(instance: Pick<EntitySnapshot, 'values'>, inner: InnerPath, inherited: Merged) {
		this.#instance = instance;
		this.#inner = inner;
		this.#inherited = inherited;
	}

	/** Says something about the entity, after what was said before; the error says why it cannot be. */
	set(key: string, value: JsonValue | undefined): CommandError | undefined {
		if (key === 'name') return this.#setName(value);
		if (key === 'removed') return this.#setRemoved(value);
		return isComponentKey(key) ? this.#setComponent(key, value) : this.#setField(key, value);
	}

	#setName(value: JsonValue | undefined): CommandError | undefined {
		const name = value === undefined ? ok(undefined) : checkName(value);
		if (!name.ok) return name.error;
		this.#write('name', name.value === this.#inherited.name ? undefined : name.value);
		return undefined;
	}

	#setRemoved(value: JsonValue | undefined): CommandError | undefined {
		if (value !== undefined && typeof value !== 'boolean') return this.#refuse('removed', value);
		this.#write('removed', value === this.#inherited.removed ? undefined : value);
		return undefined;
	}

	#setComponent(name: ComponentKey, value: JsonValue | undefined): CommandError | undefined {
		if ((value !== undefined && typeof value !== 'boolean') || name === 'transform')
			return this.#refuse(name, value);
		const had = this.#has(name);
		const inherited = this.#inherited.values[name] === true;
		this.#write(name, value === inherited ? undefined : value);
		// It comes back clean, and nothing of it stays behind.
		if (this.#has(name) && had) return undefined;
		for (const key of this.#keysOf(name)) this.#write(key, undefined);
		return undefined;
	}

	#setField(key: string, value: JsonValue | undefined): CommandError | undefined {
		if (value === undefined) return void this.#write(key, undefined);
		const { name, values } = this.#inherited;
		const problem = checkValue(name, key, value);
		const declared = fieldOfKey(key);
		if (problem || !declared) return problem;
		if (!this.#has(declared.component)) {
			const message = `“${name}” has no ${declared.component}, so ${key} cannot be set. Add the component first.`;
			return { reason: 'unknown-field', message };
		}
		const isInherited = declared.component === 'transform' || values[declared.component] === true;
		const inherited = isInherited ? readDeclared(this.#inherited, declared) : declared.field.default;
		this.#write(key, jsonEqual(inherited, value) ? undefined : storableValue(value));
		return undefined;
	}

	#has(component: ComponentKey): boolean {
		const key = this.#keyOf(component);
		const own = this.writes.has(key) ? this.writes.get(key) : this.#instance.values[key];
		if (typeof own === 'boolean') return own;
		return component === 'transform' || this.#inherited.values[component] === true;
	}

	/** All that is, or shall be, overridden of a component, and what could be. */
	#keysOf(name: ComponentKey): readonly string[] {
		const own: Record<string, JsonValue> = {};
		for (const text of [...Object.keys(this.#instance.values), ...this.writes.keys()]) {
			const override = parseOverrideKey(text);
			if (override?.inner === this.#inner) own[override.key] = true;
		}
		return keysOf(name, { values: own });
	}

	#refuse(key: string, value: JsonValue | undefined): CommandError {
		const message = `“${this.#inherited.name}”: ${key} can only be there (true), or not (false), but was ${quote(value)}.`;
		return { reason: 'invalid-value', message };
	}

	#write(key: string, value: JsonValue | undefined): void {
		this.writes.set(this.#keyOf(key), value);
	}

	readonly #keyOf = (key: string): string => formatOverrideKey({ inner: this.#inner, key });
}
