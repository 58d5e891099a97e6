import { isAssetHash, isId, type AssetHash, type DocumentId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { prefabsOf } from '../doc/commands/check-prefab.ts';
import { checkTrees, flatten, type EntityTree } from '../doc/commands/paste-entities.ts';
import { MAX_DEPTH } from '../doc/hierarchy.ts';
import { isAssetType, parseAssetName } from '../doc/asset-list.ts';
import { fieldOfKey } from '../doc/components/registry.ts';
import { referenceOf } from '../doc/components/script-value.ts';
import { assetNamedBy } from '../doc/diff/assets-of.ts';
import { isOverrideKey, parseOverrideKey } from '../doc/prefabs/overrides.ts';
import { blankValues } from '../doc/prefabs/blank-values.ts';
import { faultOfText, MAX_TEXT_LENGTH } from '../doc/plain-text.ts';
import { parseTitle } from '../doc/project.ts';
import { scriptNamedBy, withImported, type CopiedScript } from './copied-scripts.ts';
import {
	ENTITIES_KIND,
	ENTITIES_VERSION,
	MAX_COPIED,
	MAX_COPIED_ASSETS,
	MAX_COPIED_PREFABS,
	MAX_COPIED_SCRIPTS,
	MAX_COPY_LENGTH,
	type CopiedAsset,
	type CopiedPrefab,
	type EntitiesCopy,
} from './entities-copy.ts';

/** Why a text is nothing that could be pasted into a scene. */
export type EntitiesCopyProblem =
	| { readonly kind: 'no-copy' | 'component' | 'newer' | 'too-large' | 'damaged' | 'cycle' }
	/** What stands in it, against which rule. */
	| { readonly kind: 'wrong'; readonly message: string };

type Read<T> = Result<T, EntitiesCopyProblem>;
type Fields = Readonly<Record<string, unknown>>;

const DAMAGED = err({ kind: 'damaged' as const });
const TOO_LARGE = err({ kind: 'too-large' as const });

/** Reads a text from a clipboard: anybody may have put anything there. */
export function parseEntitiesCopy(text: string): Read<EntitiesCopy> {
	const read = readJson(text);
	if (read === 'too-large') return TOO_LARGE;
	if (!isFields(read)) return err({ kind: 'no-copy' });
	if (read['kind'] === 'rastudios.component') return err({ kind: 'component' });
	if (read['kind'] !== ENTITIES_KIND) return err({ kind: 'no-copy' });
	const { version } = read;
	if (typeof version !== 'number') return DAMAGED;
	if (version !== ENTITIES_VERSION) return err({ kind: 'newer' });
	return readCopy(read);
}

function readCopy(fields: Fields): Read<EntitiesCopy> {
	const left = { count: MAX_COPIED };
	const entities = readTrees(fields['entities'], left, new Set());
	if (!entities.ok) return entities;
	const prefabs = readPrefabs(fields['prefabs'], left);
	if (!prefabs.ok) return prefabs;
	const assets = readAssets(fields['assets']);
	if (!assets.ok) return assets;
	// What was copied before scripts came along has none.
	const scripts = readScripts(fields['scripts'] ?? []);
	if (!scripts.ok) return scripts;
	if (entities.value.length === 0) return DAMAGED;
	if (hasCycle(prefabs.value)) return err({ kind: 'cycle' });
	return ok({
		...{ entities: entities.value, prefabs: prefabs.value },
		...{ assets: assets.value, scripts: scripts.value },
	});
}

/** Trees that keep every rule of entities. Ids differ within one list: references and overrides go by them. */
function readTrees(list: unknown, left: { count: number }, taken: Set<string>): Read<EntityTree[]> {
	const trees = readLevel(list, left, taken, 0);
	const problem = trees.ok ? checkTrees(trees.value) : undefined;
	return problem ? err({ kind: 'wrong', message: problem.message }) : trees;
}

function readLevel(
	list: unknown,
	left: { count: number },
	taken: Set<string>,
	depth: number,
): Read<EntityTree[]> {
	if (!Array.isArray(list)) return DAMAGED;
	if (depth > MAX_DEPTH) return TOO_LARGE;
	const trees: EntityTree[] = [];
	for (const item of list as readonly unknown[]) {
		if (left.count-- <= 0) return TOO_LARGE;
		if (!isFields(item)) return DAMAGED;
		const { id, name, values } = item;
		if (!isId(id) || taken.has(id) || typeof name !== 'string' || !isFields(values)) return DAMAGED;
		taken.add(id);
		const children = readLevel(item['children'], left, taken, depth + 1);
		if (!children.ok) return children;
		// Only names of its own: what JSON calls __proto__ is one as well, and is refused as unknown.
		const own = Object.assign(blankValues(), values as Readonly<Record<string, JsonValue>>);
		trees.push({ id: id as EntityId, name, values: own, children: children.value });
	}
	return ok(trees);
}

function readPrefabs(list: unknown, left: { count: number }): Read<CopiedPrefab[]> {
	if (!Array.isArray(list)) return DAMAGED;
	if (list.length > MAX_COPIED_PREFABS) return TOO_LARGE;
	const prefabs: CopiedPrefab[] = [];
	for (const item of list as readonly unknown[]) {
		if (!isFields(item) || !isId(item['id'])) return DAMAGED;
		const id = item['id'] as DocumentId;
		const title = parseTitle(item['title'])?.toWellFormed();
		if (title === undefined || prefabs.some((other) => other.id === id)) return DAMAGED;
		const entities = readTrees(item['entities'], left, new Set());
		if (!entities.ok) return entities;
		prefabs.push({ id, title, entities: entities.value });
	}
	return ok(prefabs);
}

function readAssets(list: unknown): Read<CopiedAsset[]> {
	if (!Array.isArray(list)) return DAMAGED;
	if (list.length > MAX_COPIED_ASSETS) return TOO_LARGE;
	const assets: CopiedAsset[] = [];
	for (const item of list as readonly unknown[]) {
		if (!isFields(item)) return DAMAGED;
		const { hash, type } = item;
		const name = parseAssetName(item['name'])?.toWellFormed();
		if (!isAssetHash(hash) || name === undefined || !isAssetType(type)) return DAMAGED;
		assets.push({ hash, name, type });
	}
	return ok(assets);
}

function readScripts(list: unknown): Read<CopiedScript[]> {
	if (!Array.isArray(list)) return DAMAGED;
	if (list.length > MAX_COPIED_SCRIPTS) return TOO_LARGE;
	const scripts: CopiedScript[] = [];
	for (const item of list as readonly unknown[]) {
		if (!isFields(item) || !isId(item['id'])) return DAMAGED;
		const { text } = item;
		const id = item['id'] as DocumentId;
		const title = parseTitle(item['title'])?.toWellFormed();
		if (title === undefined || scripts.some((other) => other.id === id)) return DAMAGED;
		if (typeof text !== 'string') return DAMAGED;
		if (text.length > MAX_TEXT_LENGTH) return TOO_LARGE;
		if (faultOfText(text) !== undefined) return DAMAGED;
		scripts.push({ id, title, text });
	}
	return ok(scripts);
}

/** The scripts that these trees run, and what those import, of those that came along. */
export function scriptsNeeded({ entities, prefabs, scripts }: EntitiesCopy): readonly CopiedScript[] {
	const trees = [...entities, ...prefabs.flatMap((prefab) => prefab.entities)].flatMap(flatten);
	const named = trees.flatMap(({ values }) =>
		Object.entries(values).flatMap(([key, value]) => scriptNamedBy(key, value) ?? []),
	);
	return withImported(named, scripts);
}

/** The prefabs that these trees need, one for the other, of those that came along. */
export function prefabsNeeded({ entities, prefabs }: EntitiesCopy): Set<DocumentId> {
	const byId = new Map(prefabs.map((prefab) => [prefab.id, prefab]));
	const found = new Set(entities.flatMap(flatten).flatMap(prefabsNamed));
	for (const id of found) {
		const inside = byId.get(id)?.entities.flatMap(flatten).flatMap(prefabsNamed) ?? [];
		for (const inner of inside) found.add(inner);
	}
	return found;
}

/** Those that an entity is an instance of, and those that its scripts are given: they may put one into the game. */
function prefabsNamed(tree: EntityTree): DocumentId[] {
	const given = Object.entries(tree.values).flatMap(([key, value]): DocumentId[] => {
		const own = isOverrideKey(key) ? (parseOverrideKey(key)?.key ?? '') : key;
		const reference = fieldOfKey(own)?.field.kind === 'any' ? referenceOf(value) : undefined;
		return reference?.kind === 'prefab' ? [reference.id as DocumentId] : [];
	});
	return [...prefabsOf(tree), ...given];
}

/** The assets that what is pasted names, and the prefabs that come along. */
export function namedAssets({ entities, prefabs }: EntitiesCopy): Set<AssetHash> {
	const found = new Set<AssetHash>();
	for (const { values } of [...entities, ...prefabs.flatMap((prefab) => prefab.entities)].flatMap(flatten)) {
		for (const [key, value] of Object.entries(values)) {
			const plain = isOverrideKey(key) ? (parseOverrideKey(key)?.key ?? '') : key;
			const kind = fieldOfKey(plain)?.field.kind;
			const hash = kind === 'asset' || kind === 'any' ? assetNamedBy(value) : undefined;
			if (hash) found.add(hash);
		}
	}
	return found;
}

const namedIn = (prefab: CopiedPrefab | undefined): DocumentId[] =>
	prefab?.entities.flatMap(flatten).flatMap(prefabsOf) ?? [];

/** Whether a prefab would contain itself. */
function hasCycle(prefabs: readonly CopiedPrefab[]): boolean {
	const named = new Map(prefabs.map((prefab) => [prefab.id, new Set(namedIn(prefab))]));
	for (const { id } of prefabs) {
		const seen = new Set(named.get(id));
		for (const inner of seen) {
			if (inner === id) return true;
			for (const next of named.get(inner) ?? []) seen.add(next);
		}
	}
	return false;
}

function readJson(text: string): unknown {
	if (text.length > MAX_COPY_LENGTH)
		return text.slice(0, 200).includes(ENTITIES_KIND) ? 'too-large' : undefined;
	try {
		return JSON.parse(text);
	} catch {
		// Most of what is on clipboards is no JSON.
		return undefined;
	}
}

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
