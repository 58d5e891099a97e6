import type { DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { VersionsOf, Write } from '../backend.ts';
import type { VersionInfo } from '../ports.ts';
import { parseVersion, standsFor, VERSION_SHAPE, type VersionRecord } from '../versions/version-record.ts';
import { chunksOf, putChunks } from './chunk-rows.ts';
import type { Database } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function putVersionRows(
	db: Database,
	{ info, state, unlessSince }: Extract<Write, { kind: 'version' }>,
): Promise<void> {
	if (unlessSince !== undefined) {
		const others = await listVersionRows(db, { documentId: info.documentId });
		if (others.some((other) => standsFor(info, other, unlessSince))) return;
	}
	if ((await chunksOf(db.versionChunks, info.hash).count()) === 0) {
		await putChunks(db.versionChunks, info.hash, state);
	}
	if (!(await db.versions.get(info.id))) await db.versions.add({ ...info, shape: VERSION_SHAPE });
}

export async function labelVersionRow(db: Database, id: VersionId, label: string | null): Promise<void> {
	const row = await db.versions.get(id);
	// Over the row as it is: another build may have put more into it.
	if (row && parseVersion(row)) await db.versions.put({ ...row, label });
}

export async function listVersionRows(db: Database, of: VersionsOf): Promise<readonly VersionInfo[]> {
	return (await versionsOf(db, of).toArray()).flatMap((row) => parseVersion(row) ?? []);
}

/** The rows, and the bytes that no row is left to name. */
export async function forgetVersions(db: Database, ids: readonly VersionId[]): Promise<void> {
	const rows = (await db.versions.bulkGet([...ids])).filter((row) => row !== undefined);
	await db.versions.bulkDelete([...ids]);
	for (const hash of new Set(rows.map((row) => row.hash))) await forgetUnnamed(db, hash);
}

/** Those of a deleted document, or project: rows of other builds as well. */
export async function forgetVersionsOf(db: Database, of: VersionsOf): Promise<void> {
	await forgetVersions(db, await versionsOf(db, of).primaryKeys());
	if ('documentId' in of) await db.quarantine.where({ what: 'version', id: of.documentId }).delete();
}

async function forgetUnnamed(db: Database, hash: VersionRecord['hash']): Promise<void> {
	if ((await db.versions.where('hash').equals(hash).count()) > 0) return;
	await chunksOf(db.versionChunks, hash).delete();
}

function versionsOf(db: Database, of: VersionsOf) {
	const [index, id]: [string, DocumentId | ProjectId] =
		'documentId' in of ? ['documentId', of.documentId] : ['projectId', of.projectId];
	return db.versions.where(index).equals(id);
}
