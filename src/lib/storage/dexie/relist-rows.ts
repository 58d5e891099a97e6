import type { Relisting } from '../check/care-rows.ts';
import type { DocumentInfo } from '../ports.ts';
import type { Database } from './database.ts';
import { appendRows } from './document-rows.ts';
import { rawRowsOf } from './raw-rows.ts';

/** Inside a transaction: a project's list of documents anew, and the project with it, unless one of them is there now. */
export async function relist(
	db: Database,
	index: DocumentInfo,
	{ rows, documents, state, entry }: Relisting,
): Promise<boolean> {
	const now = await rawRowsOf(db, index.id);
	if (now.length !== rows.length || now.some(({ name }, at) => name !== rows[at]?.name)) return false;
	const isListed = (await db.projects.get(index.projectId)) !== undefined;
	if (isListed !== (entry === null)) return false;
	const records = await db.documents.bulkGet([...documents]);
	if (!records.every((record) => record?.projectId === index.projectId)) return false;
	await appendRows(db, index, { updates: [state], ledger: {} });
	if (entry) await db.projects.put(entry);
	return true;
}
