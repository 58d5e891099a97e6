import { mintEntityId, type DocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeysBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { fieldOfKey, type ValueKey } from '../components/registry.ts';
import { referenceOf } from '../components/script-value.ts';
import { formatPlace } from '../entity.ts';
import type { Origin } from '../live-document.ts';
import { blankValues } from '../prefabs/blank-values.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import { isOverrideKey, parseOverrideKey, PREFAB_SOURCE } from '../prefabs/overrides.ts';
import { entityNamedBy, namingEntity, renaming } from '../prefabs/references.ts';
import type { SceneDocument, SceneEdit } from '../scene.ts';
import { checkComponent, checkDepth, checkName, checkRoom, checkValue, toStored } from './check.ts';
import { checkOverride } from './check-override.ts';
import type { CommandError, CommandResult } from './command.ts';
import { nextName } from './duplicate-entities.ts';
import { placeAmong } from './place-among.ts';

/** An entity apart from any document, with all it holds; what it names of its own kind, it names by these ids. */
export type EntityTree = {
	readonly id: EntityId;
	readonly name: string;
	/** By key as stored, overrides of an instance among them. */
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly children: readonly EntityTree[];
};

/** A field that named what is not here: it was left out. */
export type LostReference = { readonly name: string; readonly key: ValueKey };

export type PasteOptions = {
	/** Documents that go by another name here. */
	readonly documents?: ReadonlyMap<DocumentId, DocumentId>;
	/** Whether a document that is named is of this project; what is not, and is no prefab, is left out. */
	readonly knows?: (id: DocumentId) => boolean;
	/** Into a document of its own they go as they are: overrides elsewhere name what is in there. */
	readonly asTheyAre?: boolean;
	readonly origin?: Origin;
	readonly random?: Random;
	readonly mintId?: () => EntityId;
};

export type Pasted = { readonly ids: readonly EntityId[]; readonly lost: readonly LostReference[] };

/** What is wrong with trees, whoever made them; undefined when nothing is. */
export function checkTrees(trees: readonly EntityTree[], depth = 0): CommandError | undefined {
	for (const { name, values, children } of trees) {
		const checked = checkName(name);
		if (!checked.ok) return checked.error;
		for (const [key, value] of Object.entries(values)) {
			const problem = isOverrideKey(key)
				? (checkComponent(name, { values }, PREFAB_SOURCE) ?? checkOverride(name, key, value))
				: (checkValue(name, key, value) ?? checkComponent(name, { values }, key));
			if (problem) return problem;
		}
		const problem = checkDepth(name, depth) ?? checkTrees(children, depth + 1);
		if (problem) return problem;
	}
	return undefined;
}

/**
 * Puts trees at the end of a scene's root, under new ids. What they name among themselves they name still, and what is in
 * this scene as well; references to anything else are left out, and returned.
 */
export function pasteEntities(
	scene: SceneDocument,
	trees: readonly EntityTree[],
	options: PasteOptions = {},
): CommandResult<Pasted> {
	const { random = systemRandom, mintId = mintEntityId, asTheyAre = false, origin = 'edit' } = options;
	const all = trees.flatMap(flatten);
	const problem = checkTrees(trees) ?? checkRoom(scene, all.length);
	if (problem) return err(problem);
	const ids = new Map(all.map(({ id }) => [id, asTheyAre ? id : mintId()]));
	const lost: LostReference[] = [];
	const reader = valueReader(scene, ids, options, lost);
	const taken = new Set([...scene.snapshot.entities.values()].map(({ name }) => name));
	const edited = scene.edit('paste', origin, (edit) => {
		const slot = { parentId: null, beforeId: null };
		const orders = placeAmong(edit, scene.snapshot, slot, trees.length, random);
		trees.forEach((tree, i) => {
			const name = asTheyAre || !taken.has(tree.name) ? tree.name : nextName(tree.name, taken);
			taken.add(name);
			create(edit, { ...tree, name }, { ids, reader, random }, null, orders[i] ?? 'a0');
		});
	});
	return edited.ok ? ok({ ids: trees.map(({ id }) => ids.get(id) as EntityId), lost }) : edited;
}

type Writing = {
	readonly ids: ReadonlyMap<EntityId, EntityId>;
	readonly reader: (tree: EntityTree) => Record<string, JsonValue>;
	readonly random: Random;
};

function create(
	edit: SceneEdit,
	tree: EntityTree,
	writing: Writing,
	parentId: EntityId | null,
	order: string,
): void {
	const id = writing.ids.get(tree.id) as EntityId;
	const place = formatPlace({ parentId, order, previousParentId: null });
	edit.create(id, { ...writing.reader(tree), name: tree.name.trim(), place });
	const orders = orderKeysBetween(null, null, tree.children.length, writing.random);
	tree.children.forEach((child, i) => create(edit, child, writing, id, orders[i] ?? 'a0'));
}

/** The values of a tree as they are stored here. */
function valueReader(
	scene: SceneDocument,
	ids: ReadonlyMap<EntityId, EntityId>,
	{ documents = new Map(), knows = () => false }: PasteOptions,
	lost: LostReference[],
): Writing['reader'] {
	const rename = renaming(ids);
	const isHere = (id: string) => isExpandedId(id) && scene.snapshot.entities.has(instanceOf(id));
	const read = (key: string, value: JsonValue): JsonValue | undefined => {
		const entity = entityNamedBy(key, value);
		if (entity !== undefined) {
			const renamed = rename(entity) ?? (isHere(entity) ? entity : undefined);
			return renamed === undefined ? undefined : namingEntity(value, renamed);
		}
		const given = referenceOf(value);
		if (given?.kind === 'prefab') return { prefab: documents.get(given.id as DocumentId) ?? given.id };
		if (typeof value !== 'string') return value;
		const accepts = acceptedDocument(key);
		if (!accepts) return value;
		const found = documents.get(value as DocumentId) ?? (value as DocumentId);
		return accepts === 'prefab' || knows(found) ? found : undefined;
	};
	return ({ name, values }) => {
		const stored = blankValues();
		for (const [key, value] of Object.entries(values)) {
			const found = read(key, value);
			const kept = found === undefined || isOverrideKey(key) ? found : toStored(key, found);
			if (found === undefined) lost.push({ name, key: plainKey(key) as ValueKey });
			if (kept !== undefined) stored[key] = kept;
		}
		return stored;
	};
}

const plainKey = (key: string): string => (isOverrideKey(key) ? (parseOverrideKey(key)?.key ?? key) : key);

/** What kind of document the field names; undefined where it names none. */
function acceptedDocument(key: string): 'prefab' | 'script' | undefined {
	const field = fieldOfKey(plainKey(key))?.field;
	return field?.kind === 'document' ? field.accepts : undefined;
}

/** The tree and all below it. */
export const flatten = (tree: EntityTree): EntityTree[] => [tree, ...tree.children.flatMap(flatten)];
