import { hashAsset } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { DocumentRow } from '../backend.ts';
import type { DocumentInfo, VersionInfo } from '../ports.ts';
import { isSound } from '../sound-rows.ts';
import type { RawDocumentRow, RawRow, RowsMending } from './care-rows.ts';
import type { CheckFinding } from './check-report.ts';
import type { CheckRun } from './check-run.ts';
import { indexOf, type ReadIndex } from './read-index.ts';

const CHECKSUM = 'The checksum does not match the bytes';

type Damaged = { readonly row: RawDocumentRow; readonly why: string };

/** Somebody who writes all the time is left alone in the end; nothing was changed then. */
const MOST_LOOKS = 3;

/** One document: its record, its rows, and whether they make a whole. Resolves to what it says, when it is a list. */
export async function checkDocument(
	run: CheckRun,
	info: DocumentInfo,
	versions: readonly VersionInfo[],
): Promise<ReadIndex | null> {
	for (let looks = 1; ; looks++) {
		const seen = await look(run, info, versions);
		if (seen.isSettled || looks === MOST_LOOKS) return seen.index;
	}
}

type Look = { readonly isSettled: boolean; readonly index: ReadIndex | null };

async function look(run: CheckRun, info: DocumentInfo, versions: readonly VersionInfo[]): Promise<Look> {
	const all = await run.rows((rows) => rows.readRows(info.id));
	const record = await mendRecord(run, info, all);
	// Rows of another history are kept, and not read.
	const rows = all.filter(({ value }) => !record || value.epoch === record.epoch || !isSoundRow({ value }));
	const live = new LiveDocument(info.id, info.kind);
	try {
		const damaged = applyRows(live, rows);
		const isDoubtful = damaged.length > 0 || !record || live.hasPending();
		const add = isDoubtful ? await findRecovery(run, live, versions) : null;
		const isSettled =
			(damaged.length === 0 && !add) ||
			(await run.rows((each) => each.mendRows(info, { record, aside: damaged, ...(add && { add }) })));
		if (isSettled) {
			run.count(info.projectId, { documents: 1, rows: rows.length, bytes: bytesOf(rows) });
			const recovered = add !== null;
			report(run, info, { damaged, recovered, isNew: !record, isPending: live.hasPending() });
		}
		return { isSettled, index: info.kind === 'project' ? learn(run, info, live) : null };
	} finally {
		live.destroy();
	}
}

/** A record that is not there, that lags behind its rows, or says what no record can. */
async function mendRecord(
	run: CheckRun,
	info: DocumentInfo,
	rows: readonly RawDocumentRow[],
): Promise<RawRow | null> {
	const read = () => run.rows((each) => each.readRecord(info.id));
	const record = await read();
	if (record ? isInOrder(record, rows) : rows.length === 0) return record;
	if (!(await run.rows((each) => each.mendRecord(info)))) return read();
	const why = record
		? 'What was noted of it does not fit its rows'
		: 'Nothing on this device said which project it belongs to';
	find(run, info, { outcome: 'repaired', why, count: rows.length, bytes: bytesOf(rows), remedy: 'none' });
	return read();
}

function isInOrder(record: RawRow, rows: readonly RawDocumentRow[]): boolean {
	const { epoch, lastSeq, bytes, ledger } = record;
	if (![epoch, lastSeq, bytes].every((value) => Number.isSafeInteger(value) && (value as number) >= 0))
		return false;
	if (typeof ledger !== 'object' || ledger === null) return false;
	const last = Math.max(0, ...rows.map(({ name }) => Number(name.slice(name.indexOf(':') + 1))));
	return last <= (lastSeq as number);
}

const isSoundRow = ({ value }: Pick<RawDocumentRow, 'value'>): boolean =>
	isSound(value as unknown as DocumentRow);

function applyRows(live: LiveDocument, rows: readonly RawDocumentRow[]): Damaged[] {
	const damaged: Damaged[] = [];
	for (const row of rows) {
		if (!isSoundRow(row)) {
			damaged.push({ row, why: CHECKSUM });
			continue;
		}
		try {
			live.applyV2(row.value.bytes as Uint8Array, 'storage');
		} catch (thrown) {
			damaged.push({ row, why: `It cannot be applied: ${String(thrown)}` });
		}
	}
	return damaged;
}

/** Versions are earlier states of the same history: what they have is joined, and doubles nothing. */
async function findRecovery(
	run: CheckRun,
	live: LiveDocument,
	versions: readonly VersionInfo[],
): Promise<NonNullable<RowsMending['add']> | null> {
	const [states, from]: [Uint8Array[], VersionInfo[]] = [[], []];
	for (const version of versions) {
		const before = live.encodeState();
		const state = await run.rows((rows) => rows.readState(version.hash));
		if ((await hashAsset(state)) !== version.hash) continue; // it went, or was damaged, a moment ago
		live.applyV2(state, 'storage');
		if (isSame(before, live.encodeState())) break; // older ones have less
		states.push(state);
		from.push(version);
	}
	return states.length > 0 ? { states, versions: from } : null;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
	a.length === b.length && a.every((byte, at) => byte === b[at]);

type Outcome = {
	readonly damaged: readonly Damaged[];
	readonly recovered: boolean;
	readonly isNew: boolean;
	readonly isPending: boolean;
};

function report(run: CheckRun, info: DocumentInfo, { damaged, recovered, isNew, isPending }: Outcome): void {
	const bytes = bytesOf(damaged.map(({ row }) => row));
	const remedy = run.isShared(info.projectId) ? 'server' : recovered ? 'version' : 'file';
	if (damaged.length > 0) {
		const why = damaged[0]?.why ?? CHECKSUM;
		const outcome = recovered ? 'recovered' : 'set-aside';
		find(run, info, { outcome, why, count: damaged.length, bytes, remedy });
	} else if (recovered && isNew) {
		const why = 'Its rows are gone; its latest version took their place';
		find(run, info, { outcome: 'recovered', why, count: 1, bytes: 0, remedy });
	} else if (recovered && !isPending) {
		const why = 'Edits that it was built on were missing; a version had them';
		find(run, info, { outcome: 'repaired', why, count: 1, bytes: 0, remedy: 'none' });
	} else if (isPending) {
		const why = 'Some of its edits wait for others that are not on this device';
		find(run, info, { outcome: 'open', why, count: 1, bytes: 0, remedy });
	}
}

function find(run: CheckRun, info: DocumentInfo, finding: Omit<CheckFinding, 'subject' | 'name'>): void {
	const subject = info.kind === 'project' ? 'index' : 'document';
	run.find(info.projectId, { subject, name: run.titles.get(info.id) ?? null, ...finding });
}

function learn(run: CheckRun, { projectId }: DocumentInfo, live: LiveDocument): ReadIndex {
	const index = indexOf(live);
	for (const [id, title] of index.titles) if (title !== '') run.titles.set(id, title);
	for (const { hash, name } of index.assets) {
		const known = run.assets.get(hash) ?? { name, projects: new Set() };
		run.assets.set(hash, known);
		known.projects.add(projectId);
	}
	return index;
}

export const bytesOf = (rows: readonly RawDocumentRow[]): number =>
	rows.reduce((sum, { value }) => sum + (value.bytes instanceof Uint8Array ? value.bytes.length : 0), 0);
