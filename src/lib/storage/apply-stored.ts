import type { DocumentId } from '../base/ids.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { DocumentStore, StoredUpdate } from './ports.ts';

/** Applies what was loaded under `id`; what cannot be applied goes to quarantine. Resolves to how many updates did. */
export async function applyStored(
	documents: Pick<DocumentStore, 'quarantine'>,
	id: DocumentId,
	document: LiveDocument,
	updates: readonly StoredUpdate[],
): Promise<number> {
	const refused: { readonly row: string | null; readonly why: string }[] = [];
	for (const { row, bytes } of updates) {
		try {
			document.applyV2(bytes, 'storage');
		} catch (thrown) {
			refused.push({ row, why: `It cannot be applied: ${String(thrown)}` });
		}
	}
	for (const { row, why } of refused) if (row) await documents.quarantine(id, row, why);
	return refused.length;
}
