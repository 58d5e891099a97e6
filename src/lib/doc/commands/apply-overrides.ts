import { systemClock, type Clock } from '../../base/clock.ts';
import { isId, type DocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import {
	fieldOfKey,
	hasComponent,
	keysOf,
	isComponentKey,
	type ComponentKey,
} from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import { splitInner, type InnerPath } from '../prefabs/entity-path.ts';
import {
	formatOverrideKey,
	overridesOf,
	parseOverrideKey,
	prefabOf,
	PREFAB_SOURCE,
	type OverrideKey,
} from '../prefabs/overrides.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import { entityNamedBy } from '../prefabs/references.ts';
import type { SceneDocument } from '../scene.ts';
import { toStored } from './check.ts';
import { checkSource, findInstance } from './check-prefab.ts';
import type { CommandError, CommandResult } from './command.ts';
import { withDescendants } from './remove-entities.ts';
import { checkChoices, chosenOverrides, type OverrideChoice } from './revert-overrides.ts';
import { findOverridden, OverrideDraft } from './set-overrides.ts';
import { dayOf } from './sweep-entities.ts';

export type Applied = {
	/** The instance's registers that are written in the prefab now, and gone from the instance. */
	readonly applied: readonly string[];
	/** Those that could not be: what they name is not in the prefab, or refers to something outside of it. */
	readonly kept: readonly string[];
};

/**
 * Makes what an instance overrides so in its prefab itself, for all instances: the chosen overrides, or all. What is
 * inside of a nested instance becomes an override of that one. Edits both documents: make it one gesture.
 */
export function applyOverrides(
	scene: SceneDocument,
	sources: PrefabSources,
	instanceId: EntityId,
	which?: readonly OverrideChoice[],
	clock: Pick<Clock, 'now'> = systemClock,
): CommandResult<Applied> {
	const instance = findInstance(scene, instanceId);
	if (!instance.ok) return instance;
	const wrong = checkChoices(which);
	if (wrong) return err(wrong);
	const { name, values } = instance.value;
	const prefab = findPrefab(scene, sources, instance.value);
	if ('reason' in prefab) return err({ ...prefab, entityId: instanceId });
	const invalid = new Set(overridesOf(instance.value).invalid);
	const chosen = chosenOverrides(instance.value, which).filter((key) => !invalid.has(key));
	const plan = new PrefabPlan(prefab, sources, dayOf(clock.now()));
	const applied = sortForApplying(chosen).filter((text) => plan.take(text, values[text] as JsonValue));
	if (applied.length === 0) {
		const message = `“${name}” overrides nothing that its prefab could take over.`;
		return err({ reason: 'nothing-to-do', message, entityId: instanceId });
	}
	const written = prefab.edit('apply-overrides', 'edit', (edit) => {
		for (const { id, key, value } of plan.writes()) edit.set(id, key, value);
	});
	if (!written.ok) return written;
	const edited = scene.edit('apply-overrides', 'edit', (edit) => {
		for (const key of applied) edit.set(instanceId, key, undefined);
	});
	const done = new Set(applied);
	return edited.ok ? ok({ applied, kept: chosen.filter((key) => !done.has(key)) }) : edited;
}

function findPrefab(
	scene: SceneDocument,
	sources: PrefabSources,
	instance: EntitySnapshot,
): SceneDocument | CommandError {
	const id = prefabOf(instance);
	const prefab = id ? sources(id)?.document : undefined;
	if (!prefab) {
		const message = `The prefab of “${instance.name}” is not here yet, so that nothing can be written into it.`;
		return { reason: 'not-found', message };
	}
	return scene.document.refusal ?? prefab.document.refusal ?? prefab;
}

/** Components before their fields, which would be refused without. */
const sortForApplying = (keys: readonly string[]): string[] =>
	keys.toSorted((a, b) => Number(isField(a)) - Number(isField(b)) || (a < b ? -1 : 1));

const isField = (text: string): boolean => !isComponentKey(parseOverrideKey(text)?.key ?? '');

type Write = { readonly id: EntityId; readonly key: string; readonly value: JsonValue | undefined };

/** What overrides write into the prefab's own entities. */
class PrefabPlan {
	readonly #prefab: SceneDocument;
	readonly #sources: PrefabSources;
	readonly #day: number;
	readonly #own = new Map<EntityId, Map<string, JsonValue | undefined>>();
	readonly #nested = new Map<InnerPath, { readonly id: EntityId; readonly draft: OverrideDraft }>();

	constructor(prefab: SceneDocument, sources: PrefabSources, day: number) {
		this.#prefab = prefab;
		this.#sources = sources;
		this.#day = day;
	}

	/** False when an override cannot be written there: what it names is gone, or it refers to the scene. */
	take(text: string, value: JsonValue): boolean {
		const override = parseOverrideKey(text);
		if (!override) return false;
		const { inner, key } = override;
		const { first, rest } = splitInner(inner);
		const entity = this.#prefab.snapshot.entities.get(first);
		if (!entity || entityNamedBy(key, value) !== undefined) return false;
		const source = key === PREFAB_SOURCE && isId(value) ? (value as DocumentId) : null;
		if (source && checkSource(this.#prefab, this.#sources, source)) return false;
		return rest === null
			? this.#takeOwn(entity, key, value)
			: this.#takeNested(entity, inner, { inner: rest, key }, value);
	}

	*writes(): Generator<Write> {
		for (const [id, values] of this.#own) for (const [key, value] of values) yield { id, key, value };
		for (const { id, draft } of this.#nested.values()) {
			for (const [key, value] of draft.writes) yield { id, key, value };
		}
	}

	#takeOwn(entity: EntitySnapshot, key: string, value: JsonValue): boolean {
		const { id } = entity;
		if (key === 'removed') {
			for (const below of value === true ? withDescendants(this.#prefab.snapshot, id) : []) {
				this.#write(below, 'removed', this.#day);
			}
			return true;
		}
		if (isComponentKey(key)) {
			const present = value === true;
			if (present && this.#has(entity, key)) return true;
			this.#write(id, key, present || undefined);
			for (const field of keysOf(key, entity)) this.#write(id, field, undefined);
			return true;
		}
		const component = fieldOfKey(key)?.component;
		if (component && !this.#has(entity, component)) return false;
		this.#write(id, key, toStored(key, value));
		return true;
	}

	#takeNested(entity: EntitySnapshot, path: InnerPath, override: OverrideKey, value: JsonValue): boolean {
		const { inner, key } = override;
		let nested = this.#nested.get(path);
		if (!nested) {
			const inherited = findOverridden(this.#prefab, this.#sources, entity, inner);
			if (!inherited.ok) return false;
			nested = { id: entity.id, draft: new OverrideDraft(entity, inner, inherited.value) };
			this.#nested.set(path, nested);
		}
		if (isKnownOverride(key)) return nested.draft.set(key, value) === undefined;
		this.#write(entity.id, formatOverrideKey(override), value);
		return true;
	}

	#has(entity: EntitySnapshot, component: ComponentKey): boolean {
		const written = this.#own.get(entity.id);
		return written?.has(component) ? written.get(component) === true : hasComponent(entity, component);
	}

	#write(id: EntityId, key: string, value: JsonValue | undefined): void {
		const values = this.#own.get(id) ?? new Map<string, JsonValue | undefined>();
		this.#own.set(id, values.set(key, value));
	}
}

const isKnownOverride = (key: string): boolean =>
	key === 'name' || key === 'removed' || isComponentKey(key) || fieldOfKey(key) !== undefined;
