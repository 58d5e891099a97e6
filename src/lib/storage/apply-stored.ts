import type { DocumentId } from '../base/ids.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { DocumentStore, StoredUpdate } from './ports.ts';

/** An update that passed its checksum and yet cannot be applied. */
export type RefusedUpdate = { readonly row: string | null; readonly why: string };

/** Applies what was loaded, at once; whoever loaded it puts what is refused into quarantine. */
export function applyStored(
	document: LiveDocument,
	updates: readonly StoredUpdate[],
): readonly RefusedUpdate[] {
	const refused: RefusedUpdate[] = [];
	for (const { row, bytes } of updates) {
		try {
			document.applyV2(bytes, 'storage');
		} catch (thrown) {
			refused.push({ row, why: `It cannot be applied: ${String(thrown)}` });
		}
	}
	return refused;
}

export async function quarantineRefused(
	documents: Pick<DocumentStore, 'quarantine'>,
	id: DocumentId,
	refused: readonly RefusedUpdate[],
): Promise<void> {
	for (const { row, why } of refused) if (row) await documents.quarantine(id, row, why);
}
