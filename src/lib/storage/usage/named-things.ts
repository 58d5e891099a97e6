import { isId, type AssetHash, type DocumentId, type ProjectId } from '../../base/ids.ts';
import type { CareRows } from '../check/care-rows.ts';
import { readIndex } from '../check/read-index.ts';

type NamedDocument = {
	readonly projectId: ProjectId;
	readonly title: string | null;
	readonly bytes: number;
};

export type NamedThings = {
	readonly projects: ReadonlyMap<ProjectId, { readonly title: string }>;
	/** Of every document: its project, and its title where its project's list has one. */
	readonly documents: ReadonlyMap<DocumentId, NamedDocument>;
	readonly assets: ReadonlyMap<
		AssetHash,
		{ readonly name: string; readonly projects: ReadonlySet<ProjectId> }
	>;
};

/** What the things of this device are called, by the lists of their projects. `rows` runs one operation. */
export async function readNames(
	rows: <T>(operation: (rows: CareRows) => Promise<T>) => Promise<T>,
): Promise<NamedThings> {
	const records = await rows((each) => each.readTable('documents'));
	const entries = await rows((each) => each.readTable('projects'));
	const titles = new Map<DocumentId, string>();
	const assets = new Map<AssetHash, { readonly name: string; readonly projects: Set<ProjectId> }>();
	for (const { id, projectId, kind } of records) {
		if (kind !== 'project' || !isId(id) || !isId(projectId)) continue;
		const info = {
			id: id as DocumentId,
			projectId: projectId as ProjectId,
			kind,
		} as const;
		const index = readIndex(info, await rows((each) => each.readRows(id)));
		for (const [document, title] of index?.titles ?? []) if (title !== '') titles.set(document, title);
		for (const { hash, name } of index?.assets ?? []) {
			const known = assets.get(hash) ?? { name, projects: new Set() };
			assets.set(hash, known);
			known.projects.add(info.projectId);
		}
	}
	const documents = new Map<DocumentId, NamedDocument>();
	for (const { id, projectId } of records) {
		if (!isId(id) || !isId(projectId)) continue;
		const document = id as DocumentId;
		// A record of its own reading: rows behind it count as well.
		const bytes = (await rows((each) => each.readRecord(document)))?.bytes;
		documents.set(document, {
			projectId: projectId as ProjectId,
			title: titles.get(document) ?? null,
			bytes: Number.isSafeInteger(bytes) ? (bytes as number) : 0,
		});
	}
	const projects = new Map(
		entries.flatMap(({ id, title }) =>
			isId(id) ? [[id as ProjectId, { title: typeof title === 'string' ? title : '' }] as const] : [],
		),
	);
	return { projects, documents, assets };
}
