import { Dexie, type Table } from 'dexie';
import type { DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { RowName } from '../backend.ts';
import type { CareRows, RawDocumentRow, RawRow, SetAsideRow, UndoSize } from '../check/care-rows.ts';
import type { DocumentInfo } from '../ports.ts';
import { chunksOf } from './chunk-rows.ts';
import type { Database, DocumentRecord, QuarantineRecord, UpdateRecord } from './database.ts';
import { toStorageFailure } from './dexie-failure.ts';
import { gesturesOf } from './gesture-rows.ts';
import { mendingTables, mendRows } from './mend-rows.ts';
import { rawRowsOf } from './raw-rows.ts';
import { relist } from './relist-rows.ts';
import { ledgerOf, sumUp, updatesBehind } from './sum-up.ts';

/** Looking after the database as a whole. */
export function careRows(db: Database): CareRows {
	const documentRows = [db.documents, db.snapshots, db.updates];
	const states = [db.versions, db.versionChunks];
	const rows: CareRows = {
		readTable: async (table) => (await db.table(table).toArray()) as RawRow[],
		readRecord: (id) => db.transaction('r', documentRows, () => readRecord(db, id)),
		async listRowOwners() {
			const owners = await Promise.all([
				firstKeys(db.snapshots, '[doc+id]'),
				firstKeys(db.updates, '[doc+seq]'),
			]);
			return [...new Set(owners.flat())];
		},
		readRows: (id) => db.transaction('r', documentRows, () => rawRowsOf(db, id as DocumentId)),
		mendRecord: (info) => db.transaction('rw', documentRows, () => mendRecord(db, info)),
		mendRows: (info, mending) => db.transaction('rw', mendingTables(db), () => mendRows(db, info, mending)),
		relist: (index, listing) =>
			db.transaction('rw', [...documentRows, db.projects], () => relist(db, index, listing)),
		mendEntry: (id, mend) =>
			db.transaction('rw', [db.projects, db.documents], async () => {
				const found = (await db.projects.get(id)) as RawRow | undefined;
				// Its documents go with a project: without them it was deleted meanwhile.
				if (!found && !(await db.documents.get(id as string as DocumentId))) return false;
				const mended = mend(found ?? null);
				if (mended) await db.projects.put(mended);
				return mended !== null;
			}),
		listStates: () => firstKeys(db.versionChunks, '[hash+index]'),
		readState: (hash) => joinChunks(db, hash),
		setAsideState: (hash, versions, why) =>
			db.transaction('rw', [...states, db.quarantine], () => setAsideState(db, hash, versions, why)),
		removeUnnamedState: (hash) =>
			db.transaction('rw', states, async () => {
				if ((await db.versions.where('hash').equals(hash).count()) > 0) return null;
				const { length } = await joinChunks(db, hash);
				await chunksOf(db.versionChunks, hash).delete();
				return length;
			}),
		listUndoOwners: () => firstKeys(db.gestures, '[projectId+slot+stack+index]'),
		measureUndo: (projectId) => measureUndo(db, projectId),
		removeUndo: (projectId) =>
			db.transaction('rw', [db.gestures, db.projects], async () => {
				if (await db.projects.get(projectId as ProjectId)) return { rows: 0, bytes: 0 };
				const size = await measureUndo(db, projectId);
				await gesturesOf(db, projectId as ProjectId).delete();
				return size;
			}),
		async listSetAside() {
			const found: SetAsideRow[] = [];
			await db.quarantine.each((record) => void found.push(toSetAside(record)));
			return found;
		},
		readSetAside: (key) =>
			db.transaction('r', [db.quarantine, db.assetChunks], async () => {
				const record = await db.quarantine.get(key);
				return record ? { ...toSetAside(record), content: await contentOf(db, record) } : null;
			}),
		removeSetAside: (key) =>
			db.transaction('rw', [db.quarantine, db.assetChunks], async () => {
				const record = await db.quarantine.get(key);
				await db.quarantine.delete(key);
				if (record?.pieces !== undefined) await chunksOf(db.assetChunks, record.pieces).delete();
				return record?.file ?? null;
			}),
	};
	return withFailures(rows);
}

/** Everything it throws is a StorageFailure. */
function withFailures(rows: CareRows): CareRows {
	const wrap =
		(run: (...given: unknown[]) => Promise<unknown>) =>
		async (...given: unknown[]) => {
			try {
				return await run(...given);
			} catch (thrown) {
				throw toStorageFailure(thrown);
			}
		};
	const entries = Object.entries(rows) as [string, (...given: unknown[]) => Promise<unknown>][];
	return Object.fromEntries(entries.map(([name, run]) => [name, wrap(run)])) as unknown as CareRows;
}

/** The distinct first parts of a table's keys, without a look at the rows. */
async function firstKeys(table: Table, index: string): Promise<string[]> {
	const found: string[] = [];
	let next = await table.orderBy(index).limit(1).primaryKeys();
	while (next[0] !== undefined) {
		const [first] = next[0] as unknown as [string];
		found.push(first);
		next = await table.where(index).above([first, Dexie.maxKey]).limit(1).primaryKeys();
	}
	return found;
}

/** With what the rows behind it say; a broken one as it is. */
async function readRecord(db: Database, id: DocumentId): Promise<RawRow | null> {
	const found = await db.documents.get(id);
	if (!found || !isWhole(found)) return (found as RawRow | undefined) ?? null;
	return sumUp(found, await updatesBehind(db, found));
}

type Counts = Pick<DocumentRecord, 'lastSeq' | 'bytes' | 'ledger'>;
const isWhole = <T extends Partial<Counts>>(record: T): record is T & Counts =>
	isCount(record.lastSeq) &&
	isCount(record.bytes) &&
	typeof record.ledger === 'object' &&
	record.ledger !== null;

async function mendRecord(db: Database, info: DocumentInfo): Promise<boolean> {
	const rows = await rawRowsOf(db, info.id);
	const found = (await readRecord(db, info.id)) as Partial<DocumentRecord> | null;
	const last = Math.max(0, ...rows.map(({ name }) => numberOf(name)));
	const epoch = isCount(found?.epoch) ? found.epoch : epochOf(rows);
	const values = rows.map(({ value }) => value as unknown as UpdateRecord);
	const ledger = typeof found?.ledger === 'object' && found.ledger !== null ? found.ledger : {};
	const sound: DocumentRecord = {
		...found,
		...info,
		epoch,
		schema: 1,
		bytes: found && isWhole(found) ? found.bytes : bytesOf(rows),
		lastSeq: isCount(found?.lastSeq) ? Math.max(found.lastSeq, last) : last,
		ledger: ledgerOf({ epoch, ledger }, values),
	};
	if (found && JSON.stringify(found) === JSON.stringify(sound)) return false;
	if (!found && rows.length === 0) return false;
	await db.documents.put(sound);
	return true;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const numberOf = (name: RowName): number => Number(name.slice(name.indexOf(':') + 1));
const bytesOf = (rows: readonly RawDocumentRow[]): number =>
	rows.reduce((sum, { value }) => sum + (value.bytes instanceof Uint8Array ? value.bytes.length : 0), 0);
/** That of the newest row: earlier ones may be of a history that was replaced. */
function epochOf(rows: readonly RawDocumentRow[]): number {
	const newest = rows.toSorted((a, b) => numberOf(b.name) - numberOf(a.name))[0];
	return isCount(newest?.value.epoch) ? newest.value.epoch : 0;
}

async function joinChunks(db: Database, hash: string): Promise<Uint8Array<ArrayBuffer>> {
	const pieces: Uint8Array[] = [];
	await chunksOf(db.versionChunks, hash).each(({ bytes }: { readonly bytes: unknown }) => {
		if (bytes instanceof ArrayBuffer) pieces.push(new Uint8Array(bytes));
	});
	return joined(pieces);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

async function setAsideState(
	db: Database,
	hash: string,
	versions: readonly VersionId[],
	why: string,
): Promise<void> {
	const naming = (await db.versions.bulkGet([...versions])).filter((row) => row?.hash === hash);
	const bytes = await joinChunks(db, hash);
	for (const row of naming) {
		const id = (row as { readonly documentId: string }).documentId;
		// The same bytes once, with the first of them.
		const own = row === naming[0] ? bytes : new Uint8Array();
		await db.quarantine.add({ what: 'version', id, row: hash, why, bytes: own });
	}
	await chunksOf(db.versionChunks, hash).delete();
	await db.versions.bulkDelete([...versions]);
}

async function measureUndo(db: Database, projectId: string): Promise<UndoSize> {
	let [rows, bytes] = [0, 0];
	await gesturesOf(db, projectId as ProjectId).each(({ payload }) => {
		rows += 1;
		bytes += JSON.stringify(payload)?.length ?? 0;
	});
	return { rows, bytes };
}

const toSetAside = ({ key = 0, what, id, row, why, at, bytes, file }: QuarantineRecord): SetAsideRow => ({
	key,
	what,
	id,
	row,
	why,
	at: at ?? null,
	bytes: bytes instanceof Uint8Array ? bytes.length : 0,
	file: file ?? null,
});

async function contentOf(db: Database, { bytes, pieces }: QuarantineRecord): Promise<Uint8Array> {
	if (pieces === undefined) return bytes;
	const chunks = await chunksOf(db.assetChunks, pieces).toArray();
	return joined(chunks.map((chunk) => new Uint8Array(chunk.bytes)));
}
