import { err, ok, type Result } from '../base/result.ts';
import { moveToFolder, removeAssets, renameAsset } from '../doc/commands/edit-assets.ts';
import { replaceAsset } from '../doc/commands/replace-asset.ts';
import type { AssetEntry, DocumentEntry } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import type { LibraryOptions } from './asset-library.svelte.ts';
import { latePart } from './late-part.ts';
import type { ImportOptions, ImportProblem } from './project-assets.svelte.ts';

export type Replaced = {
	readonly asset: AssetEntry;
	/** Entities that show the new file now. */
	readonly count: number;
	/** Titles of documents that keep the old one, as this version may not write there. */
	readonly kept: readonly string[];
};

type Options = LibraryOptions & {
	/** All that may name an asset. */
	readonly listed: () => readonly DocumentEntry[];
};

/** Lets every use of an asset take a file instead. A file that will not do changes nothing. */
export async function replaceWithFile(
	old: AssetEntry,
	files: readonly File[],
	options: Options,
	importing: ImportOptions,
): Promise<Result<Replaced, ImportProblem>> {
	const refuse = (message: string) => err({ fileName: files[0]?.name ?? old.name, message });
	const part = await latePart(import('./read-imports.ts'));
	if (!part) return refuse(m.commands_missing());
	const reads = [];
	for await (const read of part.readImports(files)) reads.push(read);
	const [read, more] = reads;
	if (!read || more) return refuse(m.assets_replace_several({ name: old.name }));
	if (!read.ok) return read;
	const { name: file, type } = read.value;
	if (type !== old.type) return refuse(m.assets_replace_kind({ file, name: old.name }));
	const kept = await options.assets.keep(read.value, importing);
	if (!kept.ok) return kept;
	if (kept.value.hash === old.hash) return refuse(m.assets_replace_same({ file, name: old.name }));
	if (!options.canEdit()) return refuse(m.projects_read_only());
	return ok({
		asset: kept.value,
		...options.history.join('replace-asset', () => replace(old, kept.value, options)),
	});
}

/** One gesture over all documents. The new one lies where the old one lay, by the name a person gave that. */
function replace(
	old: AssetEntry,
	{ hash, name }: AssetEntry,
	{ documents, project, listed }: Options,
): Omit<Replaced, 'asset'> {
	let count = 0;
	const kept: string[] = [];
	for (const { id, title } of listed()) {
		const document = documents.get(id)?.document;
		if (!document) continue;
		const replaced = replaceAsset(document, old.hash, hash);
		if (replaced.ok) count += replaced.value;
		else kept.push(title);
	}
	const folder = project.snapshot.folders.folderOf.get(old.hash) ?? null;
	if (folder !== null) moveToFolder(project, { assets: [hash], folders: [] }, folder);
	const given = project.givenName(old.hash);
	if (given !== undefined && given !== name) renameAsset(project, hash, given);
	removeAssets(project, [old.hash]);
	return { count, kept };
}
