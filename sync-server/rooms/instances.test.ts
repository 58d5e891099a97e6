import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { contentOf, Listener, setupRooms, write } from '../../tests/helpers/room-rig.ts';
import { ShakyLog } from '../../tests/helpers/shaky-log.ts';
import { RecordedLog } from '../../tests/helpers/recorded-log.ts';
import { Instances } from '../bus/instances.ts';
import { MemoryBus } from '../bus/memory-bus.ts';
import { writePresence } from './presence-bytes.ts';
import { PRESENCE_INTERVAL_MS } from './room-presence.ts';

/** Two instances of the server on one storage and one bus. */
function setup({ keep = 1000, delay = 0, tailRows = 1000 } = {}) {
	const clock = new ManualClock(1_000_000);
	const documents = new ShakyLog();
	const bus = new MemoryBus({ clock, keep, delay: () => delay });
	const address = { projectId: mintProjectId(), documentId: mintDocumentId() };
	const start = (instance: string) =>
		setupRooms({ clock, documents, address, tailRows, instances: { bus, instance } });
	return { clock, documents, bus, address, ann: start('a'), ben: start('b') };
}

/** A person's own document: what each act adds to it. */
function writer() {
	const doc = new Y.Doc();
	return (act: (doc: Y.Doc) => void): Uint8Array => {
		const before = Y.encodeStateVector(doc);
		act(doc);
		return Y.encodeStateAsUpdate(doc, before);
	};
}

function valuesIn(updates: readonly Uint8Array[]): unknown {
	const doc = new Y.Doc();
	for (const update of updates) Y.applyUpdate(doc, update);
	if (doc.store.pendingStructs || doc.store.pendingDs)
		throw new Error('Something is missing between the updates');
	return doc.getMap('m').toJSON();
}

const presenceOf = (clientId: number, clock: number) =>
	writePresence([{ clientId, clock, state: JSON.stringify({ user: { name: 'Ann' } }) }]);

