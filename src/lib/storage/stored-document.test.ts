import { describe, expect, test, vi } from 'vitest';
import { makeEntry, QuietPage, settle } from '../../../tests/helpers/storage-rig.ts';
import { createStoredDocumentRig as setup } from '../../../tests/helpers/stored-document-rig.ts';
import { mintProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { COMPACT_AFTER_ROWS, openStoredDocument } from './stored-document.ts';

describe('keeping a document', () => {
	test('[S1] an edit after a rest is written at once, those that follow within 100 ms', async () => {
		const { storage, clock, open, rig, id } = await setup();
		const { stored, text } = await open(storage);
		clock.advance(1_000);
		text.insert(0, 'a');
		expect(stored.state).toBe('saving');
		await settle();
		expect(stored.state).toBe('saved');
		expect(await rig.rows(id)).toHaveLength(1);
		text.insert(1, 'b');
		clock.advance(50);
		text.insert(2, 'c');
		await settle();
		expect(await rig.rows(id)).toHaveLength(1);
		clock.advance(50);
		await settle();
		expect(stored.state).toBe('saved');
		expect(await rig.rows(id)).toHaveLength(2);
	});

	test('[S1] close resolves when everything is durable', async () => {
		const { storage, clock, open, rig, id } = await setup();
		const { stored, text } = await open(storage);
		text.insert(0, 'last words');
		const closed = stored.close();
		clock.advance(0);
		await closed;
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S1] hiding the page writes at once, beside a write that is under way', async () => {
		const { clock, open, rig, id } = await setup();
		const page = new QuietPage();
		const storage = await rig.open({ clock, page });
		const { text } = await open(storage);
		text.insert(0, 'a');
		clock.advance(100);
		text.insert(1, 'b');
		page.hide();
		await settle();
		const later = await open(await rig.open({ clock }));
		expect(later.read()).toBe('ab');
		expect((await rig.rows(id)).length).toBeGreaterThan(0);
	});

	test('[S1] a page that never gets another turn after being left has kept its edits', async () => {
		const { clock, open, rig, id } = await setup();
		const page = new QuietPage();
		const storage = await rig.open({ clock, page });
		const { text } = await open(storage);
		text.insert(0, 'last words');
		rig.fail('lost', ['write']);
		page.hide();
		await settle();
		rig.fail(null);
		const later = await open(await rig.open({ clock }));
		expect(later.read()).toBe('last words');
		expect(later.stored.waiting).toBe(1);
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S1] a page that was only hidden for a while writes nothing twice', async () => {
		const { clock, open, rig, id } = await setup();
		const page = new QuietPage();
		const { text } = await open(await rig.open({ clock, page }));
		text.insert(0, 'a');
		page.hide();
		await settle();
		page.hide();
		await settle();
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S1] whenDurable does not wait for the batch', async () => {
		const { storage, clock, open } = await setup();
		const { stored, text } = await open(storage);
		text.insert(0, 'a');
		const durable = stored.whenDurable();
		clock.advance(0);
		expect(await durable).toBe(true);
		expect(stored.state).toBe('saved');
	});

	test('[S27] a document that is made with its project is saved when that is', async () => {
		const { storage, rig, id, projectId } = await setup();
		rig.fail('full', ['write']);
		const state = new LiveDocument(id, 'scene').encodeState();
		await storage.projects.create(makeEntry(projectId), [{ id, kind: 'scene', state }]);
		expect(storage.documents.isUnwritten(id)).toBe(true);
		expect(await storage.documents.whenDurable(id)).toBe(false);
		rig.fail(null);
		await storage.flush();
		expect(storage.documents.isUnwritten(id)).toBe(false);
	});

	test('[S2] what is edited while the document loads is kept after it, not instead of it', async () => {
		const { storage, clock, open, rig, id, projectId } = await setup();
		const first = await open(storage);
		first.text.insert(0, 'stored ');
		await storage.flush();
		const document = new LiveDocument(id, 'scene');
		const opening = openStoredDocument(await rig.open({ clock }), { projectId, document, clock });
		document.ydoc.getText('text').insert(0, 'early');
		const writes = rig.calls.get('write');
		const stored = unwrap(await opening);
		expect(rig.calls.get('write')).toBe(writes);
		expect(stored.waiting).toBe(2);
		const durable = stored.whenDurable();
		clock.advance(0);
		await durable;
		const later = await open(await rig.open({ clock }));
		expect(later.read()).toContain('stored ');
		expect(later.read()).toContain('early');
	});

	test('[S3] a document whose load failed is never written', async () => {
		const { storage, clock, open, rig, id, projectId } = await setup();
		(await open(storage)).text.insert(0, 'precious');
		await storage.flush();
		rig.fail('lost', ['readDocument']);
		const document = new LiveDocument(id, 'scene');
		const opening = openStoredDocument(storage, { projectId, document, clock });
		document.ydoc.getText('text').insert(0, 'blank');
		expect(await opening).toMatchObject({ ok: false, error: { reason: 'lost' } });
		document.ydoc.getText('text').insert(0, 'more');
		rig.fail(null);
		await storage.flush();
		expect((await open(await rig.open({ clock }))).read()).toBe('precious');
	});

	test('a document of one project is neither read nor written by another that lists its id', async () => {
		const { storage, clock, open, rig, id } = await setup();
		const mine = await open(storage);
		mine.text.insert(0, 'private');
		clock.advance(100);
		await settle();
		const document = new LiveDocument(id, 'scene');
		const opened = await openStoredDocument(storage, { projectId: mintProjectId(), document, clock });
		expect(opened.ok ? null : opened.error.message).toMatch(/another project/);
		expect(document.ydoc.getText('text').toJSON()).toBe('');
		document.ydoc.getText('text').insert(0, 'forged');
		clock.advance(1000);
		await settle();
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S9] 200 visits without an edit add no row', async () => {
		const { storage, clock, open, rig, id } = await setup();
		(await open(storage)).text.insert(0, 'a');
		await storage.flush();
		for (let visit = 0; visit < 200; visit++) {
			const later = await rig.open({ clock });
			const { stored, read } = await open(later, { tabs: true });
			expect(read()).toBe('a');
			await stored.close();
			later.close();
		}
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S9] many edits are folded, with their content', async () => {
		const { storage, clock, open, rig, id } = await setup();
		const { text, read } = await open(storage);
		for (let edit = 0; edit < COMPACT_AFTER_ROWS + 5; edit++) {
			text.insert(edit, String(edit % 10));
			await storage.flush();
		}
		clock.advance(3_000);
		await vi.waitFor(async () => expect(await rig.rows(id)).toHaveLength(1));
		expect((await open(await rig.open({ clock }))).read()).toBe(read());
	});

	test('[S11] a damaged row is said, and what waits for the server is not taken for sent', async () => {
		const { storage, clock, open, rig, id } = await setup();
		const { text } = await open(storage);
		for (const letter of 'abc') {
			text.insert(0, letter);
			await storage.flush();
		}
		await rig.damageRow(id, 1, 4);
		const { stored } = await open(await rig.open({ clock }));
		expect(stored.quarantined).toBe(1);
		stored.acknowledge(stored.mark('all'));
		expect(stored.waiting).toBe(3);
	});
});

