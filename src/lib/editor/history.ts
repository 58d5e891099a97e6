import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { noteSeen } from '../doc/commands/revert-changes.ts';
import type { Edited, EditLabel, LiveDocument, Origin } from '../doc/live-document.ts';
import type { RegisterChange } from '../doc/registers.ts';
import { GestureStack, type PlacedGesture } from './gesture-stack.ts';
import { countChanges, mergeParts, restamp, type GesturePart, type Selected } from './gesture.ts';
import { listedIn, revertGesture, type RevertingOptions, type Skipped } from './revert-gesture.ts';

/** What undo or redo did. */
export type HistoryStep = {
	readonly label: EditLabel;
	/** What was written back. Empty when all was changed since. */
	readonly parts: readonly GesturePart[];
	readonly skipped: readonly Skipped[];
	/** What to select again; null: leave the selection, as where nothing was written. */
	readonly selected: Selected | null;
};

export type StackName = 'undo' | 'redo';

/** What one gesture or step changed in the lists, for whoever keeps them: the three in this order, as one. */
export type HistoryWrite = {
	/** Gestures at this place and above went. */
	readonly truncate: { readonly [stack in StackName]?: number };
	/** Gestures below this place went. */
	readonly dropBefore: { readonly [stack in StackName]?: number };
	readonly put: readonly (PlacedGesture & { readonly stack: StackName })[];
};

export type HistoryOptions = RevertingOptions & {
	/** Whether gestures from before are still to come, by `load`: there is nothing to undo until then. */
	readonly loading?: boolean;
};

export type RecordOptions = {
	/** Without one, the gesture is called as its first edit. */
	readonly label?: EditLabel;
	/** What is selected now; asked when the gesture begins and when it is done. */
	readonly selected?: () => Selected;
};

/** The two lists, each oldest first. */
export type Stacks = { readonly [stack in StackName]: readonly PlacedGesture[] };

export const MAX_GESTURES = 500;
/** Registers over all gestures; the newest gesture stays whatever its size. */
export const MAX_CHANGES = 50_000;
const MAX_REPLICAS = 256;

/** Written by the app of itself, or brought in from outside: not something the person did here. */
const NO_GESTURES: readonly Origin[] = ['undo', 'migration', 'import'];

type Recording = {
	label: EditLabel | undefined;
	parts: GesturePart[];
	replicas: number[];
	before: Selected | null;
	after: Selected | null;
};

/** One person's gestures across the documents of a project, to take back and bring back. */
export class History {
	#options: HistoryOptions;
	#undo = new GestureStack();
	#redo = new GestureStack();
	#loading: boolean;
	#recording: Recording | null = null;
	#changed = new Emitter<void>();
	#written = new Emitter<HistoryWrite>();
	#disposer = new Disposer();

	constructor(options: HistoryOptions) {
		this.#options = options;
		this.#loading = options.loading ?? false;
	}

	get canUndo(): boolean {
		return !this.#loading && this.#undo.top !== undefined;
	}

	get canRedo(): boolean {
		return !this.#loading && this.#redo.top !== undefined;
	}

