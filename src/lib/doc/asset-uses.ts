import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { isAssetHash, isId, type AssetHash, type DocumentId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { prefabsOf } from './commands/check-prefab.ts';
import { parseScriptKey } from './components/entity-scripts.ts';
import { referenceOf } from './components/script-value.ts';
import { DEFAULT_ENTITY_NAME, isRemoved, parseName } from './entity.ts';
import type { LiveDocument } from './live-document.ts';
import { isOverrideKey, parseOverrideKey, PREFAB } from './prefabs/overrides.ts';
import { ENTITIES } from './scene.ts';

/** What a project lists, and entities name. */
export type Named = AssetHash | DocumentId;

/** An entity that names an asset, in any field, is an instance of a prefab, or has a script that is given one. */
export type AssetUse = { readonly entityId: EntityId; readonly name: string };

/** What one entity names. */
type Naming = { readonly use: AssetUse; readonly named: ReadonlySet<Named> };

/** Which entities of a scene or prefab name which assets, prefabs and scripts, kept up to date at the price of what changed. */
export class AssetUses {
	readonly #entities: Y.Map<unknown>;
	#namings = new Map<EntityId, Naming>();
	#uses = new Map<Named, Map<EntityId, AssetUse>>();
	#changed = new Emitter<void>();
	#disposer = new Disposer();

	constructor({ ydoc }: LiveDocument) {
		this.#entities = ydoc.getMap<unknown>(ENTITIES);
		this.#entities.forEach((_, id) => this.#read(id as EntityId));
		const absorb = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => this.#absorb(events);
		this.#entities.observeDeep(absorb);
		this.#disposer.add(() => this.#entities.unobserveDeep(absorb));
	}

	get named(): Iterable<Named> {
		return this.#uses.keys();
	}

	/** Those that are there, not those that were deleted. */
	of(id: Named): readonly AssetUse[] {
		return [...(this.#uses.get(id)?.values() ?? [])];
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#absorb(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
		const touched = new Set<EntityId>();
		for (const event of events) {
			const [row] = event.path;
			if (row !== undefined) touched.add(String(row) as EntityId);
			else for (const id of event.changes.keys.keys()) touched.add(id as EntityId);
		}
		let differs = false;
		for (const id of touched) differs = this.#read(id) || differs;
		if (differs) this.#changed.emit();
	}

	/** Returns whether it names something else now, or is called otherwise. */
	#read(id: EntityId): boolean {
		const before = this.#namings.get(id);
		const now = readNaming(id, this.#entities.get(id));
		if (!before && !now) return false;
		if (before && now && before.use.name === now.use.name && areSame(before.named, now.named)) return false;
		for (const each of before?.named ?? []) {
			const uses = this.#uses.get(each);
			uses?.delete(id);
			if (uses?.size === 0) this.#uses.delete(each);
		}
		for (const each of now?.named ?? []) {
			const uses = this.#uses.get(each) ?? new Map<EntityId, AssetUse>();
			if (now) uses.set(id, now.use);
			this.#uses.set(each, uses);
		}
		if (now) this.#namings.set(id, now);
		else this.#namings.delete(id);
		return true;
	}
}

/** The entities of a document that name an asset now. */
export function usesOfAsset(document: LiveDocument, hash: AssetHash): readonly AssetUse[] {
	if (document.kind !== 'scene' && document.kind !== 'prefab') return [];
	const uses = new AssetUses(document);
	uses.dispose();
	return uses.of(hash);
}

function readNaming(id: EntityId, map: unknown): Naming | undefined {
	if (!(map instanceof Y.Map) || isRemoved(map.get('removed'))) return undefined;
	const named = new Set<Named>();
	const prefabKeys: Record<string, JsonValue> = {};
	map.forEach((value: unknown, key) => {
		if (isAssetHash(value)) named.add(value);
		const inScript = namedByScript(map, key, value);
		if (inScript) named.add(inScript);
		// What peers nest without end is never looked into.
		if (isId(value) || value === true) prefabKeys[key] = value;
	});
	if (map.get(PREFAB) === true) for (const prefab of prefabsOf({ values: prefabKeys })) named.add(prefab);
	if (named.size === 0) return undefined;
	return { use: { entityId: id, name: parseName(map.get('name')) ?? DEFAULT_ENTITY_NAME }, named };
}

/** What a script of the entity runs or is given; also by an override. Nothing where the script is gone. */
function namedByScript(map: Y.Map<unknown>, key: string, value: unknown): Named | undefined {
	const own = isOverrideKey(key) ? parseOverrideKey(key)?.key : key;
	const parsed = own === undefined ? undefined : parseScriptKey(own);
	if (!parsed || (own === key && map.get(parsed.slot) !== true)) return undefined;
	if (parsed.member === 'source') return isId(value) ? (value as DocumentId) : undefined;
	const reference = parsed.field === undefined ? undefined : referenceOf(value);
	return reference && reference.kind !== 'entity' ? (reference.id as Named) : undefined;
}

const areSame = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean =>
	a.size === b.size && [...a].every((each) => b.has(each));
