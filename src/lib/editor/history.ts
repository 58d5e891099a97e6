import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { EntityId } from '../base/ids.ts';
import { revertChanges } from '../doc/commands/revert-changes.ts';
import type { EditLabel, FieldChange, SceneDocument } from '../doc/scene.ts';
import type { Selection } from './selection.ts';

/** What undo or redo did: the gesture's label, and how many of its changes were left to whoever changed them since. */
export type HistoryStep = { readonly label: EditLabel; readonly skipped: number };

type Gesture = {
	readonly label: EditLabel;
	readonly changes: readonly FieldChange[];
	readonly selection: readonly EntityId[];
};

const MAX_GESTURES = 500;

/** One person's gestures in one scene, to take back and bring back. */
export class History {
	#scene: SceneDocument;
	#selection: Selection;
	#undo: Gesture[] = [];
	#redo: Gesture[] = [];
	#changed = new Emitter<void>();
	#stop: Dispose;

	constructor(scene: SceneDocument, selection: Selection) {
		this.#scene = scene;
		this.#selection = selection;
		this.#stop = scene.onEdited(({ origin, label, changes }) => {
			if (origin !== 'edit') return;
			this.#undo.push({ label, changes, selection: selection.ids });
			if (this.#undo.length > MAX_GESTURES) this.#undo.shift();
			this.#redo = [];
			this.#changed.emit();
		});
	}

	get canUndo(): boolean {
		return this.#undo.length > 0;
	}

	get canRedo(): boolean {
		return this.#redo.length > 0;
	}

	undo(): HistoryStep | undefined {
		return this.#step(this.#undo, this.#redo);
	}

	redo(): HistoryStep | undefined {
		return this.#step(this.#redo, this.#undo);
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#stop();
		this.#changed.clear();
	}

	#step(from: Gesture[], to: Gesture[]): HistoryStep | undefined {
		const gesture = from.pop();
		if (!gesture) return undefined;
		const selection = this.#selection.ids;
		const { changes, skipped } = revertChanges(this.#scene, gesture.changes);
		if (changes.length > 0) to.push({ label: gesture.label, changes: [...changes].reverse(), selection });
		this.#selection.set(gesture.selection.filter((id) => this.#scene.snapshot.entities.has(id)));
		this.#changed.emit();
		return { label: gesture.label, skipped: skipped.length };
	}
}
