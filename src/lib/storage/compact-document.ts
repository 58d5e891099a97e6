import type { DocumentId } from '../base/ids.ts';
import { LiveDocument } from '../doc/live-document.ts';
import type { DocumentRows } from './backend.ts';
import { isSound } from './sound-rows.ts';
import type { TaskDevice } from './worker/device-task.ts';

/** Folds the rows of a document into a snapshot, unless somebody else is at it. Resolves to whether it did. */
export async function compactDocument(
	id: DocumentId,
	{ backend, locks }: Pick<TaskDevice, 'backend' | 'locks'>,
): Promise<boolean> {
	let folded = false;
	await locks.withLock(`compact:${id}`, async () => {
		folded = await backend.run((opened) => opened.compact(id, foldRows));
	});
	return folded;
}

function foldRows(stored: DocumentRows): Uint8Array | null {
	if (stored.rows.length < 2 || !stored.rows.every(isSound)) return null;
	const document = new LiveDocument(stored.info.id, stored.info.kind);
	try {
		for (const row of stored.rows) document.applyV2(row.bytes, 'storage');
		if (document.hasPending()) return null;
		return document.encodeState();
	} catch {
		return null; // a row that cannot be applied: loading deals with it, compaction only keeps away
	} finally {
		document.destroy();
	}
}
