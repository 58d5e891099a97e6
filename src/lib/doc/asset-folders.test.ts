import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { mintDocumentId, type AssetHash, type FolderId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { pathTo } from './asset-folders.ts';
import { moveToFolder } from './commands/edit-assets.ts';
import { addFolder, dissolveFolder, removeShelved, renameFolder } from './commands/edit-folders.ts';
import { LiveDocument } from './live-document.ts';
import { ProjectDocument } from './project.ts';

vi.mock('nanoid', () => import('../../../tests/helpers/seeded-chance.ts'));

const hashes = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64) as AssetHash);

/** People with one project, whose changes arrive when they are sent. */
function people(count: number): readonly ProjectDocument[] {
	const id = mintDocumentId();
	const all = Array.from({ length: count }, () => new ProjectDocument(new LiveDocument(id, 'project')));
	const [first, ...others] = all as [ProjectDocument, ...ProjectDocument[]];
	for (const hash of hashes)
		unwrap(first.addAsset({ hash, name: `${hash[0]}.glb`, type: 'model', bytes: 1 }));
	for (const other of others) send(first, other);
	return all;
}

const send = (from: ProjectDocument, to: ProjectDocument) =>
	to.document.apply(from.document.encodeDiff(to.document.stateVector()), 'network');

function expectSound({ snapshot }: ProjectDocument): void {
	const { entries, parentOf, folderOf } = snapshot.folders;
	expect([...parentOf.keys()].sort()).toEqual([...entries.keys()].sort());
	for (const id of entries.keys()) {
		const path = pathTo(snapshot.folders, id);
		expect(path.at(-1)?.id).toBe(id);
		expect(path.length).toBeLessThanOrEqual(entries.size);
	}
	for (const folder of folderOf.values()) expect(entries.has(folder)).toBe(true);
}

const shown = ({ snapshot: { folders, listedAssets } }: ProjectDocument) => ({
	entries: [...folders.entries].sort(([a], [b]) => (a < b ? -1 : 1)),
	parents: [...folders.parentOf].sort(([a], [b]) => (a < b ? -1 : 1)),
	folderOf: [...folders.folderOf].sort(([a], [b]) => (a < b ? -1 : 1)),
	assets: [...listedAssets.keys()].sort(),
});

describe('[E132] folders of several people', () => {
	it('moved into one another at once: one of them goes back to where it was', () => {
		const [ada, bob] = people(2) as [ProjectDocument, ProjectDocument];
		const one = unwrap(addFolder(ada, 'One'));
		const two = unwrap(addFolder(ada, 'Two'));
		send(ada, bob);
		unwrap(moveToFolder(ada, { assets: [], folders: [one] }, two));
		unwrap(moveToFolder(bob, { assets: [], folders: [two] }, one));
		send(ada, bob);
		send(bob, ada);
		const [smaller, larger] = one < two ? [one, two] : [two, one];
		for (const { snapshot } of [ada, bob]) {
			expect(snapshot.folders.parentOf.get(smaller)).toBe(null);
			expect(snapshot.folders.parentOf.get(larger)).toBe(smaller);
		}
	});

	it('deleted while somebody puts things into them: those are where they were before', () => {
		const [ada, bob] = people(2) as [ProjectDocument, ProjectDocument];
		const [old, doomed] = [unwrap(addFolder(ada, 'Old')), unwrap(addFolder(ada, 'Doomed'))];
		unwrap(moveToFolder(ada, { assets: [hashes[0]!], folders: [] }, old));
		send(ada, bob);
		unwrap(removeShelved(ada, { assets: [], folders: [doomed] }));
		unwrap(moveToFolder(bob, { assets: hashes.slice(0, 2), folders: [] }, doomed));
		send(ada, bob);
		send(bob, ada);
		for (const { snapshot } of [ada, bob]) expect([...snapshot.folders.folderOf]).toEqual([[hashes[0], old]]);
	});

	it('whatever peers wrote there is read as folders at the top, or not at all', () => {
		const [ada] = people(1) as [ProjectDocument];
		const id = unwrap(addFolder(ada, 'Props'));
		const forge = (key: string, value: string | number | null | string[]) =>
			ada.document.edit('forge', 'import', (edit) => edit.set({ table: 'folders', row: id, key }, value));
		for (const place of [7, 'x', ['x'], [id], null]) {
			forge('place', place);
			expect(ada.snapshot.folders.parentOf.get(id)).toBe(null);
		}
		forge('name', 7);
		expect(ada.snapshot.folders.entries.get(id)?.name).toBe('Folder');
		ada.document.ydoc.getMap<unknown>('folders').set('no id', 7);
		expect(ada.snapshot.folders.entries.size).toBe(1);
	});

	it('end the same and sound for everybody, in whatever order it arrives', () => {
		let [moves, refused, healed] = [0, 0, 0];
		const op = fc.tuple(fc.nat(2), fc.nat(6), fc.nat(30), fc.nat(30));
		fc.assert(
			fc.property(fc.array(op, { minLength: 20, maxLength: 60 }), (ops) => {
				const all = people(3);
				for (const [who, what, a, b] of ops) {
					const person = all[who]!;
					const done = act(person, all, what, a, b);
					if (done === false) refused++;
					else moves++;
					expectSound(person);
				}
				for (let round = 0; round < 2; round++)
					for (const from of all) for (const to of all) if (from !== to) send(from, to);
				const [first, ...others] = all.map(shown);
				for (const other of others) expect(other).toEqual(first);
				for (const person of all) expectSound(person);
				healed += countHealed(all[0]!);
			}),
			{ seed: 7, numRuns: 60 },
		);
		expect(moves).toBeGreaterThan(1_000);
		expect(refused).toBeGreaterThan(0);
		expect(healed).toBeGreaterThan(0);
	});
});

/** False: it was refused. */
function act(
	person: ProjectDocument,
	all: readonly ProjectDocument[],
	what: number,
	a: number,
	b: number,
): boolean {
	const folders = [...person.snapshot.folders.entries.keys()].sort();
	const pick = (n: number): FolderId | null => folders[n % (folders.length + 1)] ?? null;
	const [one, two] = [pick(a), pick(b)];
	const asset = hashes[a % hashes.length]!;
	switch (what) {
		case 0:
			return addFolder(person, `Folder ${b}`, one).ok;
		case 1:
			return moveToFolder(person, { assets: [asset], folders: [] }, two).ok;
		case 2:
		case 3:
			return one === null || moveToFolder(person, { assets: [], folders: [one] }, two).ok;
		case 4:
			return one === null || (b % 2 ? dissolveFolder(person, one) : renameFolder(person, one, `New ${b}`)).ok;
		case 5:
			return one === null || b % 3 > 0 || removeShelved(person, { assets: [], folders: [one] }).ok;
		default:
			send(person, all[b % all.length]!);
			return true;
	}
}

/** Folders that are shown elsewhere than they say. */
function countHealed({ document, snapshot }: ProjectDocument): number {
	const rows = document.ydoc.getMap<{ get(key: string): unknown }>('folders');
	return [...snapshot.folders.parentOf].filter(([id, parent]) => {
		const place = rows.get(id)?.get('place') as readonly unknown[] | undefined;
		return (place?.[0] ?? null) !== parent;
	}).length;
}
