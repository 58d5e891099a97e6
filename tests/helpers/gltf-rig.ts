import { hashAsset, mintDocumentId, mintEntityId, type AssetHash, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { isFieldValue } from '#lib/doc/components/component.ts';
import { fieldOfKey, hasComponent, isComponentName } from '#lib/doc/components/registry.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { PrefabSources } from '#lib/doc/prefabs/prefab-source.ts';
import { SceneDocument, type SceneSnapshot } from '#lib/doc/scene.ts';
import { exportScene, type SceneExport } from '#lib/engine/gltf-export/export-scene.ts';
import { parseGlb } from '#lib/engine/gltf/glb.ts';
import { parseDescription, type Json } from '#lib/engine/gltf/gltf-json.ts';
import { readEntities, type EntityTree } from '#lib/engine/gltf-import/read-entities.ts';
import { loadTextPress } from '#lib/engine/text-press.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Assets of a project, by their hash. */
export class AssetShelf {
	readonly all = new Map<AssetHash, Bytes>();

	async put(bytes: Bytes): Promise<AssetHash> {
		const hash = await hashAsset(bytes);
		this.all.set(hash, bytes);
		return hash;
	}

	readonly load = async (hash: AssetHash) => this.all.get(hash) ?? null;
}

export function makeScene(drafts: readonly EntityDraft[]): SceneDocument {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	unwrap(addEntities(scene, drafts, null), 'adding what is to be exported');
	return scene;
}

export type Exported = Omit<SceneExport, 'parts'> & { readonly bytes: Bytes; readonly json: Json };

export async function exportToBytes(
	scene: SceneSnapshot,
	assets: AssetShelf = new AssetShelf(),
	prefabs: PrefabSources = () => undefined,
): Promise<Exported> {
	const exported = await exportScene({
		scene,
		title: 'Scene 1',
		prefabs,
		assets,
		nameOf: (hash) => `asset ${hash.slice(0, 4)}`,
		loadPress: loadTextPress,
		pause: async () => {},
	});
	const { parts, size, notes } = unwrap(exported, 'the export');
	const bytes = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
	return { size, notes, bytes, json: parseDescription(parseGlb(bytes).json) };
}

/** Brings a file into a project that has these assets, as entities of a new scene. */
export async function importFromBytes(
	bytes: Bytes,
	assets: AssetShelf = new AssetShelf(),
	name = 'scene.glb',
) {
	const tree = unwrap(
		await readEntities(bytes, name, {
			known: { asset: (hash) => assets.all.has(hash), document: () => false },
			mintId: mintEntityId,
		}),
		'reading the entities',
	);
	const scene = makeScene(tree.drafts);
	return { tree, scene };
}

export async function refusalOf(bytes: Bytes, name = 'scene.glb'): Promise<string> {
	const read: { ok: true; value: EntityTree } | { ok: false; error: string } = await readEntities(
		bytes,
		name,
		{
			known: { asset: () => false, document: () => false },
			mintId: mintEntityId,
		},
	);
	if (read.ok) throw new Error('Expected the file to be refused');
	return read.error;
}

export type PlainEntity = {
	readonly name: string;
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly children: readonly PlainEntity[];
};

/**
 * A scene as a tree without ids: what counts of each entity, as files keep it. Entities that fields name stand there by
 * their way through the tree; numbers are rounded to what a 32-bit float tells apart.
 */
export function plainTree(
	{ entities, hierarchy }: SceneSnapshot,
	change: (key: string, value: JsonValue) => JsonValue | undefined = (_, value) => value,
): readonly PlainEntity[] {
	const ways = new Map<EntityId, string>();
	const walk = (parent: EntityId | null, way: string) =>
		(hierarchy.childrenOf.get(parent) ?? []).forEach((id, i) => {
			ways.set(id, `${way}/${i}`);
			walk(id, `${way}/${i}`);
		});
	walk(null, '');
	const plain = (id: EntityId): PlainEntity => {
		const entity = entities.get(id)!;
		const values: Record<string, JsonValue> = {};
		for (const [key, value] of Object.entries(entity.values)) {
			const declared = fieldOfKey(key);
			const counts = declared
				? hasComponent(entity, declared.component) && isFieldValue(declared.field, value)
				: isComponentName(key) && value === true;
			if (!counts) continue;
			const isReference = declared?.field.kind === 'entity' && value !== null;
			const kept = isReference ? ways.get(value as EntityId) : change(key, value);
			if (kept !== undefined) values[key] = key === 'rotation' ? turn(kept as number[]) : round(kept);
		}
		return { name: entity.name, values, children: (hierarchy.childrenOf.get(id) ?? []).map(plain) };
	};
	return (hierarchy.childrenOf.get(null) ?? []).map(plain);
}

function turn(rotation: readonly number[]): JsonValue {
	const length = Math.hypot(...rotation);
	return rotation.map((n) => Number((n / length).toFixed(6)) + 0);
}

const round = (value: JsonValue): JsonValue =>
	typeof value === 'number'
		? Math.fround(value) + 0
		: Array.isArray(value)
			? (value as readonly JsonValue[]).map(round)
			: value;
