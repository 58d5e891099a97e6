import type { AssetHash } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { hasComponent, readField } from '../../doc/components/registry.ts';
import type { ExpandedId } from '../../doc/prefabs/entity-path.ts';
import { expandPrefabs } from '../../doc/prefabs/prefab-expansion.ts';
import type { ExpandedEntity, ExpandedScene } from '../../doc/prefabs/expanded-scene.ts';
import { referencesIn } from '../../doc/prefabs/references.ts';
import type { PrefabSources } from '../../doc/prefabs/prefab-source.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import { parsePart } from '../gltf/model-part.ts';
import { NoteList } from '../gltf/note-list.ts';
import type { TextPress } from '../scene/texts.ts';
import type { AssetSource } from '../viewport-port.ts';
import type { ExportNote, ExportNoteKind, ExportNotes } from './export-notes.ts';
import { GltfWriter, type Draft, type GlbParts } from './gltf-writer.ts';
import { copyNodes, copyPart } from './copy-nodes.ts';
import type { MergedModel } from './merge-model.ts';
import { noteEntity } from './note-entity.ts';
import { readOwnValues } from './own-extras.ts';
import { readAssets, type ReadAssets } from './read-assets.ts';
import { modelOf } from './scene-images.ts';
import { SceneMeshes } from './scene-meshes.ts';
import { writeCamera, writeLight } from './write-light.ts';

export type ExportOptions = {
	readonly scene: SceneSnapshot;
	readonly title: string;
	/** What prefab instances show. */
	readonly prefabs: PrefabSources;
	readonly assets: AssetSource;
	/** What people call an asset. */
	readonly nameOf: (hash: AssetHash) => string;
	readonly loadPress: () => Promise<TextPress>;
	/** Called again and again: lets others have their turn, and throws to give up. */
	readonly pause: () => Promise<void>;
	/** From 0 to 1. */
	readonly onProgress?: (share: number) => void;
};

export type SceneExport = GlbParts & { readonly notes: readonly ExportNote[] };
export type ExportRefusal = 'nothing-to-export' | 'too-large';

/** More than this in one file, other programs do not open either. */
const MAX_BYTES = 1024 * 1024 * 1024;
/** Nested more deeply, our own import takes nothing. */
const DEEPEST_IMPORT = 250;
/** How much of the work is reading what the scene uses. */
const READING = 0.3;

/** A scene as one .glb, with everything in it. What glTF has no word for goes along in extras, and into the notes. */
export async function exportScene(options: ExportOptions): Promise<Result<SceneExport, ExportRefusal>> {
	const { scene, prefabs, onProgress = () => {} } = options;
	const expanded = expandPrefabs(scene, prefabs);
	const order = inOrder(expanded);
	if (order.length === 0) return err('nothing-to-export');
	const notes = new NoteList<ExportNoteKind>();
	const writer = new GltfWriter();
	const entities = order.map(({ id }) => expanded.entities.get(id) as ExpandedEntity);
	const assets = await readAssets({ ...options, entities, writer, notes });
	onProgress(READING);
	const hasText = entities.some((entity) => hasComponent(entity, 'text'));
	const press = hasText ? await options.loadPress() : null;
	const meshes = new SceneMeshes({ writer, images: assets.images, notes, press });
	const tree = new SceneNodes(writer, expanded, { assets, meshes, notes, nameOf: options.nameOf });
	await tree.begin(order, entities, options.pause);
	for (const [i, entity] of entities.entries()) {
		await options.pause();
		tree.write(entity, i, order[i]?.depth ?? 0);
		if (writer.length > MAX_BYTES) return err('too-large');
		if (i % 64 === 0) onProgress(READING + (1 - READING) * (i / entities.length));
	}
	meshes.dispose();
	const roots = (expanded.hierarchy.childrenOf.get(null) ?? []).map((id) => tree.indexOf(id));
	const written = await writer.finish(
		{ name: options.title, nodes: roots, extras: { rastudios: { version: 1 } } },
		options.pause,
	);
	return ok({ ...written, notes: notes.list });
}

type Step = { readonly id: ExpandedId; readonly depth: number };

/** Every entity, each before what is inside it. */
function inOrder({ hierarchy: { childrenOf } }: ExpandedScene): readonly Step[] {
	const steps: Step[] = [];
	const below = (id: ExpandedId | null, depth: number) =>
		(childrenOf.get(id) ?? []).map((child) => ({ id: child, depth })).reverse();
	const due = below(null, 0);
	for (let step = due.pop(); step; step = due.pop()) {
		steps.push(step);
		for (const child of below(step.id, step.depth + 1)) due.push(child);
	}
	return steps;
}

type Parts = {
	readonly assets: ReadAssets;
	readonly meshes: SceneMeshes;
	readonly notes: ExportNotes;
	readonly nameOf: (hash: AssetHash) => string;
};

/** The entities as nodes: the first of the file, in the order of the tree; what they need beside them comes behind. */
class SceneNodes {
	readonly #writer: GltfWriter;
	readonly #scene: ExpandedScene;
	readonly #parts: Parts;
	readonly #indexOf = new Map<ExpandedId, number>();
	readonly #named = new Set<string>();

