import { describe, expect, test } from 'vitest';
import { mintDocumentId, mintProjectId, type DocumentId, type ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { DeviceStorage, LoadedDocument } from '#lib/storage/ports.ts';
import { makeEntry, type StorageRig } from '../helpers/storage-rig.ts';

/** What every document store must do, whatever keeps its rows. */
export function documentStoreContract(name: string, createRig: () => StorageRig): void {
	describe(`document store on ${name}`, () => {
		test('a document never written loads as nothing', async () => {
			const { storage, id, projectId } = await setup();
			const loaded = unwrap(await storage.documents.load(id));
			expect(loaded).toEqual({
				info: null,
				updates: [],
				ledger: {},
				epoch: 0,
				quarantined: 0,
				complete: true,
			});
			expect(unwrap(await storage.documents.readState(id, projectId))).toBeNull();
		});

		test('[S1] what was appended is there on the next visit', async () => {
			const { rig, storage, write, id, projectId } = await setup();
			write('a', 'b', 'c');
			expect(await storage.flush()).toBe(true);
			const later = await rig.open();
			expect(textOf(unwrap(await later.documents.load(id)))).toBe('abc');
			expect(textOfState(unwrap(await later.documents.readState(id, projectId)))).toBe('abc');
			expect(unwrap(await later.documents.readState(id, mintProjectId()))).toBeNull();
		});

		test('[S4] a reader sees what is only in memory yet', async () => {
			const { rig, storage, write, id } = await setup();
			write('a');
			await storage.flush();
			rig.fail('full', ['write']);
			write('b');
			await storage.flush();
			expect(textOf(unwrap(await storage.documents.load(id)))).toBe('ab');
		});

		test('[S16] many updates of one moment become one row, in one transaction', async () => {
			const { rig, storage, write, id } = await setup();
			await storage.documents.load(id); // as everyone does before writing
			write('a', 'b', 'c', 'd');
			await storage.flush();
			expect(await rig.rows(id)).toHaveLength(1);
		});

		test('[S12] the ledger is merged by maximum', async () => {
			const { rig, storage, append, id } = await setup();
			append(null, { a: { made: 3, acknowledged: 1 } });
			await storage.flush();
			append(null, { a: { made: 2, acknowledged: 2 }, b: { made: 1, acknowledged: 0 } });
			await storage.flush();
			const later = await rig.open();
			expect(unwrap(await later.documents.load(id)).ledger).toEqual({
				a: { made: 3, acknowledged: 2 },
				b: { made: 1, acknowledged: 0 },
			});
		});

		test('[S11] a damaged row goes to quarantine and the rest loads', async () => {
			const { rig, storage, write, id } = await setup();
			for (const text of ['a', 'b', 'c']) {
				write(text);
				await storage.flush();
			}
			await rig.damageRow(id, 2, 5);
			const later = await rig.open();
			const loaded = unwrap(await later.documents.load(id));
			expect(textOf(loaded)).toBe('ab');
			expect(loaded.quarantined).toBe(1);
			expect(await rig.quarantined()).toBe(1);
			expect(await rig.rows(id)).toHaveLength(2);
			expect(unwrap(await later.documents.load(id)).quarantined).toBe(0);
		});

		test('[S7] compaction leaves one snapshot with the same content', async () => {
			const { rig, storage, write, id } = await setup();
			for (const text of ['a', 'b', 'c']) {
				write(text);
				await storage.flush();
			}
			expect(await storage.documents.compact(id)).toBe(true);
			expect(await rig.rows(id)).toHaveLength(1);
			expect(await storage.documents.compact(id)).toBe(false);
			write('d');
			await storage.flush();
			expect(await storage.documents.compact(id)).toBe(true);
			const later = await rig.open();
			expect(textOf(unwrap(await later.documents.load(id)))).toBe('abcd');
		});

		test('[S7] row names are never used again', async () => {
			const { rig, storage, write, id } = await setup();
			const seen = new Set<string>();
			for (const text of 'abcdef') {
				write(text);
				await storage.flush();
				for (const row of await rig.rows(id)) seen.add(row.name);
				await storage.documents.compact(id);
			}
			expect([...seen].filter((row) => row.startsWith('update:'))).toHaveLength(6);
		});

		test('[S7] compaction keeps away from rows that wait for another', async () => {
			const { rig, storage, append, id } = await setup();
			const document = new LiveDocument(id, 'scene');
			const updates: Uint8Array[] = [];
			document.onUpdateV2(({ bytes }) => updates.push(bytes));
			for (const text of 'abc') document.ydoc.getText('text').insert(0, text);
			append(updates[1]!);
			await storage.flush();
			append(updates[2]!);
			await storage.flush();
			expect(await storage.documents.compact(id)).toBe(false);
			expect(await rig.rows(id)).toHaveLength(2);
			append(updates[0]!);
			await storage.flush();
			expect(await storage.documents.compact(id)).toBe(true);
			expect(textOf(unwrap(await storage.documents.load(id)))).toBe('cba');
		});

		test('[S7] compaction keeps away from damaged rows', async () => {
			const { rig, storage, write, id } = await setup();
			for (const text of ['a', 'b', 'c']) {
				write(text);
				await storage.flush();
			}
			await rig.damageRow(id, 1, 3);
			expect(await storage.documents.compact(id)).toBe(false);
			expect(await rig.rows(id)).toHaveLength(3);
		});

		test('[S7] compaction forgets replicas with nothing waiting, and only those', async () => {
			const { storage, append, write, id } = await setup();
			append(null, { done: { made: 2, acknowledged: 2 }, open: { made: 2, acknowledged: 1 } });
			write('a');
			await storage.flush();
			write('b');
			await storage.flush();
			await storage.documents.compact(id);
			expect(unwrap(await storage.documents.load(id)).ledger).toEqual({ open: { made: 2, acknowledged: 1 } });
		});

		test('a document is removed with all its rows', async () => {
			const { rig, storage, write, id, projectId } = await setup();
			write('a');
			await storage.flush();
			await storage.documents.remove(id);
			expect(unwrap(await storage.documents.load(id)).info).toBeNull();
			expect(await storage.documents.list(projectId)).toEqual([]);
			expect(await rig.rows(id)).toEqual([]);
		});

		test('[S15] deleting a project removes its documents and no others', async () => {
			const { rig, storage, write, id, projectId } = await setup();
			const other = mintProjectId();
			const kept = mintDocumentId();
			await storage.projects.put(makeEntry(projectId));
			write('a');
			await storage.projects.create(makeEntry(other), [{ id: kept, kind: 'page', state: stateWith('z') }]);
			await storage.projects.delete(projectId);
			expect(await storage.projects.get(projectId)).toBeNull();
			expect(await rig.rows(id)).toEqual([]);
			expect(await rig.rows(kept)).toHaveLength(1);
		});

		test('a write under another project’s name reaches nothing', async () => {
			const { rig, storage, write, id } = await setup();
			write('a');
			await storage.flush();
			const projectId = mintProjectId();
			const forged = new LiveDocument(id, 'scene');
			forged.ydoc.getText('text').insert(0, 'forged');
			void storage.documents.append({ id, projectId, kind: 'scene', update: forged.encodeState() });
			await storage.flush();
			const later = await rig.open();
			expect(textOf(unwrap(await later.documents.load(id)))).toBe('a');
			expect(await later.documents.list(projectId)).toEqual([]);
		});

		test('[S16] a project is created with all its documents or not at all', async () => {
			const { rig, storage, projectId } = await setup();
			const first = mintDocumentId();
			const second = mintDocumentId();
			rig.fail('full', ['write']);
			const made = await storage.projects.create(makeEntry(projectId), [
				{ id: first, kind: 'project', state: stateWith('one') },
				{ id: second, kind: 'scene', state: stateWith('two') },
			]);
			expect(made).toBe(false);
			expect([...(await rig.rows(first)), ...(await rig.rows(second))]).toEqual([]);
			expect(textOfState(unwrap(await storage.documents.readState(second, projectId)))).toBe('two');
			expect((await storage.documents.list(projectId)).map((info) => info.id)).toEqual([first, second]);
			rig.fail(null);
			expect(await storage.flush()).toBe(true);
			const later = await rig.open();
			const ids = (await later.documents.list(projectId)).map((info) => info.id);
			expect(ids.sort()).toEqual([first, second].sort());
			expect(textOfState(unwrap(await later.documents.readState(first, projectId)))).toBe('one');
		});

		test('[L23] which beginning a copy goes back to is kept with it, through folding and in what is not written yet', async () => {
			const { rig, storage, id, projectId, write } = await setup();
			const append = (update: Uint8Array | null, epoch: number) =>
				void storage.documents.append({ id, projectId, kind: 'scene', update, epoch });
			append(null, 2);
			expect(unwrap(await storage.documents.load(id)).epoch).toBe(2);
			append(stateWith('anew'), 2);
			expect(await storage.flush()).toBe(true);
			expect(unwrap(await storage.documents.load(id))).toMatchObject({ epoch: 2 });
			write('!');
			await storage.flush();
			await storage.documents.compact(id);
			const later = await rig.open();
			const loaded = unwrap(await later.documents.load(id));
			expect([loaded.epoch, textOf(loaded).length]).toEqual([2, 5]);
			void later.documents.append({ id, projectId, kind: 'scene', update: stateWith('third'), epoch: 3 });
			await later.flush();
			const anew = unwrap(await later.documents.load(id));
			expect([anew.epoch, textOf(anew)]).toEqual([3, 'third']);
			expect(textOfState(unwrap(await later.documents.readState(id, projectId)))).toBe('third');
		});

		test('[S3] a load that fails says why and returns nothing', async () => {
			const { rig, storage, write, id } = await setup();
			write('a');
			await storage.flush();
			rig.fail('lost', ['readDocument']);
			const loaded = await storage.documents.load(id);
			expect(loaded).toMatchObject({ ok: false, error: { reason: 'lost' } });
			expect(storage.health.kind).toBe('failing');
		});
	});

	async function setup() {
		const rig = createRig();
		const storage: DeviceStorage = await rig.open();
		const id: DocumentId = mintDocumentId();
		const projectId: ProjectId = mintProjectId();
		const append = (update: Uint8Array | null, ledger = {}) =>
			void storage.documents.append({ id, projectId, kind: 'scene', update, ledger });
		const document = new LiveDocument(id, 'scene');
		document.onUpdateV2(({ bytes }) => append(bytes));
		const text = document.ydoc.getText('text');
		const write = (...pieces: string[]) => {
			for (const piece of pieces) text.insert(text.length, piece);
		};
		return { rig, storage, id, projectId, append, write };
	}
}

function textOf(loaded: LoadedDocument): string {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	for (const { bytes } of loaded.updates) document.applyV2(bytes, 'storage');
	// eslint-disable-next-line @typescript-eslint/no-base-to-string -- Y.Text's toString is its content
	return document.ydoc.getText('text').toString();
}

function textOfState(state: Uint8Array | null): string {
	if (!state) return '(nothing)';
	const bytes = { row: null, bytes: state };
	return textOf({ info: null, updates: [bytes], ledger: {}, epoch: 0, quarantined: 0, complete: true });
}

function stateWith(text: string): Uint8Array {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.ydoc.getText('text').insert(0, text);
	return document.encodeState();
}
