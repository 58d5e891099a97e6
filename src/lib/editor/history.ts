import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId, EntityId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import { nameOfAuthor } from '../doc/authors.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { revertChanges, type SkippedChange } from '../doc/commands/revert-changes.ts';
import type { Edited, EditLabel, LiveDocument } from '../doc/live-document.ts';
import { authorOf, type RegisterChange } from '../doc/registers.ts';

/** What was selected, and where. */
export type Selected = { readonly documentId: DocumentId; readonly ids: readonly EntityId[] };

/** One thing a person did, in one document or several. */
export type Gesture = {
	readonly label: EditLabel;
	readonly parts: readonly GesturePart[];
	/** What was selected when it was done, for undo and redo to select again. */
	readonly selected: Selected | null;
};

export type GesturePart = {
	readonly documentId: DocumentId;
	readonly changes: readonly RegisterChange[];
};

/** A change that undo or redo left alone because somebody changed it since. */
export type Skipped = SkippedChange & {
	readonly documentId: DocumentId;
	/** Who did, as they called themselves; null when they never said. */
	readonly byName: string | null;
};

/** What undo or redo did. `reverted` counts registers; none when all were changed since. */
export type HistoryStep = {
	readonly label: EditLabel;
	readonly reverted: number;
	readonly skipped: readonly Skipped[];
	readonly selected: Selected | null;
};

export type HistoryOptions = {
	readonly find: (id: DocumentId) => LiveDocument | undefined;
	/** What is selected now. */
	readonly selected?: () => Selected | null;
};

/** The two lists of gestures, oldest first. */
export type Stacks = { readonly undo: readonly Gesture[]; readonly redo: readonly Gesture[] };

export const MAX_GESTURES = 500;

/** One person's gestures across the documents of a project, to take back and bring back. */
export class History {
	#options: HistoryOptions;
	#undo: Gesture[] = [];
	#redo: Gesture[] = [];
	#joined: { label: EditLabel; parts: GesturePart[] } | null = null;
	#changed = new Emitter<void>();
	#disposer = new Disposer();

	constructor(options: HistoryOptions) {
		this.#options = options;
	}

	get canUndo(): boolean {
		return this.#undo.length > 0;
	}

	get canRedo(): boolean {
		return this.#redo.length > 0;
	}