	constructor(writer: GltfWriter, scene: ExpandedScene, parts: Parts) {
		this.#writer = writer;
		this.#scene = scene;
		this.#parts = parts;
	}

	indexOf(id: ExpandedId): number {
		return this.#indexOf.get(id) ?? 0;
	}

	/** Gives every entity its node; those that others refer to will carry their id. */
	async begin(
		order: readonly Step[],
		entities: readonly ExpandedEntity[],
		pause: () => Promise<void>,
	): Promise<void> {
		for (const { id } of order) this.#indexOf.set(id, this.#writer.add('nodes', {}));
		for (const entity of entities) {
			for (const [, id] of referencesIn(entity.values)) this.#named.add(id);
			await pause();
		}
	}

	write(entity: ExpandedEntity, index: number, depth: number): void {
		const { notes } = this.#parts;
		noteEntity(entity, notes);
		if (depth > DEEPEST_IMPORT) notes.add('deep', entity.name);
		const node = this.#writer.item('nodes', index);
		node['name'] = entity.name.toWellFormed();
		writeTransform(entity, node);
		this.#writeExtras(entity, node);
		if (hasComponent(entity, 'camera')) node['camera'] = writeCamera(this.#writer, entity);
		const light = hasComponent(entity, 'light') ? writeLight(this.#writer, entity) : undefined;
		if (light !== undefined) node['extensions'] = { KHR_lights_punctual: { light } };
		const children = (this.#scene.hierarchy.childrenOf.get(entity.id) ?? []).map((id) => this.indexOf(id));
		children.push(...this.#writeVisuals(entity, node));
		if (children.length > 0) node['children'] = children;
	}

	#writeExtras(entity: ExpandedEntity, node: Draft): void {
		const { values, references } = readOwnValues(entity);
		const known = [...references].filter(([, id]) => this.#indexOf.has(id as ExpandedId));
		const own = {
			...(this.#named.has(entity.id) && { id: entity.id }),
			...(Object.keys(values).length > 0 && { values }),
			...(known.length > 0 && { references: Object.fromEntries(known) }),
		};
		if (Object.keys(own).length > 0) node['extras'] = { rastudios: own };
	}

	/** What it draws: the first on its own node, the rest on nodes inside; returns those. */
	#writeVisuals(entity: ExpandedEntity, node: Draft): readonly number[] {
		const { meshes } = this.#parts;
		const beside: number[] = [];
		const show = (mesh: number | undefined) => {
			if (mesh === undefined) return;
			if (node['mesh'] === undefined) node['mesh'] = mesh;
			else beside.push(this.#addHelper({ mesh }));
		};
		if (hasComponent(entity, 'mesh')) {
			const geometry = readField(entity, 'mesh', 'geometry');
			if (geometry === 'model') beside.push(...this.#writeModel(entity, node));
			else show(meshes.shape(entity, geometry));
		}
		if (hasComponent(entity, 'text')) show(meshes.text(entity));
		if (hasComponent(entity, 'sprite')) show(meshes.picture(entity));
		return beside;
	}

	#writeModel(entity: ExpandedEntity, node: Draft): readonly number[] {
		const { assets, nameOf } = this.#parts;
		const hash = modelOf(entity);
		const model = hash ? assets.models.get(hash) : undefined;
		if (!hash || !model) return [];
		const part = parsePart(readField(entity, 'mesh', 'part'));
		if (part?.kind === 'mesh') {
			if (part.index < model.list('meshes').length) {
				node['mesh'] = model.mesh(part.index);
				const own = (node['extras'] as { readonly rastudios: Draft }).rastudios;
				own['draws'] = 'model';
			}
			return [];
		}
		if (part?.kind === 'node') {
			if (part.index >= model.list('nodes').length) return [];
			const at = copyPart(model, this.#writer, part.index, entity.name);
			return at === undefined ? [] : [this.#mark(at)];
		}
		const children = copyNodes(model, this.#writer, rootsOf(model), entity.name);
		if (children.length === 0) return [];
		return [this.#mark(this.#writer.add('nodes', { name: nameOf(hash), children }))];
	}

	#addHelper(node: Draft): number {
		return this.#writer.add('nodes', { ...node, extras: { rastudios: { shows: 'more' } } });
	}

	#mark(at: number): number {
		const node = this.#writer.item('nodes', at);
		node['extras'] = { ...(node['extras'] as Draft | undefined), rastudios: { shows: 'model' } };
		return at;
	}
}

/** The nodes of the scene that a model shows. */
function rootsOf({ json }: MergedModel): readonly number[] {
	const scenes = json['scenes'] as readonly { readonly nodes?: readonly number[] }[];
	return scenes[(json['scene'] as number | undefined) ?? 0]?.nodes ?? [];
}

function writeTransform(entity: ExpandedEntity, node: Draft): void {
	const position = readField(entity, 'transform', 'position');
	const rotation = readField(entity, 'transform', 'rotation');
	const scale = readField(entity, 'transform', 'scale');
	const length = Math.hypot(...rotation);
	if (position.some((n) => n !== 0)) node['translation'] = position;
	if (rotation.some((n, i) => n !== (i === 3 ? 1 : 0))) node['rotation'] = rotation.map((n) => n / length);
	if (scale.some((n) => n !== 1)) node['scale'] = scale;
}
