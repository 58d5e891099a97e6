import type { AssetHash, DocumentId, EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { isFieldValue } from '../doc/components/component.ts';
import { fieldOfKey, hasComponent, isComponentKey } from '../doc/components/registry.ts';
import { referenceOf } from '../doc/components/script-value.ts';
import { assetNamedBy } from '../doc/diff/assets-of.ts';
import { checkOverride } from '../doc/commands/check-override.ts';
import { prefabsOf } from '../doc/commands/check-prefab.ts';
import type { EntityTree } from '../doc/commands/paste-entities.ts';
import { topmost } from '../doc/commands/remove-entities.ts';
import type { EntitySnapshot } from '../doc/entity.ts';
import { blankValues } from '../doc/prefabs/blank-values.ts';
import { isOverrideKey, parseOverrideKey } from '../doc/prefabs/overrides.ts';
import type { PrefabSources } from '../doc/prefabs/prefab-source.ts';
import type { AssetEntry } from '../doc/project.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import { transformUnder } from '../doc/world-transform.ts';
import { scriptNamedBy, withImported, type CopiedScript } from './copied-scripts.ts';

export const ENTITIES_KIND = 'rastudios.entities';
export const ENTITIES_VERSION = 1;
/** Of everything together, prefabs included. */
export const MAX_COPIED = 10_000;
export const MAX_COPIED_PREFABS = 200;
export const MAX_COPIED_ASSETS = 1_000;
export const MAX_COPIED_SCRIPTS = 200;
/** Characters of the text. */
export const MAX_COPY_LENGTH = 8_000_000;

export type CopiedAsset = Pick<AssetEntry, 'hash' | 'name' | 'type'>;
export type CopiedPrefab = {
	readonly id: DocumentId;
	readonly title: string;
	readonly entities: readonly EntityTree[];
};

/** Entities on their way to somewhere else, with what they show. */
export type EntitiesCopy = {
	readonly entities: readonly EntityTree[];
	readonly prefabs: readonly CopiedPrefab[];
	/** What the assets they name are called; the bytes stay where they are. */
	readonly assets: readonly CopiedAsset[];
	/** What they run, and what that imports. */
	readonly scripts: readonly CopiedScript[];
};

export type CopySources = {
	readonly prefabs: PrefabSources;
	readonly assets: ReadonlyMap<AssetHash, AssetEntry>;
	/** All of the project, read only where something runs one. */
	readonly scripts: () => readonly CopiedScript[];
};

export type Copied = {
	readonly copy: EntitiesCopy;
	/** How many entities there are, those of prefabs included. */
	readonly count: number;
	/** Whether something was left out that a newer version made. */
	readonly isPartial: boolean;
};

/** Copies entities with all they hold; each stands where it stood in the world. */
export function copyEntities(
	snapshot: SceneSnapshot,
	ids: readonly EntityId[],
	sources: CopySources,
): Copied {
	const copying = new Copying(sources);
	const entities = topmost(snapshot, ids).map((id) => copying.tree(snapshot, id, inWorld(snapshot, id)));
	const prefabs = copying.followPrefabs();
	const { count, isPartial } = copying;
	const [assets, scripts] = [copying.assets(), copying.scripts()];
	return { copy: { entities, prefabs, assets, scripts }, count, isPartial };
}

/** The text that stands for it on a clipboard. */
export const formatEntitiesCopy = (copy: EntitiesCopy): string =>
	JSON.stringify({ kind: ENTITIES_KIND, version: ENTITIES_VERSION, ...copy });

/** Without its parents it would stand elsewhere. */
function inWorld(snapshot: SceneSnapshot, id: EntityId): Readonly<Record<string, JsonValue>> {
	return (snapshot.hierarchy.parentOf.get(id) ?? null) === null ? {} : transformUnder(snapshot, id, null);
}

class Copying {
	count = 0;
	isPartial = false;
	#sources: CopySources;
	#named = new Set<DocumentId>();
	#hashes = new Set<string>();
	#scripts = new Set<DocumentId>();

	constructor(sources: CopySources) {
		this.#sources = sources;
	}

	tree(snapshot: SceneSnapshot, id: EntityId, over: Readonly<Record<string, JsonValue>> = {}): EntityTree {
		this.count++;
		const entity = snapshot.entities.get(id) as EntitySnapshot;
		for (const prefab of prefabsOf(entity)) this.#named.add(prefab);
		const values = { ...this.#valuesOf(entity), ...over };
		const children = (snapshot.hierarchy.childrenOf.get(id) ?? []).map((child) => this.tree(snapshot, child));
		return { id, name: entity.name, values, children };
	}

	/** The prefabs that are named, and those that they name. */
	followPrefabs(): CopiedPrefab[] {
		const found: CopiedPrefab[] = [];
		for (const id of this.#named) {
			const source = this.#sources.prefabs(id);
			if (!source || this.count > MAX_COPIED) continue;
			const { snapshot, title = '' } = source;
			const roots = snapshot.hierarchy.childrenOf.get(null) ?? [];
			found.push({ id, title, entities: roots.map((root) => this.tree(snapshot, root)) });
		}
		return found;
	}

	assets(): CopiedAsset[] {
		return [...this.#hashes].flatMap((hash) => {
			const entry = this.#sources.assets.get(hash as AssetHash);
			return entry ? [{ hash: entry.hash, name: entry.name, type: entry.type }] : [];
		});
	}

	scripts(): readonly CopiedScript[] {
		return this.#scripts.size > 0 ? withImported(this.#scripts, this.#sources.scripts()) : [];
	}

	#valuesOf(entity: EntitySnapshot): Record<string, JsonValue> {
		const values = blankValues();
		for (const [key, value] of Object.entries(entity.values)) {
			const use = useOf(entity, key, value);
			if (use === 'unknown') this.isPartial = true;
			if (use !== 'kept') continue;
			values[key] = value;
			const script = scriptNamedBy(key, value);
			if (script) this.#scripts.add(script);
			const field = fieldOfKey(isOverrideKey(key) ? (parseOverrideKey(key)?.key ?? '') : key)?.field;
			if (field?.kind !== 'asset' && field?.kind !== 'any') continue;
			const hash = assetNamedBy(value);
			if (hash) this.#hashes.add(hash);
			const given = referenceOf(value);
			if (given?.kind === 'prefab') this.#named.add(given.id as DocumentId);
		}
		return values;
	}
}

/** Whether a register goes along. What means nothing where it is does not; what is unknown may only mean it to us. */
function useOf(entity: EntitySnapshot, key: string, value: JsonValue): 'kept' | 'idle' | 'unknown' {
	if (isOverrideKey(key)) {
		if (!hasComponent(entity, 'prefab')) return 'idle';
		return checkOverride(entity.name, key, value) ? 'unknown' : 'kept';
	}
	if (isComponentKey(key)) return value === true && key !== 'transform' ? 'kept' : 'idle';
	const declared = fieldOfKey(key);
	if (!declared) return 'unknown';
	if (!hasComponent(entity, declared.component)) return 'idle';
	return isFieldValue(declared.field, value) ? 'kept' : 'idle';
}
