import { mintDocumentId, type DocumentId } from '../base/ids.ts';
import { countStructs } from './count-structs.ts';
import { LiveDocument, type DocumentKind } from './live-document.ts';
import { renameDocuments } from './rename-documents.ts';
import { convertV1ToV2 } from './updates.ts';

/** Of a state that came from outside: whether it can be opened, and at what cost. */
export type StateVerdict = 'sound' | 'too-large' | 'unreadable';

/** Looks at a whole document, as one v2 update, before it is taken in. */
export function judgeState(kind: DocumentKind, state: Uint8Array, mostStructs: number): StateVerdict {
	const document = new LiveDocument(mintDocumentId(), kind);
	try {
		if (countStructs(state) > mostStructs) return 'too-large';
		document.applyV2(state, 'storage');
		return 'sound';
	} catch {
		return 'unreadable';
	} finally {
		document.destroy();
	}
}

const WITH_TABLES: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['project', 'scene', 'prefab']);

/** The same document with other names for the documents it names; what names none of them keeps its very bytes. */
export function renameInState(
	kind: DocumentKind,
	state: Uint8Array,
	names: ReadonlyMap<DocumentId, DocumentId>,
): Uint8Array {
	if (!WITH_TABLES.has(kind)) return state;
	const live = new LiveDocument(mintDocumentId(), kind);
	live.applyV2(state, 'import');
	const renamed = renameDocuments(live, names) ? convertV1ToV2(live.encodeArrived()) : state;
	live.destroy();
	return renamed;
}
