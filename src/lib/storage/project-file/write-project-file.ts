import { systemClock, type Clock } from '../../base/clock.ts';
import { hashAsset } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Breather } from './breather.ts';
import {
	assetPath,
	documentPath,
	MANIFEST_FORMAT,
	MANIFEST_NAME,
	MANIFEST_VERSION,
	THUMBNAIL_PATH,
	type Manifest,
} from './manifest.ts';
import {
	MAX_FILE_TITLE,
	PROJECT_FILE_LIMITS,
	PROJECT_FILE_TYPE,
	type ProjectFile,
	type ProjectFileProblem,
} from './project-file.ts';
import { writeZip, type ZipContent } from './write-zip.ts';

/**
 * The project as one `.rastudio` file (docs/format.md). Gives way to the page while it works. Refuses what no reader
 * would open again: a file that cannot be imported is no copy.
 */
export async function writeProjectFile(
	project: ProjectFile,
	clock: Clock = systemClock,
): Promise<Result<Blob, ProjectFileProblem>> {
	const problem = findExcess(project);
	if (problem) return err(problem);
	const documents = await Promise.all(project.documents.map(describeDocument));
	const thumbnail = project.thumbnail && {
		path: THUMBNAIL_PATH,
		sha256: await hashAsset(project.thumbnail),
		bytes: project.thumbnail.length,
	};
	const manifest: Manifest = {
		format: MANIFEST_FORMAT,
		version: MANIFEST_VERSION,
		app: 'RaStudios',
		projectId: project.projectId,
		title: fitTitle(project.title),
		createdAt: fitTime(project.createdAt),
		exportedAt: fitTime(project.exportedAt),
		documents: documents.map(({ entry }) => entry),
		assets: project.assets.map(({ hash, bytes }) => ({ hash, path: assetPath(hash), bytes: bytes.length })),
		thumbnail,
	};
	const contents: ZipContent[] = [
		{ name: MANIFEST_NAME, bytes: encodeJson(manifest), pack: true },
		...documents.map(({ entry, bytes }) => ({ name: entry.path, bytes, pack: true })),
		...project.assets.map(({ hash, bytes }) => ({ name: assetPath(hash), bytes, pack: false })),
	];
	if (project.thumbnail) contents.push({ name: THUMBNAIL_PATH, bytes: project.thumbnail, pack: false });
	return ok(new Blob(await writeZip(contents, new Breather(clock)), { type: PROJECT_FILE_TYPE }));
}

async function describeDocument({ id, kind, title, state }: ProjectFile['documents'][number]) {
	const bytes = state.slice();
	const sha256 = await hashAsset(bytes);
	return {
		bytes,
		entry: { id, kind, title: fitTitle(title), path: documentPath(id), sha256, bytes: bytes.length },
	};
}

/** Room in the total for the manifest. */
const MANIFEST_ROOM = PROJECT_FILE_LIMITS.manifest;

function findExcess({ documents, assets, thumbnail }: ProjectFile): ProjectFileProblem | null {
	const limits = PROJECT_FILE_LIMITS;
	const excess = (message: string): ProjectFileProblem => ({ reason: 'too-large', message });
	const parts = documents.length + assets.length + 2;
	if (parts > limits.entries) {
		return excess(
			`The project has ${parts} parts; a project file holds ${limits.entries}. Remove unused assets.`,
		);
	}
	let total = MANIFEST_ROOM + (thumbnail?.length ?? 0);
	for (const { title, state } of documents) {
		total += state.length;
		if (state.length > limits.document) {
			return excess(
				`“${title}” is too large for a project file (${state.length} of ${limits.document} bytes).`,
			);
		}
	}
	for (const { hash, bytes } of assets) {
		total += bytes.length;
		if (bytes.length > limits.asset) {
			return excess(
				`The asset ${hash.slice(0, 8)}… is too large for a project file (${bytes.length} of ${limits.asset} bytes).`,
			);
		}
	}
	if (total <= limits.total) return null;
	return excess(
		`The project is too large for one file (${total} of ${limits.total} bytes). Remove unused assets, then export again.`,
	);
}

// Both come out of documents that anybody may have written to; the file must open again whatever they say.
const fitTitle = (title: string): string => title.slice(0, MAX_FILE_TITLE);
const fitTime = (time: number): number => (Number.isSafeInteger(time) && time > 0 ? time : 0);

const encodeJson = (manifest: Manifest) => new TextEncoder().encode(JSON.stringify(manifest, null, '\t'));
