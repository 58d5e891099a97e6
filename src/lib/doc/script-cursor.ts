import * as Y from 'yjs';
import type { LiveDocument } from './live-document.ts';
import { scriptText } from './script-text.ts';

/** What somebody selected in a script, in UTF-16 units; the cursor stands at `head`. */
export type TextSpan = { readonly anchor: number; readonly head: number };

/** A span as it is sent: by what stands there, so that it stays at its place while others write. */
export function sendableSpan(document: LiveDocument, { anchor, head }: TextSpan): object {
	const root = scriptText(document);
	const place = (index: number): unknown =>
		Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(root, index));
	return { anchor: place(anchor), head: place(head) };
}

/** Where a span that was sent is now; null when it lies in no text of this script. */
export function readSpan(document: LiveDocument, sent: unknown): TextSpan | null {
	const { anchor, head } = (sent ?? {}) as { anchor?: unknown; head?: unknown };
	const [from, to] = [placeOf(document, anchor), placeOf(document, head)];
	return from === null || to === null ? null : { anchor: from, head: to };
}

function placeOf(document: LiveDocument, sent: unknown): number | null {
	if (typeof sent !== 'object' || sent === null) return null;
	const position = Y.createRelativePositionFromJSON(sent);
	const place = Y.createAbsolutePositionFromRelativePosition(position, document.ydoc);
	return place && (place.type as unknown) === scriptText(document) ? place.index : null;
}
