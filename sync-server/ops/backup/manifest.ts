import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeCause } from '../log.ts';
import { BackupError } from './backup-error.ts';

export const MANIFEST = 'manifest.json';
export const DATABASE = 'rastudios.db';
export const SIGNING_KEY = 'signing-key.json';
/** `blobs/<project>/<first two digits>/<hash>`: see `storage/files/file-blobs.ts`. */
export const BLOB_PATH = /^blobs\/[\w-]{22}\/[0-9a-f]{2}\/([0-9a-f]{64})$/;

const isBackupPath = (path: string) => path === DATABASE || path === SIGNING_KEY || BLOB_PATH.test(path);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Manifest = v.object({
	format: v.literal('rastudios-backup'),
	version: v.literal(1),
	createdAt: v.pipe(v.string(), v.isoTimestamp()),
	/** The RaStudios that made it, and the schema of its database. */
	server: v.string(),
	schema: count,
	/** Rows of documents, and those among them that were damaged already. */
	rows: count,
	damagedRows: count,
	files: v.array(
		v.object({
			// Nothing a manifest says may lead out of the folder.
			path: v.pipe(v.string(), v.check(isBackupPath, 'not a file of a backup')),
			bytes: count,
			sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
		}),
	),
});

export type Manifest = v.InferOutput<typeof Manifest>;
export type BackupFile = Manifest['files'][number];

/** What a backup says it holds. Throws `BackupError` when the folder is none. */
export async function readManifest(folder: string): Promise<Manifest> {
	const path = join(folder, MANIFEST);
	let content: unknown;
	try {
		content = JSON.parse(await readFile(path, 'utf8'));
	} catch (cause) {
		throw new BackupError(
			`${folder} is no whole backup: ${MANIFEST} cannot be read (${describeCause(cause)})`,
		);
	}
	const parsed = v.safeParse(Manifest, content);
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	throw new BackupError(
		`${path} is not what this RaStudios writes: ${v.getDotPath(issue) ?? ''} ${issue.message}`,
	);
}
