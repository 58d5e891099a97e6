import { copyIdOf, type DocumentId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { checkCycle, prefabsOf } from '../doc/commands/check-prefab.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { flatten, pasteEntities, type Pasted } from '../doc/commands/paste-entities.ts';
import { documentsInUse, MAX_TITLE_LENGTH } from '../doc/project.ts';
import type { CopiedPrefab, EntitiesCopy } from '../editor/entities-copy.ts';
import {
	namedAssets,
	parseEntitiesCopy,
	prefabsNeeded,
	scriptsNeeded,
	type EntitiesCopyProblem,
} from '../editor/read-entities-copy.ts';
import { clipText } from '../base/clip-text.ts';
import { m } from '../paraglide/messages.js';
import type { ClipboardOptions, PastedCopy } from './project-clipboard.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import { takeBehaviour } from './take-behaviour.ts';

/** What a text needs of prefabs, as it is in this project. */
type Prefabs = {
	/** What those that came along, and scripts, are called here. */
	readonly names: ReadonlyMap<DocumentId, DocumentId>;
	/** Those to be put on the list with the paste. */
	readonly aside: readonly DocumentId[];
	readonly missing: number;
};

/**
 * Puts the entities of a text into a scene, with what they show. Prefabs are filled aside first, so that one gesture
 * lists them and places what shows them.
 */
export async function pasteCopy(
	text: string,
	scene: SceneSession,
	options: ClipboardOptions,
): Promise<Result<PastedCopy, string>> {
	const read = parseEntitiesCopy(text);
	if (!read.ok) return err(problemWords(read.error));
	if (scene.readOnly) return err(m.studio_why_read_only());
	const copy = read.value;
	const before = new Set(options.project.snapshot.documents.map(({ id }) => id));
	const scripts = await bringScripts(copy, options);
	if (!scripts.ok) return scripts;
	const prefabs = await bringPrefabs(copy, scripts.value, options);
	if (!prefabs.ok) return prefabs;
	const missing = await bringAssets(copy, options);
	const pasted = scene.edit('paste', () => place(copy, scene, prefabs.value, options));
	if (!pasted.ok) return err(pasted.error.message);
	const { project } = options;
	const titles = prefabs.value.aside.map((id) => project.find(id)?.title ?? '');
	const gone = prefabs.value.missing > 0 ? [m.clipboard_some_prefab()] : [];
	const came = [...scripts.value.values()].filter((id) => !before.has(id));
	return ok({
		...{ ...pasted.value, prefabs: titles, missing: [...missing, ...gone] },
		scripts: came.map((id) => project.find(id)?.title ?? ''),
	});
}

/**
 * Takes the scripts that a text brings along into the project: each once, however often and by whomever it is pasted. One
 * that the project has, or that says the same, serves. Answers what they are called here.
 */
async function bringScripts(
	copy: EntitiesCopy,
	{ project, session }: ClipboardOptions,
): Promise<Result<ReadonlyMap<DocumentId, DocumentId>, string>> {
	const names = new Map<DocumentId, DocumentId>();
	for (const { id, title, text } of scriptsNeeded(copy)) {
		if (project.snapshot.allDocuments.has(id)) continue;
		const taken = await takeBehaviour(session, { name: title, text: () => Promise.resolve(text) });
		if (!taken.ok) return err(taken.error.message);
		names.set(id, taken.value);
	}
	return ok(names);
}

function place(
	{ entities }: EntitiesCopy,
	scene: SceneSession,
	{ names, aside }: Prefabs,
	{ project, prefabs, parts }: ClipboardOptions,
): CommandResult<Pasted> {
	const target = scene.scene;
	const shown = entities.flatMap(flatten).flatMap(prefabsOf);
	const needed = shown.map((id) => names.get(id) ?? id);
	const cycle =
		target.document.kind === 'prefab' ? checkCycle(target.document.id, prefabs.find, needed) : null;
	if (cycle) return err(cycle);
	const lead = scene.selection.ids.at(-1);
	const knows = (id: DocumentId) => project.snapshot.allDocuments.has(id);
	const pasted = pasteEntities(target, entities, { documents: names, knows, random: parts.random });
	if (!pasted.ok) return pasted;
	for (const id of aside) project.setDocumentRemoved(id, false);
	// Beside what is selected, where it stood in the world: what one works on lies together.
	const parentId = (lead && target.snapshot.hierarchy.parentOf.get(lead)) ?? null;
	const moved = parentId ? scene.move(pasted.value.ids, { parentId, beforeId: null }) : ok();
	scene.select(pasted.value.ids);
	return moved.ok ? pasted : moved;
}

/** Returns the names of assets that are named and are not here. */
async function bringAssets(copy: EntitiesCopy, { assets, project }: ClipboardOptions): Promise<string[]> {
	const told = new Map(copy.assets.map((asset) => [asset.hash, asset]));
	const missing: string[] = [];
	for (const hash of namedAssets(copy)) {
		const asset = told.get(hash) ?? project.snapshot.assets.get(hash);
		if (!asset || !(await assets.bring(asset))) missing.push(asset?.name ?? m.clipboard_some_asset());
	}
	return missing;
}

/** Takes the prefabs that a text brings along into the project, as deleted: they are listed with what shows them. */
async function bringPrefabs(
	copy: EntitiesCopy,
	scripts: ReadonlyMap<DocumentId, DocumentId>,
	options: ClipboardOptions,
): Promise<Result<Prefabs, string>> {
	const { project, projectId, documents, parts } = options;
	const { refusal } = documents.trunk.document;
	const names = new Map(scripts);
	const coming: CopiedPrefab[] = [];
	let missing = 0;
	for (const id of prefabsNeeded(copy)) {
		const listed = project.snapshot.allDocuments.get(id);
		names.set(id, listed ? id : await copyIdOf(projectId, id));
		const prefab = copy.prefabs.find((one) => one.id === id);
		if (!listed && prefab) coming.push(prefab);
		else if (!listed) missing++;
	}
	const nameOf = (id: DocumentId) => names.get(id) as DocumentId;
	const isListed = (id: DocumentId) => project.snapshot.allDocuments.has(nameOf(id));
	const unlisted = coming.filter(({ id }) => !isListed(id));
	if (unlisted.length > 0 && refusal) return err(refusal.message);
	const taken = new Set(project.snapshot.documents.map(({ title }) => title));
	const added = project.addAside(
		unlisted.map(({ id, title }) => ({
			id: nameOf(id),
			kind: 'prefab' as const,
			title: freeTitle(title, taken),
		})),
		parts.random,
	);
	if (!added.ok) return err(added.error.message);
	await documents.follow(documentsInUse(project.snapshot));
	for (const prefab of coming) {
		const filled = fill(prefab, nameOf(prefab.id), names, options);
		if (!filled.ok) return filled;
	}
	const aside = coming.map(({ id }) => nameOf(id)).filter((id) => project.find(id)?.removed);
	return ok({ names, aside, missing });
}

/** What is listed here stays as it is: people may have gone on with it. */
function fill(
	{ title, entities }: CopiedPrefab,
	id: DocumentId,
	names: Prefabs['names'],
	{ project, documents, prefabs, parts }: ClipboardOptions,
): Result<void, string> {
	const prefab = prefabs.find(id)?.document;
	if (!prefab) return err(m.prefabs_not_opened({ title }));
	if (!project.find(id)?.removed || prefab.snapshot.entities.size > 0) return ok();
	documents.get(id)?.noteHere();
	const knows = (other: DocumentId) => project.snapshot.allDocuments.has(other);
	const filled = pasteEntities(prefab, entities, {
		...{ documents: names, knows, asTheyAre: true, origin: 'import', random: parts.random },
	});
	return filled.ok ? ok() : err(filled.error.message);
}

/** “Lamp”, “Lamp 2” …: a title no other document has; it is taken then. */
function freeTitle(title: string, taken: Set<string>): string {
	let free = title;
	for (let n = 2; taken.has(free); n++) free = `${clipText(title, MAX_TITLE_LENGTH - 8)} ${n}`;
	taken.add(free);
	return free;
}

function problemWords(problem: EntitiesCopyProblem): string {
	switch (problem.kind) {
		case 'no-copy':
			return m.clipboard_nothing();
		case 'component':
			return m.clipboard_component();
		case 'newer':
			return m.clipboard_newer();
		case 'too-large':
			return m.clipboard_too_large();
		case 'damaged':
			return m.clipboard_damaged();
		case 'cycle':
			return m.clipboard_cycle();
		case 'wrong':
			return m.clipboard_wrong({ why: problem.message });
	}
}
