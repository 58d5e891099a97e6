import type { Clock } from '../../base/clock.ts';
import type { Dispose } from '../../base/disposer.ts';
import type { ProjectId } from '../../base/ids.ts';
import type { Write } from '../backend.ts';
import type { JournaledReads } from '../journaled-reads.ts';
import type { PageAround } from '../page-adapter.ts';
import type { LostProject, ProjectEntry, ProjectWitness } from '../ports.ts';
import {
	EMPTY_BOOK,
	entryOf,
	formatBook,
	noteOf,
	parseBook,
	type WitnessBook,
	type WitnessNote,
} from './witness-note.ts';
import type { WitnessPlace } from './witness-places-adapter.ts';

/** Editing changes a project every second; what it is called and when it changed need not be noted that often. */
const NOTE_AFTER_MS = 2_000;
const LOCK_PATIENCE_MS = 2_000;

type Options = {
	readonly places: readonly WitnessPlace[];
	readonly page: Pick<PageAround, 'holdLock'>;
	readonly clock: Clock;
	readonly reads: Pick<JournaledReads, 'read'>;
};

/** Remembers outside the database which projects are in it, so that a database that comes back empty is noticed. */
export class NotedProjects implements ProjectWitness {
	readonly #options: Options;
	#planned: Dispose | null = null;
	/** One after the other: each reads what the last one wrote. */
	#running: Promise<unknown> = Promise.resolve();

	constructor(options: Options) {
		this.#options = options;
	}

	/** What was written is in the database now. */
	follow(writes: readonly Write[]): void {
		const gone = writes.flatMap((write) => (write.kind === 'forget-project' ? [write.id] : []));
		if (gone.length > 0) void this.forget(gone);
		if (writes.some(({ kind }) => kind === 'project' || kind === 'patch-project')) this.noteSoon();
	}

	/** Notes before long what the database lists. */
	noteSoon(): void {
		this.#planned ??= this.#options.clock.after(NOTE_AFTER_MS, () => {
			this.#planned = null;
			void this.note();
		});
	}

	/** Takes down what there is now. What is gone stays noted until somebody forgets it. */
	note(): Promise<void> {
		return this.#change((notes, entries) => {
			for (const entry of entries) {
				if (entry.removedAt === null) notes.set(entry.id, noteOf(entry));
				else notes.delete(entry.id);
			}
		});
	}

	async lost(): Promise<readonly LostProject[]> {
		const found = await this.#readProjects();
		if (!found) return [];
		const here = new Set([...found.entries.map(({ id }) => id), ...found.unwritten]);
		const { notes } = await this.#read();
		return notes
			.filter(({ id }) => !here.has(id))
			.map(({ id, title, changedAt, token }) => ({ id, title, changedAt, onServer: token !== null }))
			.sort((a, b) => b.changedAt - a.changedAt);
	}

	/** All that is noted, of projects that are here and of lost ones. */
	async notes(): Promise<readonly WitnessNote[]> {
		return (await this.#read()).notes;
	}

	async find(id: ProjectId): Promise<ProjectEntry | null> {
		const note = (await this.#read()).notes.find((each) => each.id === id);
		return note ? entryOf(note) : null;
	}

	forget(ids: readonly ProjectId[]): Promise<void> {
		return this.#change((notes) => {
			for (const id of ids) notes.delete(id);
		});
	}

	/** What was still to be noted is noted by whoever opens the database next. */
	close(): void {
		this.#planned?.();
		this.#planned = null;
	}

	#change(
		apply: (notes: Map<ProjectId, WitnessNote>, entries: readonly ProjectEntry[]) => void,
	): Promise<void> {
		const change = this.#running.then(() => this.#write(apply));
		this.#running = change;
		return change;
	}

	async #write(
		apply: (notes: Map<ProjectId, WitnessNote>, entries: readonly ProjectEntry[]) => void,
	): Promise<void> {
		const { page, clock } = this.#options;
		const release = await page.holdLock('witness', LOCK_PATIENCE_MS);
		try {
			const entries = (await this.#readProjects())?.entries ?? [];
			const texts = await this.#readTexts();
			const before = latest(texts);
			const notes = new Map(before.notes.map((note) => [note.id, note]));
			apply(notes, entries);
			const changed: WitnessBook = {
				// Later than what it replaces, whatever the clock did meanwhile.
				writtenAt: Math.max(clock.now(), before.writtenAt + 1),
				notes: [...notes.values()],
			};
			// A place that was cleared is filled again.
			const isKept = texts.every((text) => text === formatBook(before));
			if (!isKept || !sameNotes(before, changed)) await this.#keep(formatBook(changed));
		} finally {
			release?.();
		}
	}

	/** `null` while the database cannot be read, which says nothing about what is in it. */
	async #readProjects() {
		const read = await this.#options.reads.read<readonly ProjectEntry[] | null>(
			(backend) => backend.listProjects(),
			null,
		);
		if (!read.ok || !read.value.value) return null;
		const unwritten = read.value.writes.flatMap((write) =>
			write.kind === 'project' ? [write.entry.id] : [],
		);
		return { entries: read.value.value, unwritten };
	}

	async #read(): Promise<WitnessBook> {
		return latest(await this.#readTexts());
	}

	#readTexts(): Promise<(string | null)[]> {
		return Promise.all(this.#options.places.map((place) => attempt(() => place.read())));
	}

	async #keep(text: string): Promise<void> {
		await Promise.all(this.#options.places.map((place) => attempt(() => place.write(text))));
	}
}

/** A place that is denied or full makes the witness weaker, and changes nothing else. */
async function attempt<T>(run: () => Promise<T>): Promise<T | null> {
	try {
		return await run();
	} catch {
		return null;
	}
}

function latest(texts: readonly (string | null)[]): WitnessBook {
	const books = texts.flatMap((text) => parseBook(text) ?? []);
	return books.sort((a, b) => b.writtenAt - a.writtenAt)[0] ?? EMPTY_BOOK;
}

const sameNotes = (a: WitnessBook, b: WitnessBook): boolean =>
	formatBook({ ...a, writtenAt: 0 }) === formatBook({ ...b, writtenAt: 0 });
