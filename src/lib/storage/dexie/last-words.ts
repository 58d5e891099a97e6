import { nanoid } from 'nanoid';
import type { Write } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import type { Database, LastWordsRecord } from './database.ts';
import { appendRows } from './document-rows.ts';

/**
 * Writes document changes without reading anything first and without waiting: of a page that is being left, the
 * browser still carries out what was asked for and committed, but no answer reaches it any more.
 * Returns the record's key, or `null` when the database is gone.
 */
export function leaveLastWords(database: IDBDatabase, writes: readonly Write[]): string | null {
	const documents = writes.flatMap((write) =>
		write.kind === 'document' ? [{ ...write, updates: write.updates.map(withChecksum) }] : [],
	);
	if (documents.length === 0) return null;
	const key = nanoid();
	try {
		const transaction = database.transaction('lastWords', 'readwrite');
		const record: LastWordsRecord = {
			key,
			documents: documents.map(({ info, updates, ledger }) => ({ info, updates, ledger })),
		};
		transaction.objectStore('lastWords').add(record);
		transaction.commit?.();
		return key;
	} catch {
		return null; // the ordinary write, tried right after, says what is wrong
	}
}

const withChecksum = (bytes: Uint8Array) => ({ crc32: crc32(bytes), bytes: bytes.slice() });

/** Takes in what pages left behind. */
export async function takeInLastWords(db: Database): Promise<void> {
	if ((await db.lastWords.count()) === 0) return;
	await db.transaction('rw', [db.lastWords, db.documents, db.updates, db.quarantine], async () => {
		for (const { documents } of await db.lastWords.toArray()) {
			for (const { info, updates, ledger } of documents) {
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
		}
		await db.lastWords.clear();
	});
}