	/** Takes up lists from before: what was done since comes after them. */
	load({ undo, redo }: Stacks): void {
		const since = this.#undo.gestures;
		this.#undo = new GestureStack(undo);
		this.#redo = new GestureStack(since.length > 0 ? [] : redo);
		this.#loading = false;
		const put = since.map((gesture) => ({ stack: 'undo' as const, ...this.#undo.push(gesture) }));
		if (put.length > 0) this.#emit({ truncate: { redo: 0 }, dropBefore: this.#trim(), put });
		this.#changed.emit();
	}

	/** Remembers the edits made here in a document from now on. */
	watch(document: LiveDocument): Dispose {
		const stop = document.onEdited((edited) => this.#remember(document, edited));
		this.#disposer.add(stop);
		return stop;
	}

	/** Makes one gesture of all edits that `run` makes, in whatever documents. */
	join<T>(label: EditLabel, run: () => T): T {
		return this.record(run, { label });
	}

	/** Makes one gesture of all edits that `run` makes, which remembers what was selected before and after. */
	record<T>(run: () => T, { label, selected }: RecordOptions = {}): T {
		const outer = this.#recording;
		const recording = outer ?? { label, parts: [], replicas: [], before: null, after: null };
		this.#recording = recording;
		recording.before ??= selected?.() ?? null;
		try {
			return run();
		} finally {
			recording.after = selected?.() ?? recording.after;
			this.#recording = outer;
			if (!outer && recording.parts.length > 0) this.#push(recording);
		}
	}

	undo(): CommandResult<HistoryStep | undefined> {
		return this.#step('undo', 'redo');
	}

	redo(): CommandResult<HistoryStep | undefined> {
		return this.#step('redo', 'undo');
	}

	/** Told when what can be undone or redone changed. */
	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Told what is to be kept. Not before the lists were loaded. */
	onWrite(listener: (write: HistoryWrite) => void): Dispose {
		return this.#written.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
		this.#written.clear();
	}

	#remember(document: LiveDocument, { label, origin, changes }: Edited): void {
		if (NO_GESTURES.includes(origin)) return;
		const { id: documentId, kind, clientId } = document;
		const seen = changes.map((change) => noteSeen(document, change, this.#listedBy(change)));
		const part = { documentId, kind, changes: seen };
		if (!this.#recording) {
			return this.#push({ label, parts: [part], replicas: [clientId], before: null, after: null });
		}
		this.#recording.label ??= label;
		this.#recording.parts.push(part);
		this.#recording.replicas.push(clientId);
	}

	#push({ label = 'edit', parts, replicas, before, after }: Recording): void {
		const forgotten = this.#redo.clear().flatMap((gesture) => gesture.replicas);
		const put = this.#undo.push({
			label,
			parts: mergeParts(parts),
			before,
			after,
			replicas: unite(forgotten, replicas),
		});
		const dropBefore = this.#trim();
		this.#emit({ truncate: { redo: 0 }, dropBefore, put: [{ stack: 'undo', ...put }] });
		this.#changed.emit();
	}

	#step(from: StackName, to: StackName): CommandResult<HistoryStep | undefined> {
		const stacks = { undo: this.#undo, redo: this.#redo };
		const gesture = this.#loading ? undefined : stacks[from].top;
		if (!gesture) return ok(undefined);
		const reverted = revertGesture(gesture, { ...this.#options, mine: this.#mine() });
		if (!reverted.ok) return reverted;
		const { parts, skipped, replicas } = reverted.value;
		stacks[from].pop();
		const put: HistoryWrite['put'][number][] = [];
		for (const { documentId, changes } of parts) {
			const undone = gesture.parts.find((part) => part.documentId === documentId)?.changes ?? [];
			const renamed = restamp(stacks[from].gestures, documentId, undone, changes);
			for (const [at, other] of renamed) put.push({ stack: from, ...stacks[from].replace(at, other) });
		}
		const truncate = { [from]: stacks[from].next };
		const redoing = { ...gesture, parts, replicas: unite(gesture.replicas, replicas) };
		if (parts.length > 0) put.push({ stack: to, ...stacks[to].push(redoing) });
		else put.push(...this.#handOn(gesture.replicas));
		this.#emit({ truncate, dropBefore: {}, put });
		this.#changed.emit();
		const selected = parts.length === 0 ? null : from === 'undo' ? gesture.before : gesture.after;
		return ok({ label: gesture.label, parts, skipped, selected });
	}

	/** The document whose place in the project's list this register is about. */
	#listedBy(change: RegisterChange): LiveDocument | undefined {
		const id = listedIn(change);
		return id && this.#options.find(id);
	}

	/** The replicas this person wrote with, as far as the lists reach back. */
	#mine(): number[] {
		return [...this.#undo.gestures, ...this.#redo.gestures].flatMap(({ replicas }) => replicas);
	}

	/** What a gesture that is gone wrote elsewhere meanwhile is still this person's. */
	#handOn(replicas: readonly number[]): HistoryWrite['put'] {
		const [stack, name] = this.#undo.top ? [this.#undo, 'undo' as const] : [this.#redo, 'redo' as const];
		const { top } = stack;
		if (!top || replicas.every((replica) => top.replicas.includes(replica))) return [];
		const kept = { ...top, replicas: unite(replicas, top.replicas) };
		return [{ stack: name, ...stack.replace(stack.gestures.length - 1, kept) }];
	}

	/** Lets the oldest go that are too many. */
	#trim(): HistoryWrite['dropBefore'] {
		const stack = this.#undo;
		const { first } = stack;
		let changes = [...stack.gestures, ...this.#redo.gestures].reduce((sum, it) => sum + countChanges(it), 0);
		while (stack.gestures.length > 1 && (stack.gestures.length > MAX_GESTURES || changes > MAX_CHANGES)) {
			const dropped = stack.dropOldest();
			if (dropped) changes -= countChanges(dropped);
		}
		return stack.first > first ? { undo: stack.first } : {};
	}

	#emit(write: HistoryWrite): void {
		if (!this.#loading) this.#written.emit(write);
	}
}

const unite = (a: readonly number[], b: readonly number[]): readonly number[] =>
	[...new Set([...a, ...b])].slice(-MAX_REPLICAS);
