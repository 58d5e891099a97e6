import type { AssetHash } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EntityDraft } from '../doc/commands/add-entities.ts';
import { MAX_ENTITIES } from '../doc/commands/check.ts';
import type { AssetEntry } from '../doc/project.ts';
import type { ImportNote } from '../engine/gltf-import/import-notes.ts';
import type { EntityTree } from '../engine/gltf-import/read-entities.ts';
import { m } from '../paraglide/messages.js';
import { latePart } from './late-part.ts';
import type { ImportProblem } from './project-assets.svelte.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';

type Point = readonly [number, number, number];

/** A file that became entities. */
export type PlacedTree = {
	readonly fileName: string;
	readonly count: number;
	readonly notes: readonly ImportNote[];
};

export type PlacedFiles = {
	readonly placed: readonly PlacedTree[];
	readonly problems: readonly ImportProblem[];
};

type Where = { readonly session: ProjectSession; readonly scene: SceneSession; readonly at: Point };
type NamedBytes = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Puts the nodes of a model that the project has into the scene, as entities. The error is for people. */
export async function placeAsset(asset: AssetEntry, where: Where): Promise<Result<PlacedTree, string>> {
	const bytes = await where.session.assets.load(asset.hash);
	if (!bytes) return err(m.gltf_not_here({ file: asset.name }));
	return place({ name: asset.name, bytes }, where);
}

/** Puts the nodes of chosen files into the scene; what of them it shows is kept as assets of the project. */
export async function placeFiles(
	files: readonly File[],
	where: Where,
	signal?: AbortSignal,
): Promise<PlacedFiles> {
	const part = await latePart(import('./read-imports.ts'));
	if (!part) return { placed: [], problems: [{ fileName: '', message: m.commands_missing() }] };
	const placed: PlacedTree[] = [];
	const problems: ImportProblem[] = [];
	for await (const read of part.readImports(files, { mayShowNothing: true })) {
		if (signal?.aborted) break;
		if (!read.ok) problems.push(read.error);
		else if (read.value.type === 'model') {
			const { name, blob } = read.value;
			const bytes = new Uint8Array(await blob.arrayBuffer());
			const result = await place({ name, bytes }, where);
			if (result.ok) placed.push(result.value);
			else problems.push({ fileName: read.value.name, message: result.error });
		}
	}
	return { placed, problems };
}

async function place(
	{ name, bytes }: NamedBytes,
	{ session, scene, at }: Where,
): Promise<Result<PlacedTree, string>> {
	const read = await session.gltf.read(bytes, name);
	if (!read.ok) return read;
	const tree = read.value;
	const room = MAX_ENTITIES - scene.scene.snapshot.entities.size;
	if (tree.count > room) return err(m.gltf_no_room({ file: name, count: tree.count, room }));
	const { refusal } = scene.scene.document;
	if (refusal) return err(refusal.message);
	if (scene.readOnly) return err(m.studio_why_read_only());
	const kept = await keepAssets(tree, name, session);
	if (!kept.ok) return kept;
	await session.versions.keeper.keepBefore('import', scene.scene.document);
	const added = scene.addTree(tree.own ? tree.drafts : tree.drafts.map((draft) => moveTo(draft, at)));
	if (!added.ok) return err(added.error.message);
	return ok({ fileName: name, count: tree.count, notes: tree.notes });
}

/** What the entities show must be there first. */
async function keepAssets(
	{ model, images }: EntityTree,
	name: string,
	{ assets, assetEntries }: ProjectSession,
): Promise<Result<void, string>> {
	const known = (hash: AssetHash) => assetEntries.has(hash);
	const parts = images
		.filter(({ hash }) => !known(hash))
		.map(({ name: image, bytes }) => ({ name: image, type: 'image' as const, blob: new Blob([bytes]) }));
	const file =
		model && !known(model.hash) ? [{ name, type: 'model' as const, blob: new Blob([model.bytes]) }] : [];
	for (const part of [...parts, ...file]) {
		const kept = await assets.keep(part);
		if (!kept.ok) return err(kept.error.message);
	}
	return ok();
}

function moveTo(draft: EntityDraft, at: Point): EntityDraft {
	const from = (draft.values['position'] ?? [0, 0, 0]) as Point;
	return { ...draft, values: { ...draft.values, position: at.map((n, i) => n + (from[i] ?? 0)) } };
}
