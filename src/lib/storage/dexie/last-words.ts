import { nanoid } from 'nanoid';
import type { ProjectId } from '../../base/ids.ts';
import type { Write } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import type { Database, LastWordsRecord } from './database.ts';
import { appendRows } from './document-rows.ts';
import { toStorageFailure } from './dexie-failure.ts';
import { changeGestureRows } from './gesture-rows.ts';
import { labelVersionRow } from './version-rows.ts';
import { applyWrite } from './write-rows.ts';
import { placeEntry } from '../place-entry.ts';
import type { ProjectEntry, ProjectPatch } from '../ports.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';

/**
 * Writes without reading anything first and without waiting: of a page that is being left, the
 * browser still carries out what was asked for and committed, but no answer reaches it any more.
 * `order` grows with each record of one page; those before it (`inPlaceOf`) say nothing that this one doesn't, or that
 * is not written by now. Returns the record's key, or `null` when the database is gone.
 */
export function leaveLastWords(
	database: IDBDatabase,
	writes: readonly Write[],
	{ order, inPlaceOf }: { readonly order: number; readonly inPlaceOf: readonly string[] },
): string | null {
	const record = toLastWords(writes, order);
	if (!record) return null;
	try {
		const transaction = database.transaction('lastWords', 'readwrite');
		const store = transaction.objectStore('lastWords');
		for (const key of inPlaceOf) store.delete(key);
		store.add(record);
		transaction.commit?.();
		return record.key;
	} catch {
		return null; // the ordinary write, tried right after, says what is wrong
	}
}

function toLastWords(writes: readonly Write[], order: number): LastWordsRecord | null {
	const record = {
		documents: writes.flatMap(documentsIn),
		settings: ofKind(writes, 'setting').map(({ key, value, at }) => ({ key, value, at })),
		gestures: ofKind(writes, 'gestures').map(({ slot, change }) => ({ slot, change })),
		removals: ofKind(writes, 'patch-project').flatMap(({ id, patch: { removedAt } }) =>
			removedAt === undefined ? [] : [{ id, removedAt }],
		),
		entries: ofKind(writes, 'project').map(({ entry }) => entry),
		// Those without a time are found out again when the project is opened.
		patches: ofKind(writes, 'patch-project')
			.filter(({ patch }) => patch.changedAt !== undefined)
			.map(({ id, patch: { removedAt: _, ...patch } }) => ({ id, patch })),
		marks: marksIn(writes),
		labels: ofKind(writes, 'label-version').map(({ id, label }) => ({ id, label })),
		requests: withoutForgotten(writes),
	};
	const isEmpty = Object.values(record).every((parts) => parts.length === 0);
	return isEmpty ? null : { key: nanoid(), order, ...record };
}

/** Only what is marked, and never what is not any more: with a mark too many somebody is asked once in vain. */
function marksIn(writes: readonly Write[]): NonNullable<LastWordsRecord['marks']> {
	const last = new Map<ProjectId, ProjectPatch>();
	for (const { id, patch } of ofKind(writes, 'patch-project')) last.set(id, { ...last.get(id), ...patch });
	return [...last]
		.map(([id, { held = false, unsent = false }]) => ({ id, held, unsent }))
		.filter(({ held, unsent }) => held || unsent);
}

const ofKind = <K extends Write['kind']>(writes: readonly Write[], kind: K) =>
	writes.filter((write): write is Extract<Write, { kind: K }> => write.kind === kind);

function documentsIn(write: Write): LastWordsRecord['documents'] {
	if (write.kind === 'document') {
		const { info, updates, ledger, epoch = 0 } = write;
		return [{ info, updates: updates.map(withChecksum), ledger, epoch }];
	}
	if (write.kind !== 'project') return [];
	const projectId = write.entry.id;
	return write.documents.map(({ id, kind, state }) => ({
		...{ info: { id, kind, projectId }, updates: [withChecksum(state)], ledger: {}, epoch: 0 },
	}));
}

function withoutForgotten(writes: readonly Write[]): readonly OutboxRow[] {
	const forgotten = new Set(ofKind(writes, 'forget-request').map(({ key }) => key));
	return ofKind(writes, 'request').flatMap(({ row }) => (forgotten.has(row.key) ? [] : [row]));
}

const withChecksum = (bytes: Uint8Array) => ({ crc32: crc32(bytes), bytes: bytes.slice() });

