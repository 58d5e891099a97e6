import { mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeyBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { checkField } from '../components/component.ts';
import { fieldOfKey, isComponentName } from '../components/registry.ts';
import { formatPlace, parseName } from '../entity.ts';
import type { EditLabel, SceneDocument } from '../scene.ts';
import type { CommandError, CommandResult } from './command.ts';

/** An entity to be: `values` by key as stored (`position`, `mesh`, `mesh.geometry` …), children below it. */
export type EntityDraft = {
	readonly name: string;
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly children?: readonly EntityDraft[];
};

export type AddOptions = { readonly label?: EditLabel; readonly random?: Random };

/** Adds entities (with their children) at the end of a parent's; returns the ids of the drafts, in order. */
export function addEntities(
	scene: SceneDocument,
	drafts: readonly EntityDraft[],
	parentId: EntityId | null,
	{ label = 'add', random = systemRandom }: AddOptions = {},
): CommandResult<readonly EntityId[]> {
	const { entities, hierarchy } = scene.snapshot;
	if (parentId !== null && !entities.has(parentId)) {
		return err({ reason: 'not-found', message: 'The entity to add to is gone. Choose another parent.' });
	}
	for (const draft of drafts) {
		const problem = checkDraft(draft);
		if (problem) return err(problem);
	}
	const last = hierarchy.childrenOf.get(parentId)?.at(-1);
	let order = last === undefined ? null : (entities.get(last)?.place.order ?? null);
	const ids: EntityId[] = [];
	scene.edit(label, 'edit', (edit) => {
		const create = (draft: EntityDraft, parent: EntityId | null, orderKey: string): EntityId => {
			const id = mintEntityId();
			const place = formatPlace({ parentId: parent, order: orderKey, previousParentId: null });
			edit.create(id, { name: parseName(draft.name) ?? draft.name, place, ...draft.values });
			let childOrder: string | null = null;
			for (const child of draft.children ?? []) {
				childOrder = orderKeyBetween(childOrder, null, random);
				create(child, id, childOrder);
			}
			return id;
		};
		for (const draft of drafts) {
			order = orderKeyBetween(order, null, random);
			ids.push(create(draft, parentId, order));
		}
	});
	return ok(ids);
}

function checkDraft(draft: EntityDraft): CommandError | undefined {
	if (parseName(draft.name) === undefined) {
		return { reason: 'invalid-value', message: 'An entity needs a name of at least one visible character.' };
	}
	for (const [key, value] of Object.entries(draft.values)) {
		if (isComponentName(key) && value === true) continue;
		const declared = fieldOfKey(key);
		if (!declared)
			return { reason: 'unknown-field', message: `“${draft.name}” cannot have the field “${key}”.` };
		const checked = checkField(declared.field, value);
		if (!checked.ok) {
			const shown = JSON.stringify(value);
			return {
				reason: 'invalid-value',
				message: `“${draft.name}”: ${key} ${checked.error}, but was ${shown}.`,
			};
		}
	}
	for (const child of draft.children ?? []) {
		const problem = checkDraft(child);
		if (problem) return problem;
	}
	return undefined;
}
