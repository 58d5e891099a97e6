import type { DocumentId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { LiveDocument } from './live-document.ts';
import { ProjectDocument, type AssetEntry, type DocumentEntry } from './project.ts';

/** What a part of a project consists of. */
export type ProjectPart = {
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly documents: readonly DocumentEntry[];
	readonly assets: readonly AssetEntry[];
};

/** An index of its own that lists only this part, under the ids it has: for a file that others take in. */
export function extractProject(
	id: DocumentId,
	{ title, createdAt, documents, assets }: ProjectPart,
): LiveDocument {
	const index = new LiveDocument(id, 'project');
	const project = new ProjectDocument(index);
	project.create(title, createdAt);
	index.edit('extract', 'import', (edit) => {
		for (const { id: row, kind, title: name, order, removed } of documents) {
			const values: Record<string, JsonValue> = { kind, title: name, order };
			edit.create('documents', row, removed ? { ...values, removed } : values);
		}
	});
	for (const asset of assets) project.addAsset(asset);
	project.dispose();
	return index;
}
