import { isId, mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeyBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { formatPlace } from '../entity.ts';
import type { EditLabel } from '../live-document.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import { entityNamedBy } from '../prefabs/references.ts';
import type { SceneDocument, SceneEdit } from '../scene.ts';
import {
	checkComponent,
	checkDepth,
	checkName,
	checkReference,
	checkRoom,
	checkValue,
	depthOf,
	findEntity,
	MAX_ENTITIES,
	quote,
	refuse,
	toStored,
} from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';

/** An entity to be: `values` by key as stored (`position`, `mesh`, `mesh.geometry` …), children below it. */
export type EntityDraft = {
	readonly name: string;
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly children?: readonly EntityDraft[];
	/** Its id, for other drafts of the same command to name; a new one otherwise. */
	readonly id?: EntityId;
};

export type AddOptions = {
	readonly label?: EditLabel;
	readonly random?: Random;
	readonly mintId?: () => EntityId;
};

/** Adds entities (with their children) at the end of a parent's; returns the ids of the drafts, in order. */
export function addEntities(
	scene: SceneDocument,
	drafts: readonly EntityDraft[],
	parentId: EntityId | null,
	{ label = 'add', random = systemRandom, mintId = mintEntityId }: AddOptions = {},
): CommandResult<readonly EntityId[]> {
	const { snapshot } = scene;
	const parent = parentId === null ? ok() : findEntity(scene, parentId);
	if (!parent.ok) return parent;
	const problem = checkDrafts(drafts, depthOf(snapshot, parentId) + 1) ?? checkAgainst(scene, drafts);
	if (problem) return err(problem);
	const ids: EntityId[] = [];
	const edited = scene.edit(label, 'edit', (edit) => {
		const orders = placeAmong(edit, snapshot, { parentId, beforeId: null }, drafts.length, random);
		drafts.forEach((draft, i) => {
			ids.push(createDraft(edit, draft, parentId, orders[i] ?? 'a0', random, mintId));
		});
	});
	return edited.ok ? ok(ids) : edited;
}

function createDraft(
	edit: SceneEdit,
	draft: EntityDraft,
	parentId: EntityId | null,
	order: string,
	random: Random,
	mintId: () => EntityId,
): EntityId {
	const id = draft.id ?? mintId();
	const place = formatPlace({ parentId, order, previousParentId: null });
	const values: Record<string, JsonValue> = { name: draft.name.trim(), place };
	for (const [key, value] of Object.entries(draft.values)) {
		const stored = toStored(key, value);
		if (stored !== undefined) values[key] = stored;
	}
	edit.create(id, values);
	let childOrder: string | null = null;
	for (const child of draft.children ?? []) {
		childOrder = orderKeyBetween(childOrder, null, random);
		createDraft(edit, child, id, childOrder, random, mintId);
	}
	return id;
}

/** What is wrong with drafts or anything below them, wherever they go; undefined when nothing is. */
export function checkDrafts(drafts: readonly EntityDraft[], depth = 0): CommandError | undefined {
	const counted = { count: 0 };
	return checkAll(drafts, depth, counted);
}

function checkAll(
	drafts: unknown,
	depth: number,
	counted: { count: number },
	above = 'The root',
): CommandError | undefined {
	if (!Array.isArray(drafts))
		return refuse(`${above} takes a list of entities to add, but this was ${quote(drafts)}.`);
	for (const draft of drafts as readonly unknown[]) {
		if (++counted.count > MAX_ENTITIES) {
			const message = `One command adds at most ${MAX_ENTITIES} entities, and this is more. Add them in parts.`;
			return { reason: 'too-large', message };
		}
		const problem = checkDraft(draft, depth, counted);
		if (problem) return problem;
	}
	return undefined;
}

function checkDraft(draft: unknown, depth: number, counted: { count: number }): CommandError | undefined {
	if (typeof draft !== 'object' || draft === null)
		return refuse(`An entity to add has a name and values, but this was ${quote(draft)}.`);
	const { name: text, values, children, id } = draft as { readonly [Key in keyof EntityDraft]?: unknown };
	const checked = checkName(text);
	if (!checked.ok) return checked.error;
	const name = checked.value;
	if (id !== undefined && !isId(id)) return refuse(`“${name}”: ${quote(id)} is no id of an entity.`);
	if (typeof values !== 'object' || values === null || Array.isArray(values))
		return refuse(`“${name}”: values come by field, but were ${quote(values)}.`);
	const given = values as EntityDraft['values'];
	for (const [key, value] of Object.entries(given)) {
		const problem = checkValue(name, key, value) ?? checkComponent(name, { values: given }, key);
		if (problem) return problem;
	}
	const tooDeep = checkDepth(name, depth);
	return (
		tooDeep ?? (children === undefined ? undefined : checkAll(children, depth + 1, counted, `“${name}”`))
	);
}

/** What only the scene can say: whether there is room, and whether entities that are named exist. */
function checkAgainst(scene: SceneDocument, drafts: readonly EntityDraft[]): CommandError | undefined {
	let count = 0;
	const ids = new Set<string>();
	const taken = collectIds(scene, drafts, ids);
	if (taken) return taken;
	const visit = (list: readonly EntityDraft[]): CommandError | undefined => {
		for (const { name, values, children = [] } of list) {
			count++;
			for (const [key, value] of Object.entries(values)) {
				const problem = checkReference(scene, name, key, value);
				if (problem && !namesOneOf(ids, key, value)) return problem;
			}
			const problem = visit(children);
			if (problem) return problem;
		}
		return undefined;
	};
	return visit(drafts) ?? checkRoom(scene, count);
}

/** Whether a value names a draft of the same command, or something that an instance among them shows. */
function namesOneOf(ids: ReadonlySet<string>, key: string, value: JsonValue): boolean {
	const named = entityNamedBy(key, value);
	return named !== undefined && isExpandedId(named) && ids.has(instanceOf(named));
}

/** The ids that drafts bring along; each must be new. */
function collectIds(
	scene: SceneDocument,
	drafts: readonly EntityDraft[],
	ids: Set<string>,
): CommandError | undefined {
	for (const { id, name, children = [] } of drafts) {
		if (id !== undefined && (ids.has(id) || scene.find(id)))
			return refuse(`“${name}”: the id ${quote(id)} is taken. Leave it out, and it gets a new one.`);
		if (id !== undefined) ids.add(id);
		const taken = collectIds(scene, children, ids);
		if (taken) return taken;
	}
	return undefined;
}
