import { describe, expect, test } from 'vitest';
import { createStoredDocumentRig as setup } from '../../../tests/helpers/stored-document-rig.ts';
import { ManualClock } from '../base/clock.ts';
import { LiveDocument } from '../doc/live-document.ts';

describe('changes waiting for the server', () => {
	test('[S12] own changes are counted until they are acknowledged', async () => {
		const { storage, open } = await setup();
		const { stored, text } = await open(storage);
		text.insert(0, 'a');
		text.insert(1, 'b');
		const mark = stored.mark('own');
		text.insert(2, 'c');
		expect(stored.waiting).toBe(3);
		stored.acknowledge(mark);
		expect(stored.waiting).toBe(1);
		stored.acknowledge(mark);
		expect(stored.waiting).toBe(1);
	});

	test('[S12] what arrives from the network is not ours to count', async () => {
		const { storage, open, rig, id } = await setup();
		const { stored } = await open(storage);
		const friend = new LiveDocument(id, 'scene');
		friend.ydoc.getText('text').insert(0, 'hello');
		stored.document.apply(friend.encodeDiff(), 'network');
		expect(stored.waiting).toBe(0);
		await storage.flush();
		expect(await rig.rows(id)).toHaveLength(1);
	});

	test('[S12] after a reload, what waited still waits; "own" does not cover it, "all" does', async () => {
		const { storage, clock, open, rig } = await setup();
		const first = await open(storage);
		first.text.insert(0, 'a');
		first.text.insert(0, 'b');
		await storage.flush();
		const { stored, text } = await open(await rig.open({ clock }));
		expect(stored.waiting).toBe(2);
		text.insert(0, 'c');
		stored.acknowledge(stored.mark('own'));
		expect(stored.waiting).toBe(2);
		stored.acknowledge(stored.mark('all'));
		expect(stored.waiting).toBe(0);
		const durable = stored.whenDurable();
		clock.advance(0);
		await durable;
		expect((await open(await rig.open({ clock }))).stored.waiting).toBe(0);
	});

	test('[L23] a tab takes on another tab’s later beginning while it holds nothing, and never mixes two', async () => {
		const { storage, clock, open, rig } = await setup();
		const a = await open(storage, { tabs: true });
		const b = await open(await rig.open({ clock }), { tabs: true });
		a.stored.adoptEpoch(2);
		a.text.insert(0, 'anew');
		expect([b.stored.epoch, b.read()]).toEqual([2, 'anew']);
		// The server's was begun anew once more, and this tab alone knows.
		b.stored.adoptEpoch(3);
		b.text.insert(0, 'third ');
		expect([a.stored.epoch, a.read()]).toEqual([2, 'anew']);
		a.text.insert(4, '!');
		expect(b.read()).toBe('third anew');
	});

	test('[S12] with the network back in one tab, the other tab’s changes count as sent only if it held them', async () => {
		const { storage, clock, open, rig } = await setup();
		const a = await open(storage, { tabs: true });
		const b = await open(await rig.open({ clock }), { tabs: true });
		b.text.insert(0, 'b');
		expect(a.stored.waiting).toBe(1);
		const mark = a.stored.mark('all');
		b.text.insert(0, 'later');
		expect([a.stored.waiting, b.stored.waiting]).toEqual([2, 2]);
		a.stored.acknowledge(mark);
		expect([a.stored.waiting, b.stored.waiting]).toEqual([1, 1]);
		b.stored.acknowledge(b.stored.mark('own'));
		expect([a.stored.waiting, b.stored.waiting]).toEqual([0, 0]);
	});
});

describe('several tabs', () => {
	test('[S8] two tabs stay equal without a server, and a third one gets what is not stored yet', async () => {
		const { storage, clock, open, rig } = await setup();
		const a = await open(storage, { tabs: true });
		const b = await open(await rig.open({ clock }), { tabs: true });
		a.text.insert(0, 'a');
		b.text.insert(1, 'b');
		expect([a.read(), b.read()]).toEqual(['ab', 'ab']);
		const c = await open(await rig.open({ clock }), { tabs: true });
		expect(c.read()).toBe('ab');
		expect(c.stored.waiting).toBe(2);
		c.text.insert(2, 'c');
		expect([a.read(), b.read()]).toEqual(['abc', 'abc']);
	});

	test('[S8] what a tab heard survives when its maker is killed before writing', async () => {
		const { storage, clock, open, rig } = await setup();
		const maker = await rig.open({ clock: new ManualClock() });
		const a = await open(maker, { tabs: true });
		const b = await open(storage, { tabs: true });
		a.text.insert(0, 'heard');
		b.text.insert(5, '!');
		await storage.flush();
		const later = await open(await rig.open({ clock }));
		expect(later.read()).toBe('heard!');
		expect(later.stored.waiting).toBe(2);
	});

	test('[S8] messages of another version are ignored', async () => {
		const { storage, open, rig, id } = await setup();
		const { stored, read } = await open(storage, { tabs: true });
		const stranger = rig.tabs.open(id);
		for (const message of [
			null,
			'hello',
			{ kind: 'update' },
			{ kind: 'answer', bytes: [] },
			{ kind: 'soon' },
		]) {
			stranger.post(message);
		}
		expect(read()).toBe('');
		expect(stored.waiting).toBe(0);
	});

	test('[S7] five tabs edit and fold at once: the database is the union', async () => {
		const { open, rig, id } = await setup();
		const clock = new ManualClock();
		const tabs = await Promise.all(
			Array.from({ length: 5 }, async () => {
				const storage = await rig.open({ clock });
				return { storage, ...(await open(storage)) };
			}),
		);
		for (let round = 0; round < 6; round++) {
			for (const [index, { text }] of tabs.entries()) text.insert(0, `[${index}.${round}]`);
			await Promise.all(
				tabs.flatMap(({ storage }) => [storage.flush(), storage.documents.compact(id), storage.flush()]),
			);
		}
		const later = await open(await rig.open({ clock }));
		for (let round = 0; round < 6; round++) {
			for (let index = 0; index < 5; index++) expect(later.read()).toContain(`[${index}.${round}]`);
		}
		expect(later.stored.document.hasPending()).toBe(false);
	});
});
