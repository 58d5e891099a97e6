import type { DocumentId, EntityId } from '../base/ids.ts';
import type { DocumentKind, EditLabel } from '../doc/live-document.ts';
import { registerKey, type RegisterChange } from '../doc/registers.ts';

/** What was selected, and in which document. */
export type Selected = { readonly documentId: DocumentId; readonly ids: readonly EntityId[] };

/** What one gesture did to one document. */
export type GesturePart = {
	readonly documentId: DocumentId;
	readonly kind: DocumentKind;
	readonly changes: readonly RegisterChange[];
};

/** One thing a person did, in one document or several. */
export type Gesture = {
	readonly label: EditLabel;
	readonly parts: readonly GesturePart[];
	/** What was selected when it began: undo selects it again. Null: it has nothing to do with a selection. */
	readonly before: Selected | null;
	/** What was selected when it was done: redo selects it again. */
	readonly after: Selected | null;
	/** Replicas this person wrote it with, and those of gestures that went because of it. */
	readonly replicas: readonly number[];
};

export const countChanges = ({ parts }: Gesture): number =>
	parts.reduce((sum, { changes }) => sum + changes.length, 0);

/** One part a document, in which each register changes once. */
export function mergeParts(parts: readonly GesturePart[]): readonly GesturePart[] {
	if (parts.length < 2) return parts;
	const documents = new Map<DocumentId, { kind: DocumentKind; merged: Map<string, RegisterChange> }>();
	for (const { documentId, kind, changes } of parts) {
		const { merged } = documents.get(documentId) ?? { merged: new Map<string, RegisterChange>() };
		documents.set(documentId, { kind, merged });
		for (const change of changes) {
			const { before, was } = merged.get(registerKey(change)) ?? change;
			merged.set(registerKey(change), { ...change, before, was });
		}
	}
	return [...documents].map(([documentId, { kind, merged }]) => ({
		documentId,
		kind,
		changes: [...merged.values()],
	}));
}

/**
 * A value that was written back stands under a new stamp: the gesture that had made it before, which comes next in
 * its list, is to look for that one. Returns the gestures that change so, by their place in the list.
 */
export function restamp(
	gestures: readonly Gesture[],
	documentId: DocumentId,
	undone: readonly RegisterChange[],
	written: readonly RegisterChange[],
): ReadonlyMap<number, Gesture> {
	const stampOf = new Map(written.map((change) => [registerKey(change), change.is]));
	const renames = new Map<string, RegisterChange['is']>();
	for (const change of undone) {
		const stamp = stampOf.get(registerKey(change));
		if (stamp !== undefined) renames.set(`${registerKey(change)}\n${String(change.was)}`, stamp);
	}
	const rename = (change: RegisterChange): RegisterChange => {
		const at = `${registerKey(change)}\n${String(change.is)}`;
		const is = renames.get(at);
		if (is === undefined) return change;
		// Two writes never share a stamp, so nobody else waits for this one.
		renames.delete(at);
		return { ...change, is };
	};
	const renamed = new Map<number, Gesture>();
	for (let at = gestures.length - 1; at >= 0 && renames.size > 0; at--) {
		const gesture = gestures[at] as Gesture;
		const parts = gesture.parts.map((part) => {
			if (part.documentId !== documentId) return part;
			const changes = part.changes.map(rename);
			return changes.some((change, i) => change !== part.changes[i]) ? { ...part, changes } : part;
		});
		if (parts.some((part, i) => part !== gesture.parts[i])) renamed.set(at, { ...gesture, parts });
	}
	return renamed;
}
