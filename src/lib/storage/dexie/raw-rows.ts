import { Dexie } from 'dexie';
import type { DocumentId } from '../../base/ids.ts';
import type { RawDocumentRow } from '../check/care-rows.ts';
import type { Database } from './database.ts';

/** Every row of a document as it lies, of whatever epoch, snapshots first. */
export async function rawRowsOf(db: Database, id: DocumentId): Promise<readonly RawDocumentRow[]> {
	const from = [id, Dexie.minKey];
	const to = [id, Dexie.maxKey];
	const snapshots = await db.snapshots.where('[doc+id]').between(from, to).toArray();
	const updates = await db.updates.where('[doc+seq]').between(from, to).toArray();
	return [
		...snapshots.map((value): RawDocumentRow => ({ name: `snapshot:${value.id}`, value })),
		...updates.map((value): RawDocumentRow => ({ name: `update:${value.seq}`, value })),
	];
}
