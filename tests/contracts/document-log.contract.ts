import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { DocumentLog, RowId } from '#server/storage/document-log.ts';

export type DocumentLogUnderTest = {
	readonly log: DocumentLog;
	/** Flips a bit in a stored row, behind the log's back. */
	damage(address: DocumentAddress, row: RowId): void;
	/** How many rows were set aside, and are still there. */
	quarantined(): number;
	/** Closes it and opens what it stored again. */
	reopen(): DocumentLog;
	dispose(): void;
};

const bytes = (...numbers: number[]) => new Uint8Array(numbers);

function mintAddress(): DocumentAddress {
	return { projectId: mintProjectId(), documentId: mintDocumentId() };
}

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
			expect(await subject.log.load(address)).toEqual({ rows: [], quarantined: 0 });
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

		it('[K3] folding replaces exactly the rows it was given', async () => {
			const folded = await subject.log.append([
				{ address, update: bytes(1) },
				{ address, update: bytes(2) },
			]);
			await subject.log.append([{ address, update: bytes(3) }]);
			const row = await subject.log.fold(address, folded, bytes(12));
			expect(await loadUpdates(subject.log, address)).toEqual([[3], [12]]);
			expect(folded).not.toContain(row);
			expect(await loadUpdates(subject.reopen(), address)).toEqual([[3], [12]]);
		});

		it('[K3] folding one document cannot remove rows of another', async () => {
			const other = mintAddress();
			const rows = await subject.log.append([{ address: other, update: bytes(9) }]);
			await subject.log.fold(address, rows, bytes(1));
			expect(await loadUpdates(subject.log, other)).toEqual([[9]]);
		});

		it('[K3] a row number is never used again', async () => {
			const rows = await subject.log.append([{ address, update: bytes(1) }]);
			const folded = await subject.log.fold(address, rows, bytes(1));
			await subject.log.quarantine(address, folded);
			const [next] = await subject.reopen().append([{ address, update: bytes(2) }]);
			expect(next).toBeGreaterThan(folded);
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
