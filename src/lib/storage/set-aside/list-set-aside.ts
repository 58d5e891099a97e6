import type { AssetHash, DocumentId, ProjectId } from '../../base/ids.ts';
import type { SetAsideRow } from '../check/care-rows.ts';
import { readNames, type NamedThings } from '../usage/named-things.ts';
import { onCareRows, type CareDevice } from '../check/on-care-rows.ts';
import type { SetAside } from './set-aside.ts';

/** What was set aside, the last first, with the names that projects have for it. */
export async function listSetAside({ backend, files }: CareDevice): Promise<SetAside[]> {
	const rows = onCareRows(backend);
	const found = await rows((each) => each.listSetAside());
	if (found.length === 0) return [];
	const names = await readNames(rows);
	const listed: SetAside[] = [];
	for (const row of found) {
		const bytes = row.file === null ? row.bytes : ((await files?.read(row.file))?.size ?? 0);
		const { key, what, why, at } = row;
		listed.push({ key, what, why, at, bytes, ...nameOf(row, names) });
	}
	return listed.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || b.key - a.key);
}

function nameOf({ what, id }: SetAsideRow, names: NamedThings): Pick<SetAside, 'projectId' | 'name'> {
	if (what === 'asset') {
		const asset = names.assets.get(id as AssetHash);
		return { projectId: [...(asset?.projects ?? [])][0] ?? null, name: asset?.name ?? null };
	}
	const document = names.documents.get(id as DocumentId);
	const project = names.projects.get((document?.projectId ?? id) as ProjectId);
	return { projectId: document?.projectId ?? null, name: document?.title ?? project?.title ?? null };
}
