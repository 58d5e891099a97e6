import type { DocumentId, ProjectId } from '../../base/ids.ts';
import { orderKeysBetween } from '../../base/order-key.ts';
import { systemRandom } from '../../base/random.ts';
import { extractProject } from '../../doc/extract-project.ts';
import { isContentKind, LiveDocument, type ContentKind } from '../../doc/live-document.ts';
import { indexDocumentId } from '../../protocol/address.ts';
import { openLock } from '../open-lock.ts';
import type { DocumentInfo, ProjectEntry } from '../ports.ts';
import { isSound } from '../sound-rows.ts';
import type { RawDocumentRow } from './care-rows.ts';
import { bytesOf } from './check-document.ts';
import type { CheckFinding } from './check-report.ts';
import type { CheckRun } from './check-run.ts';

/** Documents that no list names, though their own records say which project they belong to. */
export type Homeless = {
	readonly projectId: ProjectId;
	readonly documents: readonly DocumentInfo[];
	readonly title: string;
	readonly createdAt: number;
	/** For the list of projects; `null`: the project is in it. */
	readonly entry: ProjectEntry | null;
};

/**
 * Lists again, in a list of documents made anew, what has content. What has none is of no use: edits of a project that
 * was deleted while they were on their way, which wait for others for ever.
 */
export async function rehome(run: CheckRun, homeless: Homeless): Promise<void> {
	const { projectId, entry } = homeless;
	if (run.noted.get(projectId)?.token || run.isShared(projectId))
		return tell(run, homeless, { outcome: 'open', why: LIST_GONE, remedy: 'server' });
	const release = await run.device.locks.holdLock(openLock(projectId), 0);
	// A tab that has it open may have its list.
	if (!release) return tell(run, homeless, { outcome: 'open', why: LIST_GONE, remedy: 'file' });
	try {
		const full: DocumentInfo[] = [];
		for (const info of homeless.documents) {
			const rows = await run.rows((each) => each.readRows(info.id));
			if (isContentKind(info.kind) && holdsContent(info, rows)) full.push(info);
			else if (entry) await clearAway(run, info, rows);
		}
		if (full.length > 0) await relist(run, { ...homeless, documents: full });
	} finally {
		release();
	}
}

const LIST_GONE = 'Their project’s own list of documents is gone';

/** Whether any edit of it can be shown. */
function holdsContent({ id, kind }: DocumentInfo, rows: readonly RawDocumentRow[]): boolean {
	const live = new LiveDocument(id, kind);
	try {
		for (const { name, value } of rows) {
			const row = { name, ...value } as Parameters<typeof isSound>[0];
			if (isSound(row)) live.applyV2(row.bytes, 'storage');
		}
		return live.stateVector().length > 1;
	} catch {
		return false; // what cannot be applied was set aside before
	} finally {
		live.destroy();
	}
}

async function clearAway(run: CheckRun, info: DocumentInfo, rows: readonly RawDocumentRow[]): Promise<void> {
	const record = await run.rows((each) => each.readRecord(info.id));
	const why = 'It was written for a project that is not on this device';
	const aside = rows.map((row) => ({ row, why }));
	if (!(await run.rows((each) => each.mendRows(info, { record, aside, forget: true })))) return;
	const outcome = rows.length > 0 ? 'set-aside' : 'removed';
	const found = { outcome, why, count: Math.max(1, rows.length), bytes: bytesOf(rows) } as const;
	run.find(null, { subject: 'document', name: null, remedy: 'none', ...found });
}

async function relist(run: CheckRun, homeless: Homeless): Promise<void> {
	const { projectId, documents, title, createdAt, entry } = homeless;
	const index = { id: indexDocumentId(projectId), projectId, kind: 'project' } as const;
	const rows = await run.rows((each) => each.readRows(index.id));
	const orders = orderKeysBetween(null, null, documents.length, systemRandom);
	const listed = documents.map(({ id, kind }, at) => ({
		...{ id, kind: kind as ContentKind, title: titleOf(run, id, kind, at) },
		...{ order: orders[at]!, removed: false },
	}));
	const list = extractProject(index.id, { title, createdAt, documents: listed, assets: [] });
	const state = list.encodeState();
	list.destroy();
	const ids = documents.map(({ id }) => id);
	const isListed = await run.rows((each) => each.relist(index, { rows, documents: ids, state, entry }));
	if (!isListed) return; // it came back by itself, or went
	run.know(projectId, title, false);
	const why = 'Its list of documents was gone; those that belong to it are listed again';
	tell(run, homeless, { outcome: 'repaired', why, remedy: 'none' });
}

const titleOf = (run: CheckRun, id: DocumentId, kind: string, at: number): string =>
	run.titles.get(id) ?? `Recovered ${kind} ${at + 1}`;

function tell(
	run: CheckRun,
	{ projectId, documents, entry }: Homeless,
	finding: Pick<CheckFinding, 'outcome' | 'why' | 'remedy'>,
): void {
	const subject = entry && finding.outcome === 'repaired' ? 'project' : 'index';
	run.find(projectId, { subject, name: null, count: documents.length, bytes: 0, ...finding });
}