describe('two instances of the server', () => {
	it('[L10] what one stores, the members at the other hear once and in order', async () => {
		const { ann, ben, documents } = setup();
		const [here, there] = [await ann.enter(), await ben.enter()];
		const act = writer();
		const updates = [1, 2, 3].map((i) => act((doc) => doc.getMap('m').set('k', i)));
		const outcomes = updates.map((update) => write(here.room, here.member, update));
		await ann.commit();
		expect(await Promise.all(outcomes)).toEqual(['durable', 'durable', 'durable']);
		expect(there.member.updates).toEqual(updates);
		expect(here.member.updates).toEqual([]);
		expect(documents.loads, 'nothing had to be read again').toBe(2);
		expect(valuesIn(await contentOf(there.room))).toEqual({ k: 3 });
	});

	it('[L10] two who write at both at once end with the same, and nothing is stored twice', async () => {
		const { ann, ben, documents, address } = setup();
		const [here, there] = [await ann.enter(), await ben.enter()];
		const [one, other] = [writer(), writer()];
		for (let i = 0; i < 20; i++) {
			void write(
				here.room,
				here.member,
				one((doc) => doc.getMap('m').set(`a${i}`, i)),
			);
			void write(
				there.room,
				there.member,
				other((doc) => doc.getMap('m').set(`b${i}`, i)),
			);
			if (i % 4 === 0) await ann.commit();
		}
		await ann.commit();
		const [mine, theirs] = [await contentOf(here.room), await contentOf(there.room)];
		expect(valuesIn(mine)).toEqual(valuesIn(theirs));
		expect(Object.keys(valuesIn(mine) as object)).toHaveLength(40);
		expect((await documents.inner.load(address)).rows).toHaveLength(40);
	});

	it('[L10] an instance that missed something on the bus reads the log again', async () => {
		const { ann, ben, clock, documents } = setup({ keep: 2, delay: 500 });
		const [here, there] = [await ann.enter(), await ben.enter()];
		// Each by another author: nothing that comes later needs what was missed.
		for (let i = 0; i < 6; i++) {
			const act = writer();
			void write(
				here.room,
				here.member,
				act((doc) => doc.getMap('m').set(`k${i}`, i)),
			);
			clock.advance(20);
			for (let turn = 0; turn < 40; turn++) await Promise.resolve();
		}
		expect(there.member.updates).toEqual([]);
		for (let i = 0; i < 5; i++) await ann.commit();
		expect(documents.loads).toBeGreaterThan(2);
		expect(valuesIn(there.member.updates)).toEqual({ k0: 0, k1: 1, k2: 2, k3: 3, k4: 4, k5: 5 });
	});

	it('[L10] who builds on what the bus has not brought yet is not refused', async () => {
		const { ann, ben } = setup({ delay: 60_000 });
		const [here, there] = [await ann.enter(), await ben.enter()];
		const act = writer();
		void write(
			here.room,
			here.member,
			act((doc) => doc.getMap('m').set('first', 1)),
		);
		await ann.commit();
		const outcome = write(
			there.room,
			there.member,
			act((doc) => doc.getMap('m').set('second', 2)),
		);
		await ann.commit();
		expect(await outcome).toBe('durable');
		expect(valuesIn(await contentOf(there.room))).toEqual({ first: 1, second: 2 });
	});

	it('[L10] each may compact: the other goes on with what is stored then', async () => {
		const { ann, ben, documents, address } = setup({ tailRows: 5 });
		const [here, there] = [await ann.enter(), await ben.enter()];
		const [one, other] = [writer(), writer()];
		for (let i = 0; i < 30; i++) {
			void write(
				here.room,
				here.member,
				one((doc) => doc.getMap('m').set(`a${i}`, i)),
			);
			void write(
				there.room,
				there.member,
				other((doc) => doc.getMap('m').set(`b${i}`, i)),
			);
			await ann.commit();
		}
		const expected = valuesIn(await contentOf(here.room));
		expect(Object.keys(expected as object)).toHaveLength(60);
		expect(valuesIn(await contentOf(there.room))).toEqual(expected);
		const { snapshot, rows } = await documents.inner.load(address);
		expect(rows.length, 'both kept compacting').toBeLessThan(15);
		expect(valuesIn([...(snapshot ? [snapshot.state] : []), ...rows.map(({ update }) => update)])).toEqual(
			expected,
		);
	});

	it('[L11] presence and signals reach the other instance, and goodbyes', async () => {
		const { ann, ben, clock } = setup();
		const here = await ann.enter();
		here.room.presence.receive(here.member, presenceOf(7, 1));
		clock.advance(PRESENCE_INTERVAL_MS);
		const there = await ben.enter();
		await ann.commit();
		expect([...there.member.present.keys()], 'who was there before').toEqual([7]);
		const late = await ben.enter(new Listener());
		expect(late.room.presence.others(late.member)).not.toBeNull();
		there.room.presence.receive(there.member, presenceOf(8, 1));
		await ann.commit();
		expect([...here.member.present.keys()]).toEqual([8]);
		expect(here.room.signals.receive(here.member, 'chat', new Uint8Array([1])).ok).toBe(true);
		await ann.commit();
		expect(there.member.signals).toMatchObject([{ clientId: 7, kind: 'chat', payload: new Uint8Array([1]) }]);
		expect(here.member.signals).toEqual([]);
		here.leave();
		await ann.commit();
		expect([...there.member.present.keys()]).toEqual([]);
	});

	it('[L11] nobody takes over a client id that is held at the other instance, and its holder is asked to prove it lives', async () => {
		const { ann, ben } = setup();
		const [here, there] = [await ann.enter(), await ben.enter()];
		here.room.presence.receive(here.member, presenceOf(7, 1));
		await ann.commit();
		there.room.presence.receive(there.member, presenceOf(7, 5));
		await ann.commit();
		expect(here.member.probed).toBe(1);
		expect([...here.member.present.keys()]).toEqual([]);
		here.leave();
		await ann.commit();
		there.room.presence.receive(there.member, presenceOf(7, 6));
		expect(there.room.presence.clientIdOf(there.member)).toBe(7);
	});

	it('[L12] an instance that dies loses nothing acknowledged, and its people are gone within 35 s', async () => {
		const { ann, ben, clock, bus, documents } = setup();
		const log = new RecordedLog();
		// The one that dies has a clock of its own, which stops.
		const life = new ManualClock(1_000_000);
		new Instances({ bus, instance: 'a', clock: life, log, onGone: () => {} });
		const onGone = (instance: string) => ben.rooms.forget(instance);
		const others = new Instances({ bus, instance: 'b', clock, log, onGone });
		await ann.commit();
		const [here, there] = [await ann.enter(), await ben.enter()];
		here.room.presence.receive(here.member, presenceOf(7, 1));
		await ann.commit();
		expect([...there.member.present.keys()]).toEqual([7]);
		// It stores and acknowledges, and dies before it has told anybody.
		const update = writer()((doc) => doc.getMap('m').set('last', 'word'));
		await documents.append([{ address: here.room.address, update }]);
		for (let passed = 0; passed < 35_000; passed += 1000) {
			clock.advance(1000);
			for (let turn = 0; turn < 40; turn++) await Promise.resolve();
		}
		expect([...there.member.present.keys()]).toEqual([]);
		expect(valuesIn(there.member.updates)).toEqual({ last: 'word' });
		others.close();
	});

	it('[L10] rooms and topics are let go when nobody is in them', async () => {
		const { ann, ben, bus, clock } = setup();
		const [here, there] = [await ann.enter(), await ben.enter()];
		expect(bus.topics).toBe(1);
		here.leave();
		there.leave();
		for (let i = 0; i < 200; i++) await ann.commit();
		ann.rooms.close();
		ben.rooms.close();
		await ann.commit();
		expect(bus.topics).toBe(0);
		expect(clock.pending).toBe(0);
	});
});
