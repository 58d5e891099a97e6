import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { CONTENT_KINDS, LiveDocument } from '#lib/doc/live-document.ts';
import { readDocument, type DocumentSnapshot } from '#lib/doc/diff/document-snapshot.ts';
import { readBranches } from '#lib/doc/branches/branch-list.ts';
import { plainTextOf } from '#lib/doc/page-content.ts';
import type { ProjectFileDocument } from '#lib/storage/project-file/project-file.ts';
import type { WholeProjectFile } from './whole-project-file.ts';

/** A project file as an earlier version wrote it, and what must be read from it for ever. */
export type ProjectFileSample = {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly content: unknown;
};

export const PROJECT_FILE_SAMPLES: readonly ProjectFileSample[] = globSync(
	'tests/samples/project-files/version-*/*.rastudio',
)
	.sort()
	.map((file) => ({
		name: file.replace(/^.*version-/, 'version ').replace(/\.rastudio$/, ''),
		bytes: new Uint8Array(readFileSync(file)),
		content: JSON.parse(readFileSync(file.replace(/\.rastudio$/, '.json'), 'utf8')) as unknown,
	}));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** All that a file holds, as plain JSON: bytes by their hash, documents as this version reads them. */
export function describeProjectFile(file: WholeProjectFile): unknown {
	const { documents, assets, thumbnail, more, ...head } = file;
	const history = more?.history;
	const states = [...(history?.states ?? [])].map(([hash, state]) => ({ hash, sha256: sha256(state) }));
	return {
		...head,
		...(more ? { ...more, history: history && { versions: history.versions, states } } : {}),
		thumbnail: thumbnail && sha256(thumbnail),
		assets: assets.map(({ hash, bytes }) => ({ hash, sha256: sha256(bytes) })),
		documents: documents.map(describeDocument),
	};
}

function describeDocument({ id, kind, title, state }: ProjectFileDocument): unknown {
	const head = { id, kind, title, sha256: sha256(state) };
	if (!(['project', ...CONTENT_KINDS] as string[]).includes(kind)) return head;
	const document = new LiveDocument(id, kind);
	document.applyV2(state, 'storage');
	const content = describeContent(readDocument(document));
	const branches = kind === 'project' ? readBranches(document) : [];
	document.destroy();
	if (branches.length === 0) return { ...head, content };
	return {
		...head,
		content,
		branches: branches.map((branch) => ({ ...branch, copies: [...branch.copies] })),
	};
}

function describeContent({ kind, snapshot }: DocumentSnapshot): unknown {
	switch (kind) {
		case 'project':
			return {
				title: snapshot.title,
				createdAt: snapshot.createdAt,
				documents: [...snapshot.allDocuments.values()].map(({ id, title, removed }) => ({
					id,
					title,
					removed,
				})),
				assets: [...snapshot.assets.values()],
			};
		case 'scene':
		case 'prefab':
			return [...snapshot.entities.values()]
				.sort((a, b) => (a.id < b.id ? -1 : 1))
				.map(({ name, place, values }) => ({ name, in: place.parentId, ...values }));
		case 'script':
			return snapshot.text;
		case 'page':
			return plainTextOf(snapshot.content);
	}
}
