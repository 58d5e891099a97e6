import * as v from 'valibot';
import { isAssetHash, isId, type AssetHash, type DocumentId, type ProjectId } from '../../base/ids.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import { MAX_FILE_TITLE } from './project-file.ts';
import { damaged, newer, notAProject, unsafe } from './project-file-refusal.ts';

export const MANIFEST_NAME = 'manifest.json';
export const MANIFEST_FORMAT = 'rastudios.project';
/** Raised with every change that an older reader would misread. */
export const MANIFEST_VERSION = 1;

export const documentPath = (id: DocumentId): string => `documents/${id}.yjs2`;
export const assetPath = (hash: AssetHash): string => `assets/${hash}`;
export const THUMBNAIL_PATH = 'thumbnail';

const text = v.pipe(v.string(), v.maxLength(MAX_FILE_TITLE));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const documentId = v.custom<DocumentId>(isId, 'an id of 22 letters, digits, "-" or "_"');
const projectId = v.custom<ProjectId>(isId, 'an id of 22 letters, digits, "-" or "_"');
const hash = v.custom<AssetHash>(isAssetHash, '64 hex digits');

// Documents of kinds to come are carried along as they are.
const documentKind = v.custom<DocumentKind>(
	(kind) => typeof kind === 'string' && /^[a-z][a-z-]{0,31}$/.test(kind),
	'a word for what kind of document it is',
);

const head = v.object({ format: v.literal(MANIFEST_FORMAT), version: count });

const manifest = v.object({
	format: v.literal(MANIFEST_FORMAT),
	version: v.literal(MANIFEST_VERSION),
	app: text,
	projectId,
	title: text,
	createdAt: count,
	exportedAt: count,
	documents: v.array(
		v.object({
			id: documentId,
			kind: documentKind,
			title: text,
			path: text,
			sha256: hash,
			bytes: count,
		}),
	),
	assets: v.array(v.object({ hash, path: text, bytes: count })),
	thumbnail: v.nullable(v.object({ path: text, sha256: hash, bytes: count })),
});

export type Manifest = v.InferOutput<typeof manifest>;

/** The table of contents, checked. Throws a ProjectFileRefusal. */
export function parseManifest(bytes: Uint8Array): Manifest {
	const json = parseJson(bytes);
	const start = v.safeParse(head, json);
	if (!start.success) throw notAProject();
	if (start.output.version > MANIFEST_VERSION) throw newer();
	const parsed = v.safeParse(manifest, json);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw damaged(
			`its table of contents is wrong at ${v.getDotPath(issue) ?? 'its start'} (${issue.message})`,
		);
	}
	checkPaths(parsed.output);
	return parsed.output;
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw damaged('its table of contents cannot be read'); // a parser's position in it helps nobody
	}
}

function checkPaths({ documents, assets, thumbnail }: Manifest): void {
	const seen = new Set<string>();
	const check = (path: string, expected: string) => {
		if (path !== expected) throw unsafe(`${JSON.stringify(path.slice(0, 80))} should be ${expected}`);
		if (seen.has(path)) throw unsafe(`it lists ${path} twice`);
		seen.add(path);
	};
	for (const { id, path } of documents) check(path, documentPath(id));
	for (const { hash: name, path } of assets) check(path, assetPath(name));
	if (thumbnail) check(thumbnail.path, THUMBNAIL_PATH);
}
