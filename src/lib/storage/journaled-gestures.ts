import { assert } from '../base/assert.ts';
import type { Dispose } from '../base/disposer.ts';
import type { BranchId, ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { GesturesOf, PlacedGesture, SlotName, Write } from './backend.ts';
import { changeGestures, isPayload, slotKey } from './gestures/gesture-change.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { PageAround } from './page-adapter.ts';
import type {
	GestureChange,
	GestureSlot,
	GestureStack,
	GestureStore,
	StoredGestures,
} from './gestures/gesture-store.ts';
import type { StorageProblem } from './ports.ts';
import type { WriteJournal } from './write-journal.ts';

/** As the documents: a gesture and the edit it made go out together. */
const BATCH_MS = 100;

/** A page that is being reloaded lets go of its slot a moment after the next one asks for it. */
const PATIENCE_MS = 300;

type HeldSlot = {
	readonly slot: SlotName;
	readonly release: Dispose;
	/** Whether we know what stands there. */
	known: boolean;
};

/** The undo lists of this device, over journal and database; each slot is one tab's at a time (lock). */
export class JournaledGestures implements GestureStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #page: PageAround;
	readonly #held = new Set<HeldSlot>();
	/** Closed by this page, and not all written yet: the next to open it here may have it at once. */
	readonly #parked = new Set<HeldSlot>();
	readonly #stopWatching: Dispose;

	constructor(journal: WriteJournal, reads: JournaledReads, page: PageAround) {
		this.#journal = journal;
		this.#reads = reads;
		this.#page = page;
		this.#stopWatching = journal.onWritten(() => this.#releaseWritten());
	}

	async open(projectId: ProjectId, branchId?: BranchId): Promise<GestureSlot> {
		const of: GesturesOf = branchId === undefined ? { projectId } : { projectId, branchId };
		const held = this.#takeParked(of) ?? (await this.#hold(of));
		this.#held.add(held);
		return new JournaledGestureSlot(held, this.#journal, this.#reads, () => this.#close(held));
	}

	/** Lets go of every slot. */
	dispose(): void {
		this.#stopWatching();
		for (const { release } of [...this.#held, ...this.#parked]) release();
		this.#held.clear();
		this.#parked.clear();
	}

	async #hold(of: GesturesOf): Promise<HeldSlot> {
		const filled = await this.#filledSlots(of);
		for (const patience of filled.length > 0 ? [0, PATIENCE_MS] : []) {
			for (const number of filled) {
				const held = await this.#tryToHold({ ...of, number }, patience);
				if (held) return held;
			}
		}
		for (let number = 0; ; number++) {
			const held = await this.#tryToHold({ ...of, number }, 0);
			if (held) return held;
		}
	}

	async #tryToHold(slot: SlotName, patienceMs: number): Promise<HeldSlot | null> {
		const release = await this.#page.holdLock(`gestures:${slot.projectId}:${slotKey(slot)}`, patienceMs);
		return release && { slot, release, known: false };
	}

	async #filledSlots(of: GesturesOf): Promise<readonly number[]> {
		const read = await this.#reads.read((backend) => backend.listGestureSlots(of), []);
		return read.ok ? read.value.value : [];
	}

	#takeParked({ projectId, branchId }: GesturesOf): HeldSlot | null {
		const parked = [...this.#parked].find(
			({ slot }) => slot.projectId === projectId && slot.branchId === branchId,
		);
		if (parked) this.#parked.delete(parked);
		return parked ?? null;
	}

	#close(held: HeldSlot): void {
		if (!this.#held.delete(held)) return;
		this.#parked.add(held);
		void this.#journal.whenDurable().then(() => this.#releaseWritten());
	}

	#releaseWritten(): void {
		for (const held of this.#parked) {
			if (this.#journal.unwritten.some((write) => isOf(write, held.slot))) continue;
			this.#parked.delete(held);
			held.release();
		}
	}
}

class JournaledGestureSlot implements GestureSlot {
	readonly #held: HeldSlot;
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #onClose: Dispose;
	#closed = false;

	constructor(held: HeldSlot, journal: WriteJournal, reads: JournaledReads, onClose: Dispose) {
		this.#held = held;
		this.#journal = journal;
		this.#reads = reads;
		this.#onClose = onClose;
	}

	get number(): number {
		return this.#held.slot.number;
	}

	async load(): Promise<Result<StoredGestures, StorageProblem>> {
		const { slot } = this.#held;
		const read = await this.#reads.read((backend) => backend.readGestures(slot), []);
		if (!read.ok) return read;
		this.#held.known ||= this.#reads.complete;
		return ok(toStacks(overlay(read.value.value, read.value.writes, slot)));
	}

	write(change: GestureChange): Promise<boolean> {
		// Another tab may have the slot by now; and what is no JSON would hold up every other write for good.
		if (this.#closed) return Promise.resolve(false);
		for (const { payload } of change.put ?? []) assert(isPayload(payload), 'a gesture is JSON');
		const { slot, known } = this.#held;
		const whole = known ? change : { ...change, truncate: { undo: 0, redo: 0 } };
		this.#held.known = true;
		return this.#journal.add({ kind: 'gestures', slot, change: whole }, BATCH_MS);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#onClose();
	}
}

const isOf = (write: Write, slot: SlotName): boolean =>
	write.kind === 'gestures' &&
	write.slot.projectId === slot.projectId &&
	slotKey(write.slot) === slotKey(slot);

function overlay(stored: readonly PlacedGesture[], writes: readonly Write[], slot: SlotName) {
	let rows = stored;
	for (const write of writes) {
		if (write.kind === 'gestures' && isOf(write, slot)) rows = changeGestures(rows, write.change);
		if (write.kind === 'forget-project' && write.id === slot.projectId) rows = [];
	}
	return rows;
}

function toStacks(rows: readonly PlacedGesture[]): StoredGestures {
	const stack = (name: GestureStack) =>
		rows.filter((row) => row.stack === name).map(({ index, payload }) => ({ index, payload }));
	return { undo: stack('undo'), redo: stack('redo') };
}
