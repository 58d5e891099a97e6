import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import {
	createDexieRig,
	createMemoryRig,
	makeEntry,
	settle,
	STORAGE_RIGS,
	type StorageRig,
} from '../../../../tests/helpers/storage-rig.ts';
import type { DeviceStorage, ProjectEntry } from '../ports.ts';
import { formatBook, noteOf, parseBook } from './witness-note.ts';

const clock = new ManualClock(1_000);
let rig: StorageRig;
beforeEach(() => {
	rig = createMemoryRig();
});
afterEach(() => rig.close());

const noted = (place: { readonly text: string | null }) =>
	parseBook(place.text)?.notes.map(({ title }) => title) ?? [];
/** Lets the write go out. */
async function written(write: Promise<unknown>): Promise<void> {
	let isDone = false;
	void write.finally(() => (isDone = true));
	while (!isDone) {
		clock.advance(1);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
const titles = async ({ witness }: DeviceStorage) => (await witness.lost()).map(({ title }) => title);

/** A device that listed these, and noted so. */
async function visit(on: StorageRig, entries: readonly ProjectEntry[]) {
	const storage = await on.open({ clock });
	for (const entry of entries) await written(storage.projects.put(entry));
	clock.advance(3_000);
	await vi.waitFor(() => expect(noted(on.places[0]!)).toHaveLength(entries.length));
	return storage;
}

/** The same places over an empty database: what a browser leaves that cleared only that. */
function clearDatabase(after: StorageRig): StorageRig {
	const empty = after.name === 'dexie' ? createDexieRig() : createMemoryRig();
	after.places.forEach((place, index) => (empty.places[index]!.text = place.text));
	return empty;
}

describe.each(STORAGE_RIGS)('[S35] a database that comes back empty (%s)', (_name, createRig) => {
	it('is noticed: what was in it is named, the latest first', async () => {
		rig = createRig();
		const castle = makeEntry(mintProjectId(), { title: 'Castle', changedAt: 5 });
		const tavern = makeEntry(mintProjectId(), { title: 'Tavern', changedAt: 9, shared: true, token: 't' });
		const before = await visit(rig, [castle, tavern]);
		expect(await before.witness.lost()).toEqual([]);
		const empty = clearDatabase(rig);
		const after = await empty.open({ clock });
		expect(await after.witness.lost()).toEqual([
			{ id: tavern.id, title: 'Tavern', changedAt: 9, onServer: true },
			{ id: castle.id, title: 'Castle', changedAt: 5, onServer: false },
		]);
		// Noting what there is now keeps what is missed.
		clock.advance(3_000);
		await settle();
		expect(await titles(after)).toEqual(['Tavern', 'Castle']);
		empty.close();
	});
});

describe('[S35] what is missed', () => {
	it('has all it takes to fetch it from its server, and is here again once it was put back', async () => {
		const entry = makeEntry(mintProjectId(), { title: 'Tavern', shared: true, claim: 'c', token: 't' });
		await visit(rig, [entry]);
		const empty = clearDatabase(rig);
		const after = await empty.open({ clock });
		const found = await after.witness.find(entry.id);
		expect(found).toEqual({ ...entry, claim: null });
		expect(rig.places[0]!.text).not.toContain('claim');
		const kept = after.projects.put(found!);
		expect(await after.witness.lost()).toEqual([]); // also before it is written
		await written(kept);
		expect(await after.witness.lost()).toEqual([]);
		empty.close();
	});

	it('is forgotten for good when somebody says so', async () => {
		const entry = makeEntry(mintProjectId());
		await visit(rig, [entry]);
		const empty = clearDatabase(rig);
		const after = await empty.open({ clock });
		await after.witness.forget([entry.id]);
		expect(await after.witness.lost()).toEqual([]);
		expect(empty.places.map(noted)).toEqual([[], []]);
		empty.close();
	});

	it('never is what somebody deleted here, or put in the bin', async () => {
		const [binned, deleted] = [makeEntry(mintProjectId()), makeEntry(mintProjectId())];
		const storage = await visit(rig, [binned, deleted]);
		await written(storage.projects.patch(binned.id, { removedAt: 5 }));
		await written(storage.projects.delete(deleted.id));
		clock.advance(3_000);
		await vi.waitFor(() => expect(rig.places.map(noted)).toEqual([[], []]));
		const empty = clearDatabase(rig);
		expect(await titles(await empty.open({ clock }))).toEqual([]);
		empty.close();
	});

	it('is nothing while the database cannot be read: it may all be there', async () => {
		const entry = makeEntry(mintProjectId());
		await visit(rig, [entry]);
		rig.fail('denied');
		expect(await titles(await rig.open({ clock }))).toEqual([]);
		rig.fail('lost', ['listProjects']);
		const later = await rig.open({ clock });
		expect(await titles(later)).toEqual([]);
	});

	it('is nothing when all of it was cleared: a fresh start', async () => {
		await visit(rig, [makeEntry(mintProjectId())]);
		const fresh = createMemoryRig();
		expect(await titles(await fresh.open({ clock }))).toEqual([]);
		fresh.close();
	});
});

describe('[S35] a project that is being deleted', () => {
	it('is missed by nobody, not even for a moment', async () => {
		const entry = makeEntry(mintProjectId());
		const storage = await visit(rig, [entry]);
		const other = await rig.open({ clock });
		const seen: string[][] = [];
		rig.before('write', async () => void seen.push(rig.places.flatMap(noted)));
		other.projects.onChange(() => void titles(other).then((lost) => seen.push(lost)));
		await written(storage.projects.delete(entry.id));
		await settle();
		expect(seen.length).toBeGreaterThan(1);
		expect(seen.flat()).toEqual([]);
	});
});

describe('[S36] the places outside the database', () => {
	it('make up for each other, and the one that was cleared is filled again', async () => {
		const entry = makeEntry(mintProjectId(), { title: 'Castle' });
		await visit(rig, [entry]);
		rig.places[0]!.text = null;
		const empty = clearDatabase(rig);
		const after = await empty.open({ clock });
		expect(await titles(after)).toEqual(['Castle']);
		clock.advance(3_000);
		await vi.waitFor(() => expect(empty.places.map(noted)).toEqual([['Castle'], ['Castle']]));
		empty.close();
	});

	it('of which one is older than the other: the later one is right', async () => {
		const [kept, forgotten] = [makeEntry(mintProjectId()), makeEntry(mintProjectId())];
		const storage = await visit(rig, [kept, forgotten]);
		const old = rig.places[1]!.text;
		await written(storage.projects.delete(forgotten.id));
		await vi.waitFor(() => expect(noted(rig.places[1]!)).toHaveLength(1));
		rig.places[1]!.text = old;
		const empty = clearDatabase(rig);
		expect(await (await empty.open({ clock })).witness.lost()).toHaveLength(1);
		empty.close();
	});

	it('may both be denied: everything works, and nothing is missed', async () => {
		for (const place of rig.places) place.denied = true;
		const storage = await rig.open({ clock });
		await written(storage.projects.put(makeEntry(mintProjectId())));
		clock.advance(3_000);
		await settle();
		await storage.witness.forget([mintProjectId()]);
		expect(await storage.witness.lost()).toEqual([]);
	});

	it.each([
		['no JSON', '{'],
		['another value', '7'],
		['null', 'null'],
		['another shape', '{"shape":2,"writtenAt":1,"notes":[]}'],
		['no notes', '{"shape":1,"writtenAt":1}'],
		['notes that are none', '{"shape":1,"writtenAt":1,"notes":[null,7,[],{"id":"<script>"}]}'],
		['no time', '{"shape":1,"writtenAt":"yesterday","notes":[]}'],
		['more than anybody writes', ' '.repeat(5_000_000)],
	])('may hold anything: %s', async (_what, text) => {
		rig.places[0]!.text = text;
		const storage = await rig.open({ clock });
		expect(await storage.witness.lost()).toEqual([]);
		await written(storage.projects.put(makeEntry(mintProjectId(), { title: 'Castle' })));
		clock.advance(3_000);
		await vi.waitFor(() => expect(noted(rig.places[0]!)).toEqual(['Castle']));
	});

	it.each([
		['title', 'x'.repeat(5_000)],
		['title', 7],
		['changedAt', Number.NaN],
		['changedAt', -1],
		['role', 7],
		['origin', 'theirs'],
		['shared', 'yes'],
		['token', { toString: 'x' }],
		['id', '__proto__'],
	])('may hold a note with a wrong %s: %o', (field, value) => {
		const note = { ...noteOf(makeEntry(mintProjectId())), [field]: value };
		const good = noteOf(makeEntry(mintProjectId()));
		const text = JSON.stringify({ shape: 1, writtenAt: 1, notes: [note, good] });
		expect(parseBook(text)?.notes).toEqual([good]);
	});

	it('hold the latest of more projects than anybody has', () => {
		const notes = Array.from({ length: 2_500 }, (_, at) =>
			noteOf(makeEntry(mintProjectId(), { changedAt: at })),
		);
		const read = parseBook(formatBook({ writtenAt: 1, notes }))!;
		expect(read.notes).toHaveLength(2_000);
		expect(read.notes[0]!.changedAt).toBe(2_499);
	});
});