describe('a device that fails', () => {
	test('[S4] a full device: failed with its reason, then saved without another edit', async () => {
		const { storage, clock, open, rig } = await setup();
		const { stored, text } = await open(storage);
		rig.fail('full', ['write']);
		const states: string[] = [];
		stored.onChange(() => states.push(stored.state));
		text.insert(0, 'a');
		clock.advance(100);
		await settle();
		expect(stored.state).toBe('failed');
		expect(stored.problem?.reason).toBe('full');
		expect(storage.health.kind).toBe('failing');
		expect(await stored.whenDurable()).toBe(false);
		text.insert(1, 'b');
		rig.fail(null);
		clock.advance(1_000);
		await settle();
		expect(stored.state).toBe('saved');
		expect(stored.problem).toBeNull();
		expect(states).toContain('failed');
		expect((await open(await rig.open({ clock }))).read()).toBe('ab');
	});

	test('[S4] attempts grow apart up to a minute', async () => {
		const { storage, clock, open, rig } = await setup();
		const { text } = await open(storage);
		rig.fail('full', ['write']);
		text.insert(0, 'a');
		clock.advance(100);
		await settle();
		const pauses: number[] = [];
		let writes = rig.calls.get('write')!;
		for (let waited = 0; pauses.length < 8;) {
			clock.advance(1_000);
			waited += 1;
			await settle();
			const now = rig.calls.get('write')!;
			if (now > writes) {
				pauses.push(waited);
				waited = 0;
				writes = now;
			}
		}
		expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
	});

	test('[S4] closing a document that cannot be written keeps its edits until they can be', async () => {
		const { storage, clock, open, rig } = await setup();
		const { stored, text } = await open(storage);
		rig.fail('full', ['write']);
		text.insert(0, 'a');
		const closed = stored.close();
		clock.advance(0);
		await closed;
		expect((await open(storage)).read()).toBe('a');
		rig.fail(null);
		await storage.flush();
		expect((await open(await rig.open({ clock }))).read()).toBe('a');
	});

	test('[S5] a lost connection is reopened before anybody notices', async () => {
		const { storage, clock, open, rig } = await setup();
		const { stored, text } = await open(storage);
		const opens = rig.calls.get('open')!;
		rig.failOnce('lost', 'write');
		text.insert(0, 'a');
		clock.advance(100);
		await settle();
		expect(rig.calls.get('open')).toBe(opens + 1);
		expect(stored.state).toBe('saved');
		expect(storage.health.kind).toBe('ok');
	});

	test('[S13] storage denied: everything works in memory, and moves over when it can', async () => {
		const { clock, open, rig, id, projectId } = await setup();
		rig.fail('denied', ['open']);
		const storage = await rig.open({ clock });
		expect(storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'denied' } });
		const { stored, text } = await open(storage);
		text.insert(0, 'a');
		expect(stored.state).toBe('failed');
		expect(unwrap(await storage.documents.readState(id, projectId))).not.toBeNull();
		rig.fail(null);
		clock.advance(60_000);
		await settle();
		expect(stored.state).toBe('saved');
		expect((await open(await rig.open({ clock }))).read()).toBe('a');
	});

	test('[S13] what the database had joins what was made while it was away', async () => {
		const { storage, clock, open, rig } = await setup();
		(await open(storage)).text.insert(0, 'stored');
		await storage.flush();
		rig.fail('blocked', ['open']);
		const late = await rig.open({ clock });
		const { stored, text, read } = await open(late);
		expect(read()).toBe('');
		text.insert(0, 'made');
		rig.fail(null);
		clock.advance(1_000);
		await settle();
		expect(read()).toContain('stored');
		expect(read()).toContain('made');
		expect(stored.waiting).toBe(2);
	});
});
