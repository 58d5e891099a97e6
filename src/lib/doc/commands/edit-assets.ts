import type { AssetHash, FolderId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { foldersWithin, FOLDERS } from '../asset-folders.ts';
import { assetFact, MAX_ASSET_NAME_LENGTH, parseAssetName } from '../asset-list.ts';
import type { EditLabel } from '../live-document.ts';
import type { ProjectDocument } from '../project.ts';
import type { RegisterEdit } from '../registers.ts';
import { quote, refuse } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';

/** Things of the assets panel, to be moved or deleted together. */
export type Shelved = { readonly assets: readonly AssetHash[]; readonly folders: readonly FolderId[] };

/** Folders in one another, at most: nobody finds anything further down. */
export const MAX_FOLDER_DEPTH = 32;

/** Calls an asset otherwise; its bytes, and what names it, stay as they are. */
export function renameAsset(project: ProjectDocument, hash: AssetHash, text: string): CommandResult {
	const name = checkName(text, 'An asset');
	if (!name.ok) return name;
	const problem = checkShelved(project, { assets: [hash], folders: [] });
	if (problem) return err(problem);
	return run(project, 'rename', (edit) => edit.set(assetFact(hash, 'name'), name.value));
}

/** Takes assets off the list. What names them shows them all the same, so that nothing breaks for others. */
export function removeAssets(project: ProjectDocument, assets: readonly AssetHash[]): CommandResult {
	const problem = checkShelved(project, { assets, folders: [] });
	if (problem) return err(problem);
	return run(project, 'delete', (edit) => {
		for (const hash of assets) edit.set(assetFact(hash, 'removed'), true);
	});
}

/** Moves assets and folders into a folder, or to the top. */
export function moveToFolder(
	project: ProjectDocument,
	{ assets, folders }: Shelved,
	to: FolderId | null,
): CommandResult {
	const tree = project.snapshot.folders;
	const problem =
		checkShelved(project, { assets, folders: to === null ? folders : [...folders, to] }) ??
		checkTarget(project, folders, to);
	if (problem) return err(problem);
	return run(project, 'move', (edit) => {
		for (const hash of assets) {
			const from = tree.folderOf.get(hash) ?? null;
			if (from !== to) edit.set(assetFact(hash, 'folder'), [to, from]);
		}
		for (const id of folders) {
			const from = tree.parentOf.get(id) ?? null;
			if (from !== to) edit.set(inFolder(id, 'place'), [to, from]);
		}
	});
}

export const inFolder = (id: FolderId, key: 'name' | 'place' | 'removed') => ({
	table: FOLDERS,
	row: id,
	key,
});

export function checkName(text: unknown, what: string): CommandResult<string> {
	const name = parseAssetName(text);
	if (typeof text !== 'string' || name === undefined)
		return err(
			refuse(`${what} needs a name of at least one visible character, but was given ${quote(text)}.`),
		);
	const { length } = text.trim();
	if (length > MAX_ASSET_NAME_LENGTH)
		return err(refuse(`A name has at most ${MAX_ASSET_NAME_LENGTH} characters, but this has ${length}.`));
	if (name.isWellFormed()) return ok(name);
	return err(refuse(`A name must consist of whole characters, but ${quote(text)} has half of one.`));
}

/** Whether all of them are still there. */
export function checkShelved(
	{ snapshot }: ProjectDocument,
	{ assets, folders }: Shelved,
): CommandError | undefined {
	const isHere =
		assets.every((hash) => snapshot.listedAssets.has(hash)) &&
		folders.every((id) => snapshot.folders.entries.has(id));
	if (isHere) return undefined;
	const message = 'Some of this was deleted meanwhile. Look at what is there now, and try again.';
	return { reason: 'not-found', message };
}

function checkTarget(
	{ snapshot: { folders: tree } }: ProjectDocument,
	folders: readonly FolderId[],
	to: FolderId | null,
): CommandError | undefined {
	let depth = 0;
	for (let at = to; at !== null; at = tree.parentOf.get(at) ?? null) depth++;
	for (const id of folders) {
		const within = foldersWithin(tree, id);
		const name = tree.entries.get(id)?.name ?? '';
		if (to !== null && within.has(to))
			return { reason: 'cycle', message: `“${name}” cannot be moved into itself. Choose another folder.` };
		if (depth + heightOf(tree.parentOf, id, within) > MAX_FOLDER_DEPTH) return tooDeep(name);
	}
	return undefined;
}

export const tooDeep = (name: string): CommandError => ({
	reason: 'too-large',
	message: `“${name}” would lie below more than ${MAX_FOLDER_DEPTH} folders. Nest less deeply.`,
});

/** How many folders lie in one another there, this one counted. */
function heightOf(
	parentOf: ReadonlyMap<FolderId, FolderId | null>,
	top: FolderId,
	within: ReadonlySet<FolderId>,
): number {
	let height = 0;
	for (const id of within) {
		let steps = 1;
		for (let at: FolderId | null = id; at !== null && at !== top; at = parentOf.get(at) ?? null) steps++;
		height = Math.max(height, steps);
	}
	return height;
}

export function run(
	{ document }: ProjectDocument,
	label: EditLabel,
	recipe: (edit: RegisterEdit) => void,
): CommandResult {
	const edited = document.edit(label, 'edit', recipe);
	return edited.ok ? ok() : edited;
}
