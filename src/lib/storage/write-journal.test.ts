import { expect, test } from 'vitest';
import { settle } from '../../../tests/helpers/storage-rig.ts';
import { ManualClock } from '../base/clock.ts';
import { mintDocumentId, mintProjectId, type DocumentId } from '../base/ids.ts';
import { MemoryBackend, MemoryDisk } from './memory/memory-backend.ts';
import type { Write } from './backend.ts';
import { ReopeningBackend } from './reopening-backend.ts';
import { WriteJournal } from './write-journal.ts';
import { writesDocument } from './write-list.ts';

/** A database that finishes a write when it is told to. */
class HeldBackend extends MemoryBackend {
	readonly held: (() => void)[] = [];

	override async write(writes: readonly Write[]): Promise<void> {
		if (writes.length > 0) await new Promise<void>((finish) => this.held.push(finish));
		return super.write(writes);
	}
}

async function setup() {
	const clock = new ManualClock(1_000);
	const backend = new HeldBackend(new MemoryDisk());
	const journal = new WriteJournal(new ReopeningBackend(async () => backend, clock), clock);
	await journal.probe();
	clock.advance(1_000);
	const projectId = mintProjectId();
	const edit = (id: DocumentId) => {
		const info = { id, projectId, kind: 'scene' } as const;
		void journal.add({ kind: 'document', info, updates: [new Uint8Array([id.length])], ledger: {} }, 100);
	};
	const seen: string[] = [];
	const watch = (name: string, durable: Promise<boolean>) =>
		void durable.then((is) => seen.push(`${name}: ${is}`));
	const whenDurable = (id: DocumentId) => journal.whenDurable((write) => writesDocument(write, id));
	return { clock, journal, held: backend.held, edit, seen, watch, whenDurable };
}

test('[S27] an edit is durable when its own rows are, whatever else is still to be written', async () => {
	const { held, edit, seen, watch, whenDurable } = await setup();
	const [mine, other] = [mintDocumentId(), mintDocumentId()];
	edit(mine);
	await settle();
	edit(other);
	watch('mine', whenDurable(mine));
	watch('other', whenDurable(other));
	watch('never written', whenDurable(mintDocumentId()));
	await settle();
	expect(held).toHaveLength(1);
	expect(seen).toEqual(['never written: true']);
	held[0]!();
	await settle();
	expect(seen).toEqual(['never written: true', 'mine: true']);
});

test('[S27] an edit made while another is being written is not taken for written with it', async () => {
	const { clock, held, edit, seen, watch, whenDurable } = await setup();
	const id = mintDocumentId();
	edit(id);
	await settle();
	edit(id);
	watch('both', whenDurable(id));
	held[0]!();
	await settle();
	expect(seen).toEqual([]);
	clock.advance(0);
	await settle();
	held[1]!();
	await settle();
	expect(seen).toEqual(['both: true']);
});

test('[S1] what is done in one turn is one batch, and needs no timer', async () => {
	const { held, edit } = await setup();
	for (let i = 0; i < 3; i++) edit(mintDocumentId());
	await settle();
	expect(held).toHaveLength(1);
});
