import { mintEntityId, type EntityId } from '../../base/ids.ts';
import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { orderKeyBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { fieldOfKey } from '../components/registry.ts';
import { formatPlace } from '../entity.ts';
import { MAX_DEPTH } from '../hierarchy.ts';
import type { EditLabel } from '../live-document.ts';
import type { SceneDocument, SceneEdit } from '../scene.ts';
import { checkName, checkValue, findEntity } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';

/** An entity to be: `values` by key as stored (`position`, `mesh`, `mesh.geometry` …), children below it. */
export type EntityDraft = {
	readonly name: string;
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly children?: readonly EntityDraft[];
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
	for (const draft of drafts) {
		const problem = checkDraft(draft);
		if (problem) return err(problem);
	}
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
	const id = mintId();
	const place = formatPlace({ parentId, order, previousParentId: null });
	const values = Object.entries(draft.values).filter(
		([key, value]) => !jsonEqual(fieldOfKey(key)?.field.default, value),
	);
	edit.create(id, { name: draft.name.trim(), place, ...Object.fromEntries(values) });
	let childOrder: string | null = null;
	for (const child of draft.children ?? []) {
		childOrder = orderKeyBetween(childOrder, null, random);
		createDraft(edit, child, id, childOrder, random, mintId);
	}
	return id;
}

/** What is wrong with a draft or anything below it; undefined when nothing is. */
export function checkDraft(draft: EntityDraft, depth = 0): CommandError | undefined {
	const name = checkName(draft.name);
	if (!name.ok) return name.error;
	if (depth >= MAX_DEPTH) {
		const message = `“${name.value}” would lie below more than ${MAX_DEPTH} others. Nest less deeply.`;
		return { reason: 'too-large', message };
	}
	for (const [key, value] of Object.entries(draft.values)) {
		const problem = checkValue(name.value, key, value);
		if (problem) return problem;
	}
	for (const child of draft.children ?? []) {
		const problem = checkDraft(child, depth + 1);
		if (problem) return problem;
	}
	return undefined;
}
