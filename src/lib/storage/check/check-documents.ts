import { isId, type DocumentId, type ProjectId } from '../../base/ids.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '../../doc/live-document.ts';
import type { DocumentInfo } from '../ports.ts';
import type { RawRow } from './care-rows.ts';
import { bytesOf, checkDocument } from './check-document.ts';
import { checkEntries } from './check-entries.ts';
import type { CheckRun } from './check-run.ts';
import type { WholeVersions } from './check-versions.ts';
import { readIndex, type ReadIndex } from './read-index.ts';

/** What is known of a document that has no record, or a broken one. */
type Listed = { readonly projectId: ProjectId; readonly kind: DocumentKind };

/** Every document and its record, then the list of projects. */
export async function checkDocuments(run: CheckRun, whole: WholeVersions): Promise<void> {
	// Rows before records: what is written meanwhile has its record by then.
	const owners = await run.rows((rows) => rows.listRowOwners());
	const records = await run.rows((rows) => rows.readTable('documents'));
	const entries = await run.rows((rows) => rows.readTable('projects'));
	for (const { id, title, shared } of entries) {
		if (isId(id)) run.know(id as ProjectId, typeof title === 'string' ? title : '', shared === true);
	}
	const infos = records.flatMap((record) => infoOf(record) ?? []);
	const known = new Set<string>(records.filter(isOfKnownShape).map(({ id }) => String(id)));
	const loose = new Set([...owners, ...whole.keys()].filter((id) => !known.has(id)));
	const total = infos.length + loose.size;
	const indexes = new Map<ProjectId, ReadIndex>();
	let done = 0;
	const check = async (info: DocumentInfo) => {
		await run.step('documents', done++, total);
		const index = await checkDocument(run, info, whole.get(info.id) ?? []);
		if (index && info.id === (info.projectId as string)) indexes.set(info.projectId, index);
	};
	// Lists first: they say what the others are called.
	const [lists, others] = [infos.filter(isList), infos.filter((info) => !isList(info))];
	for (const info of lists) await check(info);
	for (const find of [findLists, findOthers]) {
		for (const info of await find(run, loose, { whole, indexes, entries })) await check(info);
	}
	for (const info of others) await check(info);
	await checkEntries(run, { entries, infos, indexes });
}

const isList = ({ kind }: DocumentInfo): boolean => kind === 'project';

/** `null`: broken, or of a kind that only another build knows. */
function infoOf({ id, projectId, kind }: RawRow): DocumentInfo | null {
	if (!isId(id) || !isId(projectId) || !isKind(kind)) return null;
	return { id: id as DocumentId, projectId: projectId as ProjectId, kind };
}

const isKind = (kind: unknown): kind is DocumentKind => (DOCUMENT_KINDS as readonly unknown[]).includes(kind);

/** Whether a record says what it is of, be it a kind of another build. */
const isOfKnownShape = ({ id, projectId, kind }: RawRow): boolean =>
	isId(id) && isId(projectId) && typeof kind === 'string' && kind !== '';

type Known = {
	readonly whole: WholeVersions;
	readonly indexes: ReadonlyMap<ProjectId, ReadIndex>;
	readonly entries: readonly RawRow[];
};

/** Lists of projects among documents without a record. */
async function findLists(run: CheckRun, ids: Set<string>, { whole, indexes, entries }: Known) {
	const found: DocumentInfo[] = [];
	const listed = listedIn(indexes);
	for (const id of [...ids]) {
		const asIndex = { id: id as DocumentId, projectId: id as ProjectId, kind: 'project' } as const;
		const known = whole.get(id)?.[0] ?? listed.get(id);
		const isIndex = known ? known.kind === 'project' : entries.some((entry) => entry.id === id);
		if (!isIndex && (known || !isId(id) || !(await holdsIndex(run, asIndex)))) continue;
		ids.delete(id);
		const info = { ...asIndex, projectId: known?.projectId ?? asIndex.projectId };
		if (await isUnknown(run, id)) found.push(info);
	}
	return found;
}

/** The others, by what lists and versions say of them; what nobody knows is set aside. */
async function findOthers(run: CheckRun, ids: ReadonlySet<string>, { whole, indexes }: Known) {
	const found: DocumentInfo[] = [];
	const listed = listedIn(indexes);
	for (const id of ids) {
		if (!(await isUnknown(run, id))) continue;
		const known = whole.get(id)?.[0] ?? listed.get(id);
		if (known) found.push({ id: id as DocumentId, projectId: known.projectId, kind: known.kind });
		else await setAsideRows(run, id);
	}
	return found;
}

/** Somebody may have written it meanwhile. */
async function isUnknown(run: CheckRun, id: string): Promise<boolean> {
	const record = await run.rows((rows) => rows.readRecord(id as DocumentId));
	return !record || !isOfKnownShape(record);
}

function listedIn(indexes: Known['indexes']): ReadonlyMap<string, Listed> {
	const listed = new Map<string, Listed>();
	for (const [projectId, { documents }] of indexes) {
		for (const [id, kind] of documents) listed.set(id, { projectId, kind });
	}
	return listed;
}

async function holdsIndex(run: CheckRun, info: DocumentInfo): Promise<boolean> {
	const rows = await run.rows((each) => each.readRows(info.id));
	const index = readIndex(info, rows);
	return index !== null && !index.isEmpty;
}

async function setAsideRows(run: CheckRun, id: string): Promise<void> {
	const record = await run.rows((each) => each.readRecord(id as DocumentId));
	const rows = await run.rows((each) => each.readRows(id));
	if (rows.length === 0 || (record && isOfKnownShape(record))) return;
	const why = 'Nothing on this device says which project it belongs to';
	const nobodys = { id: id as DocumentId, projectId: id as ProjectId, kind: 'project' } as const;
	const aside = rows.map((row) => ({ row, why }));
	if (!(await run.rows((each) => each.mendRows(nobodys, { record, aside })))) return; // somebody wrote to it
	const found = {
		outcome: 'set-aside',
		why,
		count: rows.length,
		bytes: bytesOf(rows),
		remedy: 'file',
	} as const;
	run.find(null, { subject: 'document', name: null, ...found });
}
