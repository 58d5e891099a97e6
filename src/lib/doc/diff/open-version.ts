import type { DocumentId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CommandError } from '../commands/command.ts';
import { countStructs } from '../count-structs.ts';
import { LiveDocument, type DocumentKind } from '../live-document.ts';
import { readDocument, type DocumentSnapshot } from './document-snapshot.ts';

/** Why an earlier state cannot be shown. */
export type VersionProblem = {
	readonly reason: 'damaged' | 'newer';
	/** For people: what is wrong, and what to do. */
	readonly message: string;
};

export type OpenVersion = {
	/** To look at: every command refuses to write into it. `destroy()` it when done. */
	readonly document: LiveDocument;
	readonly content: DocumentSnapshot;
};

/** More than any document we make; every struct costs memory, however few bytes spell it. */
const MAX_STRUCTS = 4_000_000;

/** Opens the state of a version (one v2 update) beside the document it is of. Takes any bytes, and never throws. */
export function openVersion(
	bytes: Uint8Array,
	kind: DocumentKind,
	id: DocumentId,
): Result<OpenVersion, VersionProblem> {
	const document = new VersionDocument(id, kind);
	const content = readVersion(document, bytes);
	if (content && document.refusal.reason !== 'newer') return ok({ document, content });
	document.destroy();
	if (content) return err({ reason: 'newer', message: document.refusal.message });
	const message = `This version of the ${kind} cannot be read. Choose another one.`;
	return err({ reason: 'damaged', message });
}

function readVersion(document: LiveDocument, bytes: Uint8Array): DocumentSnapshot | undefined {
	try {
		if (countStructs(bytes) > MAX_STRUCTS) return undefined;
		document.applyV2(bytes, 'storage');
		return readDocument(document);
	} catch {
		return undefined; // whatever was thrown, the bytes are at fault
	}
}

/** An earlier state of a document. It stays as it is. */
class VersionDocument extends LiveDocument {
	override get refusal(): CommandError {
		const message = 'This is an earlier version. Restore it to go on from it.';
		return super.refusal ?? { reason: 'read-only', message };
	}
}
