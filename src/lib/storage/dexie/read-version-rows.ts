import type { VersionId } from '../../base/ids.ts';
import type { VersionInfo } from '../ports.ts';
import { parseVersion } from '../versions/version-record.ts';
import { chunksOf, readChunks } from './chunk-rows.ts';
import type { Database } from './database.ts';

/** The bytes as stored, unverified. */
export async function readVersionRows(
	db: Database,
	id: VersionId,
): Promise<{ readonly info: VersionInfo; readonly state: Uint8Array<ArrayBuffer> } | null> {
	const info = parseVersion(await db.versions.get(id));
	return info && { info, state: await readChunks(db.versionChunks, info.hash, info.bytes) };
}

/** Puts the bytes aside; the row stays, and says what they were. */
export async function quarantineVersionRows(db: Database, id: VersionId, why: string): Promise<void> {
	const read = await readVersionRows(db, id);
	if (!read || read.state.length === 0) return;
	const { info, state: bytes } = read;
	await db.quarantine.add({ what: 'version', id: info.documentId, row: info.hash, why, bytes });
	await chunksOf(db.versionChunks, info.hash).delete();
}
