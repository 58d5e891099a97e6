import * as v from 'valibot';
import { isAssetHash, isId, type AssetHash, type DocumentId, type ProjectId } from '../../base/ids.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import { MAX_FILE_TITLE, PROJECT_FILE_LIMITS } from './project-file.ts';
import { damaged, newer, notAProject, tooLarge, unsafe } from './project-file-refusal.ts';

export const MANIFEST_NAME = 'manifest.json';
export const MANIFEST_FORMAT = 'rastudios.project';
/** Raised with every change that an older reader would misread. */
export const MANIFEST_VERSION = 2;

export const documentPath = (id: DocumentId): string => `documents/${id}.yjs2`;
export const assetPath = (hash: AssetHash): string => `assets/${hash}`;
export const statePath = (hash: string): string => `states/${hash}.yjs2`;
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

// A reason nobody here knows is no reason to lose the version.
const versionReason = v.fallback(
	v.picklist(['timed', 'import', 'restore', 'migration', 'merge', 'branch', 'named']),
	'timed',
);

const version = v.object({
	document: documentId,
	kind: documentKind,
	createdAt: count,
	author: v.object({ id: text, name: text }),
	label: v.nullable(text),
	reason: versionReason,
	schema: count,
	state: hash,
	assets: v.array(hash),
});

const history = v.object({
	versions: v.array(version),
	states: v.array(v.object({ hash, path: text, bytes: count })),
});

const head = v.object({ format: v.literal(MANIFEST_FORMAT), version: count });

const always = {
	format: v.literal(MANIFEST_FORMAT),
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
};

const manifest1 = v.pipe(
	v.object({ ...always, version: v.literal(1) }),
	v.transform((first) => ({ ...first, scope: 'project' as const, main: null, history: null })),
);

const manifest2 = v.object({
	...always,
	version: v.literal(2),
	scope: v.picklist(['project', 'scene', 'prefab']),
	main: v.nullable(documentId),
	history: v.nullable(history),
});

type Manifest1 = v.InferInput<typeof manifest1>;
type Manifest2 = v.InferInput<typeof manifest2>;
/** As it is written: the members of version 1, or all. */
export type WrittenManifest = Manifest1 | Manifest2;
/** As it was read, of whatever version. */
export type Manifest = v.InferOutput<typeof manifest1> | v.InferOutput<typeof manifest2>;

export type ListedDocument = Manifest['documents'][number];
export type ListedAsset = Manifest['assets'][number];
export type ListedHistory = v.InferOutput<typeof history>;

/** The table of contents, checked. Throws a ProjectFileRefusal. */
export function parseManifest(bytes: Uint8Array): Manifest {
	const json = parseJson(bytes);
	const start = v.safeParse(head, json);
	if (!start.success) throw notAProject();
	if (start.output.version > MANIFEST_VERSION) throw newer();
	const parsed = v.safeParse(start.output.version === 1 ? manifest1 : manifest2, json);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw damaged(
			`its table of contents is wrong at ${v.getDotPath(issue) ?? 'its start'} (${issue.message})`,
		);
	}
	checkPaths(parsed.output);
	checkMain(parsed.output);
	checkHistory(parsed.output.history);
	return parsed.output;
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw damaged('its table of contents cannot be read'); // a parser's position in it helps nobody
	}
}

function checkPaths({ documents, assets, thumbnail, history: past }: Manifest): void {
	const seen = new Set<string>();
	const check = (path: string, expected: string) => {
		if (path !== expected) throw unsafe(`${JSON.stringify(path.slice(0, 80))} should be ${expected}`);
		if (seen.has(path)) throw unsafe(`it lists ${path} twice`);
		seen.add(path);
	};
	for (const { id, path } of documents) check(path, documentPath(id));
	for (const { hash: name, path } of assets) check(path, assetPath(name));
	for (const { hash: name, path } of past?.states ?? []) check(path, statePath(name));
	if (thumbnail) check(thumbnail.path, THUMBNAIL_PATH);
}

/** A file of one document names it, and has it and the list it stands in. */
function checkMain({ scope, main, projectId: id, documents }: Manifest): void {
	if (scope === 'project') return;
	const isThere = documents.some((document) => document.id === main && document.kind === scope);
	if (!isThere) throw damaged(`its ${scope} is not in it`);
	if (!documents.some((document) => document.id === (id as string))) throw damaged('its list is not in it');
}

function checkHistory(past: ListedHistory | null): void {
	if (!past) return;
	const { versions, states } = past;
	if (versions.length > PROJECT_FILE_LIMITS.versions)
		throw tooLarge(`it has ${versions.length} versions, at most ${PROJECT_FILE_LIMITS.versions} are allowed`);
	const there = new Set<string>(states.map((state) => state.hash));
	for (const { state } of versions)
		if (!there.has(state)) throw damaged(`the state ${state.slice(0, 8)}… of a version is missing`);
}
