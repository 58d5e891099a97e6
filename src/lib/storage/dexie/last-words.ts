import { nanoid } from 'nanoid';
import type { Write } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import type { Database, LastWordsRecord } from './database.ts';
import { appendRows } from './document-rows.ts';
import { changeGestureRows } from './gesture-rows.ts';

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
	const documents = writes
		.filter((write) => write.kind === 'document')
		.map(({ info, updates, ledger }) => ({ info, updates: updates.map(withChecksum), ledger }));
	const settings = writes
		.filter((write) => write.kind === 'setting')
		.map(({ key, value, at }) => ({ key, value, at }));
	const gestures = writes
		.filter((write) => write.kind === 'gestures')
		.map(({ slot, change }) => ({ slot, change }));
	if (documents.length + settings.length + gestures.length === 0) return null;
	return { key: nanoid(), order, documents, settings, gestures };
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
	];
	await db.transaction('rw', tables, async () => {
		const left = await db.lastWords.toArray();
		for (const words of left.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))) {
			for (const document of words.documents) await takeInDocument(db, document);
			for (const setting of words.settings ?? []) await takeInSetting(db, setting);
			for (const { slot, change } of words.gestures ?? []) await changeGestureRows(db, slot, change);
		}
		await db.lastWords.clear();
	});
}

async function takeInDocument(
	db: Database,
	{ info, updates, ledger }: LastWordsRecord['documents'][number],
): Promise<void> {
	const sound = updates.filter(({ bytes, crc32: sum }) => crc32(bytes) === sum);
	for (const { bytes } of updates.filter((update) => !sound.includes(update))) {
		const why = 'The checksum does not match the bytes';
		await db.quarantine.add({ what: 'document', id: info.id, row: 'last-words', why, bytes });
	}
	const whole = sound.length === updates.length;
	await appendRows(
		db,
		info,
		sound.map(({ bytes }) => bytes),
		whole ? ledger : {},
	);
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
