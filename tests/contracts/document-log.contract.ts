import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { DocumentLog, RowId, SnapshotContent } from '#server/storage/document-log.ts';

export type DocumentLogUnderTest = {
	readonly log: DocumentLog;
	/** Flips a bit in a stored row, behind the log's back. */
	damage(address: DocumentAddress, row: RowId): void;
	/** Flips a bit in the newest snapshot. */
	damageSnapshot(address: DocumentAddress): void;
	/** How many rows and snapshots there are, in service or not needed any more. */
	kept(): { rows: number; snapshots: number };
	/** How many rows and snapshots were set aside, and are still there. */
	quarantined(): number;
	/** Closes it and opens what it stored again. */
	reopen(): DocumentLog;
	dispose(): void;
};

const bytes = (...numbers: number[]) => new Uint8Array(numbers);

function mintAddress(): DocumentAddress {
	return { projectId: mintProjectId(), documentId: mintDocumentId() };
}

const content = (...state: number[]): SnapshotContent => ({
	state: bytes(...state),
	stateVector: bytes(1, ...state),
	deletions: bytes(0),
});

async function loadUpdates(log: DocumentLog, address: DocumentAddress): Promise<number[][]> {
	const { rows } = await log.load(address);
	return rows.map(({ update }) => [...update]);
}

