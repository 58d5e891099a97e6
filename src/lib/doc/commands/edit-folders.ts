import { mintFolderId, type AssetHash, type FolderId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { FOLDERS, foldersWithin, pathTo } from '../asset-folders.ts';
import { assetFact } from '../asset-list.ts';
import type { ProjectDocument } from '../project.ts';
import type { CommandResult } from './command.ts';
import {
	checkName,
	checkShelved,
	inFolder,
	MAX_FOLDER_DEPTH,
	run,
	tooDeep,
	type Shelved,
} from './edit-assets.ts';

export function addFolder(
	project: ProjectDocument,
	text: string,
	parent: FolderId | null = null,
): CommandResult<FolderId> {
	const name = checkName(text, 'A folder');
	if (!name.ok) return name;
	const problem = checkShelved(project, { assets: [], folders: parent === null ? [] : [parent] });
	if (problem) return err(problem);
	if (pathTo(project.snapshot.folders, parent).length >= MAX_FOLDER_DEPTH) return err(tooDeep(name.value));
	const id = mintFolderId();
	const added = run(project, 'add', (edit) =>
		edit.create(FOLDERS, id, { name: name.value, ...(parent && { place: [parent, null] }) }),
	);
	return added.ok ? ok(id) : added;
}

export function renameFolder(project: ProjectDocument, id: FolderId, text: string): CommandResult {
	const name = checkName(text, 'A folder');
	if (!name.ok) return name;
	const problem = checkShelved(project, { assets: [], folders: [id] });
	if (problem) return err(problem);
	return run(project, 'rename', (edit) => edit.set(inFolder(id, 'name'), name.value));
}

/** All that goes with these folders, and they themselves. */
export function contentsOf({ snapshot }: ProjectDocument, folders: readonly FolderId[]): Shelved {
	const within = new Set(folders.flatMap((id) => [...foldersWithin(snapshot.folders, id)]));
	const assets: AssetHash[] = [];
	for (const [hash, folder] of snapshot.folders.folderOf) if (within.has(folder)) assets.push(hash);
	return { assets, folders: [...within] };
}

/** Deletes assets and folders; folders with all that is in them. */
export function removeShelved(project: ProjectDocument, { assets, folders }: Shelved): CommandResult {
	const problem = checkShelved(project, { assets, folders });
	if (problem) return err(problem);
	const inside = contentsOf(project, folders);
	return run(project, 'delete', (edit) => {
		for (const hash of new Set([...assets, ...inside.assets])) edit.set(assetFact(hash, 'removed'), true);
		for (const id of inside.folders) edit.set(inFolder(id, 'removed'), true);
	});
}

/** Deletes a folder alone: what is in it comes to where it was. */
export function dissolveFolder(project: ProjectDocument, id: FolderId): CommandResult {
	const problem = checkShelved(project, { assets: [], folders: [id] });
	if (problem) return err(problem);
	const { parentOf, folderOf } = project.snapshot.folders;
	const to = parentOf.get(id) ?? null;
	return run(project, 'delete', (edit) => {
		for (const [child, parent] of parentOf) if (parent === id) edit.set(inFolder(child, 'place'), [to, id]);
		for (const [hash, folder] of folderOf) if (folder === id) edit.set(assetFact(hash, 'folder'), [to, id]);
		edit.set(inFolder(id, 'removed'), true);
	});
}
