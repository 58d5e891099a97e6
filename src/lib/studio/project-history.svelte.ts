import { Disposer } from '../base/disposer.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { formatGesture, parseGestures } from '../editor/gesture-log.ts';
import { History, type HistoryStep, type HistoryWrite, type Stacks } from '../editor/history.ts';
import type { Skipped } from '../editor/revert-gesture.ts';
import type {
	GestureChange,
	GestureSlot,
	GestureStore,
	StoredGestures,
} from '../storage/gestures/gesture-store.ts';
import { Observed } from './observed.svelte.ts';
import type { ProjectDocuments } from './project-documents.ts';

type Options = {
	readonly gestures: GestureStore;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly canEdit: () => boolean;
};

const NOTHING: StoredGestures = { undo: [], redo: [] };

/** What this person did in one project, in all its documents, to take back: kept on this device, one list a tab. */
export class ProjectHistory {
	readonly history: History;
	#options: Options;
	#disposer = new Disposer();
	#loading: Promise<void>;
	#slot: GestureSlot | null = null;
	/** Documents that a step needs and that were taken out of the project. */
	#missing = new Set<DocumentId>();
	#undoable: Observed<{ readonly undo: boolean; readonly redo: boolean }>;

	/** Nothing waits for the lists: until they are read, there is nothing to undo. */
	constructor(options: Options) {
		this.#options = options;
		const history = new History({
			find: (id) => this.#find(id),
			isGone: (id) => this.#isGone(id),
			loading: true,
		});
		this.history = history;
		this.#undoable = new Observed(
			(changed) => history.onChange(changed),
			() => ({ undo: history.canUndo, redo: history.canRedo }),
		);
		this.#disposer.add(options.documents.onOpen(({ document }) => void history.watch(document)));
		this.#loading = this.#load();
	}

	/** Whether this person did something here, in any document, that can be taken back. */
	get canUndo(): boolean {
		return this.#undoable.current.undo;
	}
	get canRedo(): boolean {
		return this.#undoable.current.redo;
	}

	/** Takes back this person's last gesture; undefined when there is none. */
	undo(): CommandResult<HistoryStep | undefined> {
		return this.#step(() => this.history.undo());
	}

	redo(): CommandResult<HistoryStep | undefined> {
		return this.#step(() => this.history.redo());
	}

	/** Resolves when the lists are here. */
	whenLoaded(): Promise<void> {
		return this.#loading;
	}

	async close(): Promise<void> {
		this.#disposer.dispose();
		this.history.dispose();
		await this.#loading;
		this.#slot?.close();
	}

	async #load(): Promise<void> {
		const { gestures, projectId, documents } = this.#options;
		const slot = await gestures.open(projectId, documents.branchId ?? undefined);
		this.#slot = slot;
		const loaded = await slot.load();
		if (this.#disposer.disposed) return;
		// What cannot be read is given up: the first write of a slot that was not loaded replaces all there is.
		const stored = loaded.ok ? loaded.value : NOTHING;
		const stacks = { undo: parseGestures(stored.undo), redo: parseGestures(stored.redo) };
		const leftovers = leftoversOf(stored, stacks);
		if (leftovers) void slot.write(leftovers);
		this.history.onWrite((write) => void slot.write(toChange(write)));
		this.history.load(stacks);
	}

	#step(run: () => CommandResult<HistoryStep | undefined>): CommandResult<HistoryStep | undefined> {
		if (!this.#options.canEdit()) {
			return err({ reason: 'read-only', message: 'You can look at this project, but not change it.' });
		}
		this.#missing.clear();
		const step = run();
		if (!step.ok && step.error.reason === 'not-found') this.#openMissing();
		if (!step.ok || !step.value) return step;
		return ok({ ...step.value, skipped: step.value.skipped.map((it) => this.#named(it)) });
	}

	#find(id: DocumentId) {
		const open = this.#options.documents.get(id);
		if (!open) this.#missing.add(id);
		return open?.document;
	}

	#isGone(id: DocumentId): boolean {
		const { documents, project } = this.#options;
		if (id === documents.index.id) return false;
		const entry = project.find(id);
		return entry ? entry.removed || documents.isUnreadable(id) : !documents.has(id);
	}

	/** Redo brings documents back that are not listed, and so not open after a reload. */
	#openMissing(): void {
		const { documents, project } = this.#options;
		void documents.follow([...this.#missing].flatMap((id) => project.find(id) ?? []));
	}

	/** Those who never signed may be here now, and be known by what they call themselves. */
	#named(skipped: Skipped): Skipped {
		const { by, byName, documentId } = skipped;
		const open = this.#options.documents.get(documentId);
		if (by === null || byName !== null || !open) return skipped;
		const peer = open.presence.peers().find(({ clientId }) => clientId === by);
		return { ...skipped, byName: peer?.user.name || null };
	}
}

const toChange = ({ truncate, dropBefore, put }: HistoryWrite): GestureChange => ({
	truncate,
	dropBefore,
	put: put.map(({ stack, index, gesture }) => ({ stack, index, payload: formatGesture(gesture) })),
});

/** Takes away rows that could not be read; undefined when all could. */
function leftoversOf(stored: StoredGestures, read: Stacks): GestureChange | undefined {
	const firstOf = (stack: 'undo' | 'redo'): number => {
		const last = stored[stack].at(-1);
		return read[stack][0]?.index ?? (last ? last.index + 1 : 0);
	};
	const isWhole = (stack: 'undo' | 'redo') => stored[stack].length === read[stack].length;
	if (isWhole('undo') && isWhole('redo')) return undefined;
	return { dropBefore: { undo: firstOf('undo'), redo: firstOf('redo') } };
}
