import * as Y from 'yjs';
import { systemClock, type Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from './commands/command.ts';
import type { LiveDocument, Origin } from './live-document.ts';
import { pageBody } from './page.ts';
import { scriptText } from './script-text.ts';

export const MAX_TEXT_STEPS = 200;
/** Edits with less than this between them are one step, which still never spans more than `MAX_STEP_MS`. */
const PAUSE_MS = 500;
const MAX_STEP_MS = 2_000;

const OWN_EDITS: readonly Origin[] = ['edit', 'restore'];

/**
 * Undo for the text of a script or page, in memory: takes back what was written under the given origins (a text
 * editor's binding is its own origin), and never what others wrote. `dispose()` lets go of every deleted text.
 */
export class TextHistory {
	readonly #document: LiveDocument;
	readonly #clock: Clock;
	readonly #manager: Y.UndoManager;
	readonly #origins: ReadonlySet<unknown>;
	readonly #changed = new Emitter<void>();
	readonly #disposer = new Disposer();
	#lastEdit = -Infinity;
	#stepBegan = -Infinity;

	constructor(document: LiveDocument, origins: readonly unknown[], clock: Clock) {
		this.#document = document;
		this.#clock = clock;
		this.#origins = new Set(origins);
		const root: unknown = document.kind === 'page' ? pageBody(document) : scriptText(document);
		this.#manager = new Y.UndoManager(root as Y.AbstractType<unknown>, {
			trackedOrigins: new Set(origins),
			// Yjs reads the system's clock; we tell it where a step ends instead.
			captureTimeout: Infinity,
			captureTransaction: (transaction) => this.#beforeCapture(transaction),
		});
		this.#disposer.add(() => this.#manager.destroy());
		this.#disposer.add(() => this.#forget(MAX_TEXT_STEPS, MAX_TEXT_STEPS));
		this.#manager.on('stack-item-added', () => {
			this.#forget(this.#manager.undoStack.length - MAX_TEXT_STEPS, 0);
			this.#changed.emit();
		});
		this.#manager.on('stack-item-popped', () => this.#changed.emit());
	}

	get canUndo(): boolean {
		return !this.#disposer.disposed && this.#manager.canUndo();
	}

	get canRedo(): boolean {
		return !this.#disposer.disposed && this.#manager.canRedo();
	}

	/** Hears when there is more or less to undo or redo. */
	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	undo(): CommandResult {
		return this.#run('undo', this.canUndo);
	}

	redo(): CommandResult {
		return this.#run('redo', this.canRedo);
	}

	/** The next edit begins a new step, however soon it comes: the cursor went elsewhere, or a command begins. */
	endStep(): void {
		this.#lastEdit = -Infinity;
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#run(verb: 'undo' | 'redo', isPossible: boolean): CommandResult {
		const { refusal } = this.#document;
		if (refusal) return err(refusal);
		this.endStep();
		const done = isPossible ? this.#manager[verb]() : null;
		return done
			? ok()
			: err({ reason: 'nothing-to-do', message: `There is nothing to ${verb} in this text.` });
	}

	/** Called before each transaction is taken in; decides whether it continues the step before. */
	#beforeCapture(transaction: Y.Transaction): boolean {
		if (!this.#origins.has(transaction.origin)) return transaction.origin === this.#manager;
		const touches = this.#manager.scope.some((root) => transaction.changedParentTypes.has(root as never));
		if (!touches) return false;
		// Yjs drops what could be redone as well, but would keep its text.
		this.#forget(0, MAX_TEXT_STEPS);
		const now = this.#clock.now();
		const isPause = now - this.#lastEdit >= PAUSE_MS || now - this.#stepBegan >= MAX_STEP_MS;
		if (isPause || now < this.#lastEdit) {
			this.#manager.stopCapturing();
			this.#stepBegan = now;
		}
		this.#lastEdit = now;
		return true;
	}

	/** Drops the oldest steps, and the deleted text that was kept for them alone. */
	#forget(undoSteps: number, redoSteps: number): void {
		const { undoStack, redoStack } = this.#manager;
		const undoable = undoStack.splice(0, Math.max(0, undoSteps));
		const redoable = redoStack.splice(0, Math.max(0, redoSteps));
		const dropped = [...undoable, ...redoable];
		if (dropped.length === 0) return;
		const { ydoc } = this.#document;
		ydoc.transact((transaction) => {
			for (const { deletions } of dropped) {
				Y.iterateDeletedStructs(transaction, deletions, (struct) => {
					if (struct instanceof Y.Item) release(struct);
				});
				if (ydoc.gc) Y.tryGc(deletions, ydoc.store, ydoc.gcFilter);
			}
		});
	}
}

/** The undo of one text; tracks what our commands write, or what is written under the origins given. */
export function createTextHistory(
	document: LiveDocument,
	origins: readonly unknown[] = OWN_EDITS,
	clock: Clock = systemClock,
): TextHistory {
	return new TextHistory(document, origins, clock);
}

/** Lets a kept item and what it lies in be collected. */
function release(item: Y.Item): void {
	for (let next: Y.Item | null = item; next?.keep;) {
		next.keep = false;
		next = next.parent instanceof Y.AbstractType ? next.parent._item : null;
	}
}
