import { hashAsset, type AssetHash, type EntityId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { MAX_ENTITIES } from '../../doc/commands/check.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { checkModel } from '../gltf/check-gltf.ts';
import { parseGlb } from '../gltf/glb.ts';
import { listOf, objectOf, parseDescription, type Json } from '../gltf/gltf-json.ts';
import { clipName } from '../gltf/list-clips.ts';
import { NoteList } from '../gltf/note-list.ts';
import { readBuffers, type SiblingFiles } from '../gltf/resources.ts';
import { GENERATOR } from '../gltf-export/gltf-writer.ts';
import { findImages, type FoundImage } from './find-images.ts';
import type { ImportNote, ImportNoteKind } from './import-notes.ts';
import { namedAssets, ownExtras, type Known } from './own-values.ts';
import { TreeReader } from './tree-reader.ts';

export type EntityTree = {
	readonly drafts: readonly EntityDraft[];
	readonly count: number;
	/** The file as it is to be kept, if anything shows a part of it. */
	readonly model: { readonly hash: AssetHash; readonly bytes: Uint8Array<ArrayBuffer> } | null;
	/** Pictures out of the file that entities use. */
	readonly images: readonly FoundImage[];
	readonly notes: readonly ImportNote[];
	/** Written by our own export: its things go where they stood. */
	readonly own: boolean;
};

export type ReadOptions = {
	readonly known: Known;
	readonly mintId: () => EntityId;
	/** Files that came along with a `.gltf`. */
	readonly siblings?: SiblingFiles;
};

/** A glTF file as entities, one a node. The error names the file, the node and the rule. */
export async function readEntities(
	bytes: Uint8Array,
	fileName: string,
	{ known, mintId, siblings = new Map() }: ReadOptions,
): Promise<Result<EntityTree, string>> {
	const checked = checkModel(bytes, fileName, siblings, { mayShowNothing: true });
	if (!checked.ok) return err(checked.error.message);
	const refuse = (why: string) => err(`“${fileName}” cannot become entities: ${why}`);
	const packed = checked.value.bytes;
	const { json: text, binary } = parseGlb(packed);
	const json = parseDescription(text);
	const nodes = listOf(json, 'nodes');
	const notes = new NoteList<ImportNoteKind>();
	const own = isOwn(json);
	const images = own
		? await findImages(json, readBuffers(json, binary, new Map()), missingIn(nodes, known))
		: new Map<AssetHash, FoundImage>();
	const hash = await hashAsset(packed);
	const scene = sceneOf(json);
	const reader = new TreeReader(json, {
		name: checked.value.name,
		own,
		model: hash,
		notes,
		mintId,
		known: { ...known, asset: (each) => known.asset(each) || images.has(each) },
	});
	const read = reader.read((scene['nodes'] ?? []) as readonly number[]);
	if (!read.ok) return refuse(read.error);
	if (reader.count === 0) return refuse('its scene has no nodes. Export it with what should be seen.');
	if (reader.count > MAX_ENTITIES)
		return refuse(`it has ${reader.count} nodes, more than the ${MAX_ENTITIES} a scene holds.`);
	listOf(json, 'scenes').forEach((other, i) => {
		if (other !== scene) notes.add('other-scene', nameOr(other, `${i}`));
	});
	listOf(json, 'animations').forEach((animation, i) => {
		if (!own && reader.leavesBehind(animation)) notes.add('animation', clipName(animation, i));
	});
	const used = reader.usedAssets;
	return ok({
		drafts: read.value,
		count: reader.count,
		model: used.has(hash) ? { hash, bytes: packed } : null,
		images: [...images].filter(([each]) => used.has(each)).map(([, image]) => image),
		notes: notes.list,
		own,
	});
}

/** What another program wrote again is not ours any more: what glTF says wins over what it kept of our extras. */
function isOwn(json: Json): boolean {
	return objectOf(json, 'asset')?.['generator'] === GENERATOR && ownExtras(sceneOf(json)) !== undefined;
}

const sceneOf = (json: Json): Json =>
	listOf(json, 'scenes')[(json['scene'] as number | undefined) ?? 0] ?? {};

const missingIn = (nodes: readonly Json[], known: Known): ReadonlySet<AssetHash> =>
	new Set([...namedAssets(nodes)].filter((hash) => !known.asset(hash)));

const nameOr = ({ name }: Json, fallback: string): string => (typeof name === 'string' ? name : fallback);