	/** The lists as they are, to be kept; `load` takes them back. */
	get stacks(): Stacks {
		return { undo: this.#undo, redo: this.#redo };
	}

	/** Takes up lists from before: what was done since comes after them. */
	load({ undo, redo }: Stacks): void {
		if (this.#undo.length === 0) this.#redo = [...redo, ...this.#redo];
		this.#undo = [...undo, ...this.#undo].slice(-MAX_GESTURES);
		this.#changed.emit();
	}

	/** Remembers the edits made here in a document from now on. */
	watch(document: LiveDocument): Dispose {
		const stop = document.onEdited((edited) => this.#remember(edited));
		this.#disposer.add(stop);
		return stop;
	}

	/** Makes one gesture of all edits that `run` makes, in whatever documents. */
	join<T>(label: EditLabel, run: () => T): T {
		if (this.#joined) return run();
		const joined = { label, parts: [] };
		this.#joined = joined;
		try {
			return run();
		} finally {
			this.#joined = null;
			if (joined.parts.length > 0) this.#push(joined);
		}
	}

	undo(): CommandResult<HistoryStep | undefined> {
		return this.#step(this.#undo, this.#redo);
	}

	redo(): CommandResult<HistoryStep | undefined> {
		return this.#step(this.#redo, this.#undo);
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#remember({ documentId, label, origin, changes }: Edited): void {
		if (origin === 'undo' || origin === 'migration') return;
		const part = { documentId, changes };
		if (this.#joined) this.#joined.parts.push(part);
		else this.#push({ label, parts: [part] });
	}

	#push({ label, parts }: Pick<Gesture, 'label' | 'parts'>): void {
		this.#undo.push({ label, parts: mergeParts(parts), selected: this.#options.selected?.() ?? null });
		if (this.#undo.length > MAX_GESTURES) this.#undo.shift();
		this.#redo = [];
		this.#changed.emit();
	}

	#step(from: Gesture[], to: Gesture[]): CommandResult<HistoryStep | undefined> {
		const gesture = from.at(-1);
		if (!gesture) return ok(undefined);
		const documents = new Map(gesture.parts.map(({ documentId: id }) => [id, this.#options.find(id)]));
		if ([...documents.values()].includes(undefined)) {
			const message = 'The document this was done in is not open. Try again once it is.';
			return err({ reason: 'not-found', message });
		}
		const selected = this.#options.selected?.() ?? null;
		const parts: GesturePart[] = [];
		const skipped: Skipped[] = [];
		for (const { documentId, changes } of gesture.parts.toReversed()) {
			const document = documents.get(documentId) as LiveDocument;
			const reverted = revertChanges(document, changes, { mine: this.#clientsOf(document) });
			if (!reverted.ok) return reverted;
			for (const { change, by } of reverted.value.skipped) {
				const byName = by === null ? null : (nameOfAuthor(document.ydoc, by) ?? null);
				skipped.push({ change, by, byName, documentId });
			}
			this.#restamp(from, documentId, changes, reverted.value.changes);
			if (reverted.value.changes.length > 0) parts.push({ documentId, changes: reverted.value.changes });
		}
		from.pop();
		if (parts.length > 0) to.push({ label: gesture.label, parts, selected });
		this.#changed.emit();
		const reverted = parts.reduce((sum, { changes }) => sum + changes.length, 0);
		return ok({ label: gesture.label, reverted, skipped, selected: gesture.selected });
	}

	/**
	 * A value that was written back stands under a new stamp: the gesture that had made it before, which comes next
	 * in this list, is to look for that one.
	 */
	#restamp(
		from: Gesture[],
		documentId: DocumentId,
		undone: readonly RegisterChange[],
		written: readonly RegisterChange[],
	): void {
		const stampOf = new Map(written.map((change) => [keyOf(change), change.is]));
		const renames = new Map<string, RegisterChange['is']>();
		for (const change of undone) {
			const stamp = stampOf.get(keyOf(change));
			if (stamp !== undefined) renames.set(`${keyOf(change)}\n${String(change.was)}`, stamp);
		}
		const rename = (change: RegisterChange): RegisterChange => {
			const is = renames.get(`${keyOf(change)}\n${String(change.is)}`);
			return is === undefined ? change : { ...change, is };
		};
		const isNamed = (change: RegisterChange) => rename(change) !== change;
		for (const [i, gesture] of from.slice(0, -1).entries()) {
			const parts = gesture.parts.map((part) =>
				part.documentId === documentId && part.changes.some(isNamed)
					? { ...part, changes: part.changes.map(rename) }
					: part,
			);
			if (parts.some((part, at) => part !== gesture.parts[at])) from[i] = { ...gesture, parts };
		}
	}

	/** The replicas this person wrote with, as far as the lists reach back. */
	#clientsOf({ id, clientId }: LiveDocument): Set<number> {
		const clients = new Set([clientId]);
		for (const { parts } of [...this.#undo, ...this.#redo]) {
			for (const { documentId, changes } of parts) {
				if (documentId !== id) continue;
				for (const { is } of changes) {
					const author = authorOf(is);
					if (author !== null) clients.add(author);
				}
			}
		}
		return clients;
	}
}

/** One part a document, in which each register changes once. */
function mergeParts(parts: readonly GesturePart[]): readonly GesturePart[] {
	if (parts.length < 2) return parts;
	const documents = new Map<DocumentId, Map<string, RegisterChange>>();
	for (const { documentId, changes } of parts) {
		const merged = documents.get(documentId) ?? new Map<string, RegisterChange>();
		documents.set(documentId, merged);
		for (const change of changes) {
			const { before, was } = merged.get(keyOf(change)) ?? change;
			merged.set(keyOf(change), { ...change, before, was });
		}
	}
	return [...documents].map(([documentId, merged]) => ({ documentId, changes: [...merged.values()] }));
}

const keyOf = ({ table, row, key }: RegisterChange): string => `${table}\n${row}\n${key}`;