/** Takes in what pages left behind. */
export async function takeInLastWords(db: Database): Promise<void> {
	if ((await db.lastWords.count()) === 0) return;
	const tables = [
		db.lastWords,
		db.documents,
		db.snapshots,
		db.updates,
		db.quarantine,
		db.settings,
		db.gestures,
		db.projects,
		db.versions,
		db.outbox,
	];
	await db.transaction('rw', tables, async () => {
		const left = await db.lastWords.toArray();
		for (const words of left.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))) {
			await takeInEach(db, words.documents, (document) => takeInDocument(db, document));
			await takeInEach(db, words.settings ?? [], (setting) => takeInSetting(db, setting));
			await takeInEach(db, words.gestures ?? [], ({ slot, change }) => changeGestureRows(db, slot, change));
			await takeInEach(db, words.entries ?? [], (entry) => takeInEntry(db, entry));
			await takeInEach(db, words.patches ?? [], (changed) => takeInPatch(db, changed));
			await takeInEach(db, words.marks ?? [], (mark) => takeInMark(db, mark));
			await takeInEach(db, words.removals ?? [], (removal) => takeInRemoval(db, removal));
			await takeInEach(db, words.labels ?? [], ({ id, label }) => labelVersionRow(db, id, label));
			await takeInEach(db, words.requests ?? [], (row) => applyWrite(db, { kind: 'request', row }));
		}
		await db.lastWords.clear();
	});
}

/** What has no shape of ours is set aside: it must not keep the database from opening, nor the rest from coming in. */
async function takeInEach<T>(
	db: Database,
	parts: readonly T[],
	takeIn: (part: T) => Promise<void>,
): Promise<void> {
	if (!Array.isArray(parts)) return setAside(db, parts, 'It is no list');
	for (const part of parts as readonly T[]) {
		try {
			await takeIn(part);
		} catch (thrown) {
			// A full or lost database is no fault of what was left: all of it is taken in another time.
			const { problem } = toStorageFailure(thrown);
			if (problem.reason !== 'unknown' && problem.reason !== 'damaged') throw thrown;
			await setAside(db, part, `It could not be taken in: ${String(thrown)}`);
		}
	}
}

async function setAside(db: Database, part: unknown, why: string): Promise<void> {
	const text = JSON.stringify(part, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
	const bytes = new TextEncoder().encode(text ?? '');
	await db.quarantine.add({ what: 'document', id: '', row: 'last-words', why, bytes });
}

async function takeInDocument(
	db: Database,
	{ info, updates, ledger, epoch }: LastWordsRecord['documents'][number],
): Promise<void> {
	const sound = updates.filter(({ bytes, crc32: sum }) => crc32(bytes) === sum);
	for (const { bytes } of updates.filter((update) => !sound.includes(update))) {
		const why = 'The checksum does not match the bytes';
		await db.quarantine.add({ what: 'document', id: info.id, row: 'last-words', why, bytes });
	}
	const whole = sound.length === updates.length;
	await appendRows(db, info, {
		updates: sound.map(({ bytes }) => bytes),
		ledger: whole ? ledger : {},
		epoch,
	});
}

/** Another tab may have set it since: the later one stays. */
async function takeInSetting(
	db: Database,
	{ key, value, at }: NonNullable<LastWordsRecord['settings']>[number],
): Promise<void> {
	const stored = await db.settings.get(key);
	if (stored?.at !== undefined && stored.at > at) return;
	if (value === undefined) await db.settings.delete(key);
	else await db.settings.put({ key, value, at });
}

/** Another tab may have listed it since, or changed it: the later one stays. */
async function takeInEntry(db: Database, entry: ProjectEntry): Promise<void> {
	const known = await db.projects.get(entry.id);
	if (!known || known.changedAt <= entry.changedAt) await db.projects.put(placeEntry(known, entry));
}

async function takeInPatch(
	db: Database,
	{ id, patch }: NonNullable<LastWordsRecord['patches']>[number],
): Promise<void> {
	const known = await db.projects.get(id);
	if (known && known.changedAt <= (patch.changedAt ?? 0)) await db.projects.put({ ...known, ...patch });
}

/** Whatever was changed since: what is left here may not go unasked, or has not gone yet. */
async function takeInMark(
	db: Database,
	{ id, held, unsent }: NonNullable<LastWordsRecord['marks']>[number],
): Promise<void> {
	const entry = await db.projects.get(id);
	if (entry) await db.projects.put({ ...entry, ...(held && { held }), ...(unsent && { unsent }) });
}

/** A project that somebody worked on after it went into the bin stays out of it. */
async function takeInRemoval(
	db: Database,
	{ id, removedAt }: NonNullable<LastWordsRecord['removals']>[number],
): Promise<void> {
	const entry = await db.projects.get(id);
	if (!entry || (removedAt !== null && entry.changedAt > removedAt)) return;
	await db.projects.put({ ...entry, removedAt });
}
