import type { AssetHash } from '../../base/ids.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';
import { checkModel } from '../gltf/check-gltf.ts';
import { parseGlb } from '../gltf/glb.ts';
import { parseDescription } from '../gltf/gltf-json.ts';
import { readBuffers } from '../gltf/resources.ts';
import { isHdr } from '../image/check-hdr.ts';
import { checkImage } from '../image/check-image.ts';
import type { AssetSource } from '../viewport-port.ts';
import type { ExportNotes } from './export-notes.ts';
import type { GltfWriter } from './gltf-writer.ts';
import { MergedModel } from './merge-model.ts';
import { imagesOf, modelOf } from './scene-images.ts';
import type { WrittenImage } from './scene-meshes.ts';
import { writeImage } from './write-material.ts';

export type ReadAssets = {
	readonly models: ReadonlyMap<AssetHash, MergedModel>;
	readonly images: ReadonlyMap<AssetHash, WrittenImage>;
};

type Options = {
	readonly entities: readonly ExpandedEntity[];
	readonly writer: GltfWriter;
	readonly notes: ExportNotes;
	readonly assets: AssetSource;
	readonly nameOf: (hash: AssetHash) => string;
	readonly pause: () => Promise<void>;
};

/** Brings in what the entities show: pictures are written at once, models as far as something uses them. */
export async function readAssets(options: Options): Promise<ReadAssets> {
	const { entities } = options;
	const images = new Map<AssetHash, WrittenImage>();
	const models = new Map<AssetHash, MergedModel>();
	const used = { images: new Set<AssetHash>(), models: new Set<AssetHash>() };
	for (const entity of entities) {
		for (const hash of imagesOf(entity)) used.images.add(hash);
		const model = modelOf(entity);
		if (model) used.models.add(model);
		await options.pause();
	}
	for (const hash of used.images) {
		const image = await readImage(hash, options);
		if (image) images.set(hash, image);
	}
	for (const hash of used.models) {
		const model = await readModel(hash, options);
		if (model) models.set(hash, model);
	}
	return { images, models };
}

async function readImage(hash: AssetHash, options: Options): Promise<WrittenImage | undefined> {
	const bytes = await load(hash, options);
	if (!bytes) return undefined;
	const name = options.nameOf(hash);
	if (isHdr(bytes)) return void options.notes.add('bright', name);
	const checked = checkImage(bytes, name);
	if (!checked.ok) return void options.notes.add('broken', name);
	const { mediaType, width, height } = checked.value;
	return { index: writeImage(options.writer, bytes, mediaType), widthByHeight: width / height };
}

async function readModel(hash: AssetHash, options: Options): Promise<MergedModel | undefined> {
	const bytes = await load(hash, options);
	if (!bytes) return undefined;
	const name = options.nameOf(hash);
	const checked = checkModel(bytes, name);
	if (!checked.ok) return void options.notes.add('broken', name);
	const { json: text, binary } = parseGlb(checked.value.bytes);
	const json = parseDescription(text);
	const buffers = readBuffers(json, binary, new Map());
	return new MergedModel({ json, buffers }, options.writer, (extension) =>
		options.notes.add('extension', extension),
	);
}

async function load(hash: AssetHash, { assets, notes, nameOf, pause }: Options) {
	await pause();
	const bytes = await assets.load(hash);
	if (!bytes) notes.add('missing', nameOf(hash));
	return bytes;
}
