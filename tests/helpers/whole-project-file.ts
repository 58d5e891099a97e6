import { hashAsset, type AssetHash } from '../../src/lib/base/ids.ts';
import { err, ok, type Result } from '../../src/lib/base/result.ts';
import type {
	ProjectFileContents,
	ProjectFileDocument,
	ProjectFileHead,
	ProjectFileProblem,
	ProjectFileVersion,
} from '../../src/lib/storage/project-file/project-file.ts';
import { openProjectFile } from '../../src/lib/storage/project-file/read-project-file.ts';
import {
	writeProjectBlob,
	type WriteOptions,
} from '../../src/lib/storage/project-file/write-project-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A project file with all of its bytes, for tests: small ones may be in memory whole. */
export type WholeProjectFile = Omit<ProjectFileHead, 'scope' | 'main'> & {
	readonly documents: readonly ProjectFileDocument[];
	readonly assets: readonly { readonly hash: AssetHash; readonly bytes: Bytes }[];
	readonly thumbnail: Bytes | null;
	/** What only version 2 says. */
	readonly more?: Pick<ProjectFileHead, 'scope' | 'main'> & {
		readonly history: {
			readonly versions: readonly ProjectFileVersion[];
			readonly states: ReadonlyMap<string, Bytes>;
		} | null;
	};
};

export function contentsOf({ documents, assets, more, ...head }: WholeProjectFile): ProjectFileContents {
	const { scope = 'project', main = null, history = null } = more ?? {};
	return {
		...head,
		scope,
		main,
		documents: documents.map(({ state, ...document }) => ({
			...document,
			read: () => Promise.resolve(ok(state)),
		})),
		assets: assets.map(({ hash, bytes }) => ({
			hash,
			bytes: bytes.length,
			open: () => Promise.resolve(ok(new Blob([bytes]))),
		})),
		history: history && {
			versions: history.versions,
			open: (hash) => Promise.resolve(ok(history.states.get(hash) ?? null)),
		},
	};
}

export async function writeWhole(
	file: WholeProjectFile,
	options?: WriteOptions,
): Promise<Result<Blob, ProjectFileProblem>> {
	const written = await writeProjectBlob(contentsOf(file), options);
	return written.ok ? ok(written.value.blob) : written;
}

/** All of a file, its assets compared as the asset store does. */
export async function readWhole(file: Blob | Bytes): Promise<Result<WholeProjectFile, ProjectFileProblem>> {
	const opened = await openProjectFile(file);
	if (!opened.ok) return opened;
	const { manifest, versions } = opened.value;
	const documents: ProjectFileDocument[] = [];
	for (const listed of manifest.documents) {
		const read = await opened.value.readDocument(listed);
		if (!read.ok) return read;
		documents.push(read.value);
	}
	const assets: { hash: AssetHash; bytes: Bytes }[] = [];
	for (const listed of manifest.assets) {
		const read = await opened.value.openAsset(listed);
		if (!read.ok) return read;
		const bytes = new Uint8Array(await read.value.arrayBuffer());
		if ((await hashAsset(bytes)) !== listed.hash) return err(opened.value.refuseAsset(listed));
		assets.push({ hash: listed.hash, bytes });
	}
	const states = new Map<string, Bytes>();
	for (const { hash, kind } of versions) {
		const read = await opened.value.readState(hash, kind);
		if (!read.ok) return read;
		states.set(hash, read.value);
	}
	const thumbnail = await opened.value.readThumbnail();
	if (!thumbnail.ok) return thumbnail;
	const { projectId, title, createdAt, exportedAt, scope, main, history, version } = manifest;
	const whole = { projectId, title, createdAt, exportedAt, documents, assets, thumbnail: thumbnail.value };
	if (version === 1) return ok(whole);
	return ok({ ...whole, more: { scope, main, history: history && { versions, states } } });
}