/** What every document log must do. */
export function documentLogContract(name: string, create: () => DocumentLogUnderTest): void {
	describe(`document log: ${name}`, () => {
		let subject: DocumentLogUnderTest;
		const address = mintAddress();

		beforeEach(() => {
			subject = create();
		});
		afterEach(() => subject.dispose());

		it('[K1] a document never written to is empty', async () => {
			expect(await subject.log.load(address)).toEqual({ snapshot: null, rows: [], quarantined: 0 });
		});

		it('[K1] keeps updates in the order they came, over a restart', async () => {
			await subject.log.append([{ address, update: bytes(1) }]);
			await subject.log.append([
				{ address, update: bytes(2, 2) },
				{ address, update: bytes(3, 0, 255) },
			]);
			const expected = [[1], [2, 2], [3, 0, 255]];
			expect(await loadUpdates(subject.log, address)).toEqual(expected);
			expect(await loadUpdates(subject.reopen(), address)).toEqual(expected);
		});

		it('[K1] gives every row a number of its own, in the order of the entries', async () => {
			const rows = await subject.log.append([
				{ address, update: bytes(1) },
				{ address, update: bytes(2) },
			]);
			const loaded = await subject.log.load(address);
			expect(loaded.rows.map(({ id }) => id)).toEqual(rows);
			expect(new Set(rows).size).toBe(2);
		});

		it('[K2] documents do not see each other, nor do projects', async () => {
			const sibling = { projectId: address.projectId, documentId: mintDocumentId() };
			const namesake = { projectId: mintProjectId(), documentId: address.documentId };
			await subject.log.append([
				{ address, update: bytes(1) },
				{ address: sibling, update: bytes(2) },
				{ address: namesake, update: bytes(3) },
			]);
			expect(await loadUpdates(subject.log, address)).toEqual([[1]]);
			expect(await loadUpdates(subject.log, sibling)).toEqual([[2]]);
			expect(await loadUpdates(subject.log, namesake)).toEqual([[3]]);
		});

		it('[K3] a snapshot takes the place of exactly the rows it was given', async () => {
			const folded = await subject.log.append([
				{ address, update: bytes(1) },
				{ address, update: bytes(2) },
			]);
			await subject.log.append([{ address, update: bytes(3) }]);
			const snapshot = await subject.log.compact(address, null, folded, content(12));
			expect(snapshot).toMatchObject(content(12));
			for (const open of [() => subject.log, () => subject.reopen()]) {
				const loaded = await open().load(address);
				expect(loaded.snapshot).toEqual(snapshot);
				expect(loaded.rows.map(({ update }) => [...update])).toEqual([[3]]);
			}
		});

		it('[K3] a snapshot made from one that is not the newest any more changes nothing', async () => {
			const [first] = await subject.log.append([{ address, update: bytes(1) }]);
			const one = await subject.log.compact(address, null, [first as RowId], content(1));
			const [second] = await subject.log.append([{ address, update: bytes(2) }]);
			expect(await subject.log.compact(address, null, [second as RowId], content(2))).toBeNull();
			expect(await subject.log.load(address)).toMatchObject({ snapshot: one, rows: [{ id: second }] });
			const two = await subject.log.compact(address, one!.id, [second as RowId], content(12));
			expect(two!.id).toBeGreaterThan(one!.id);
		});

		it('[K3] compacting one document cannot touch rows and snapshots of another', async () => {
			const other = mintAddress();
			const rows = await subject.log.append([{ address: other, update: bytes(9) }]);
			await subject.log.compact(address, null, rows, content(1));
			expect(await loadUpdates(subject.log, other)).toEqual([[9]]);
			expect((await subject.log.load(other)).snapshot).toBeNull();
		});

		it('[K3] a row number is never used again', async () => {
			const [row] = await subject.log.append([{ address, update: bytes(1) }]);
			await subject.log.quarantine(address, row as RowId);
			const [next] = await subject.reopen().append([{ address, update: bytes(2) }]);
			expect(next).toBeGreaterThan(row as RowId);
		});

		it('[L5] a damaged snapshot is set aside, and the one before it served with the rows it lacks', async () => {
			const [first] = await subject.log.append([{ address, update: bytes(1) }]);
			const one = await subject.log.compact(address, null, [first as RowId], content(1));
			const [second] = await subject.log.append([{ address, update: bytes(2) }]);
			await subject.log.compact(address, one!.id, [second as RowId], content(12));
			await subject.log.append([{ address, update: bytes(3) }]);
			subject.damageSnapshot(address);
			const loaded = await subject.log.load(address);
			expect(loaded).toMatchObject({ snapshot: one, quarantined: 1 });
			expect(loaded.rows.map(({ update }) => [...update])).toEqual([[2], [3]]);
			expect(subject.quarantined()).toBe(1);
			expect((await subject.log.load(address)).quarantined).toBe(0);
		});

		it('[L5] a document whose only snapshot is damaged is its rows', async () => {
			const rows = await subject.log.append([{ address, update: bytes(1) }]);
			await subject.log.compact(address, null, rows, content(1));
			subject.damageSnapshot(address);
			expect(await subject.log.load(address)).toMatchObject({ snapshot: null, rows: [{}], quarantined: 1 });
		});

		it('[L5] a snapshot reported as unreadable is set aside, and compacting goes on from what is left', async () => {
			const [first] = await subject.log.append([{ address, update: bytes(1) }]);
			const one = await subject.log.compact(address, null, [first as RowId], content(1));
			const [second] = await subject.log.append([{ address, update: bytes(2) }]);
			const two = await subject.log.compact(address, one!.id, [second as RowId], content(12));
			await subject.log.quarantineSnapshot(address, two!.id);
			const left = await subject.log.load(address);
			expect(left).toMatchObject({ snapshot: one, rows: [{ id: second }], quarantined: 0 });
			const three = await subject.log.compact(address, one!.id, [second as RowId], content(1, 2));
			expect(await subject.log.load(address)).toEqual({ snapshot: three, rows: [], quarantined: 0 });
		});

		it('[K3] what a snapshot replaced is kept for one generation, not for ever', async () => {
			let after: number | null = null;
			for (let round = 1; round <= 5; round++) {
				const rows = await subject.log.append([{ address, update: bytes(round) }]);
				after = (await subject.log.compact(address, after, rows, content(round)))!.id;
			}
			expect(subject.kept()).toEqual({ rows: 1, snapshots: 2 });
		});

		it('[K4] a damaged row is set aside and kept, and the rest is served', async () => {
			const [, broken] = await subject.log.append([
				{ address, update: bytes(1, 1) },
				{ address, update: bytes(2, 2) },
				{ address, update: bytes(3, 3) },
			]);
			subject.damage(address, broken as RowId);
			const loaded = await subject.log.load(address);
			expect(loaded.quarantined).toBe(1);
			expect(loaded.rows.map(({ update }) => [...update])).toEqual([
				[1, 1],
				[3, 3],
			]);
			expect(subject.quarantined()).toBe(1);
			expect((await subject.log.load(address)).quarantined).toBe(0);
		});

		it('[K4] a row reported as unreadable is set aside and kept', async () => {
			const [row] = await subject.log.append([{ address, update: bytes(1) }]);
			await subject.log.quarantine(address, row as RowId);
			expect(await loadUpdates(subject.log, address)).toEqual([]);
			expect(subject.quarantined()).toBe(1);
		});

		it('[K2] what a caller does with its bytes afterwards changes nothing', async () => {
			const update = bytes(1, 2, 3);
			await subject.log.append([{ address, update }]);
			update.fill(0);
			expect(await loadUpdates(subject.log, address)).toEqual([[1, 2, 3]]);
		});
	});
}
