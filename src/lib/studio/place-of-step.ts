import type { DocumentId } from '../base/ids.ts';
import type { HistoryStep } from '../editor/history.ts';
import { listedIn } from '../editor/revert-gesture.ts';

type Screen = {
	/** The document on screen now. */
	readonly shown: DocumentId | undefined;
	/** Documents that can be. */
	readonly listed: readonly DocumentId[];
};

/** Which document to show after undo or redo, so that its effect is seen; undefined: the one on screen will do. */
export function placeOfStep(
	{ parts, selected }: HistoryStep,
	{ shown, listed }: Screen,
): DocumentId | undefined {
	const changes = parts.flatMap(({ kind, changes }) => (kind === 'project' ? changes : []));
	const back = changes.filter(({ after }) => after === undefined).map(listedIn);
	const edited = parts.map(({ documentId }) => documentId);
	// A prefab comes back with its instance: where that is seen already, one stays.
	const isSeen = edited.includes(shown as DocumentId);
	const candidates = isSeen ? [] : [...back, selected?.documentId, ...edited];
	// Where nothing was written, nothing is to be seen.
	if (parts.length === 0) return undefined;
	const place = candidates.find((id) => id !== undefined && listed.includes(id));
	return place === shown ? undefined : place;
}
