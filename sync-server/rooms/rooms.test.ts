import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';
import { contentOf, Listener, setupRooms, write } from '../../tests/helpers/room-rig.ts';
import { TICK_MS } from './commit-queue.ts';
import { IDLE_GRACE_MS } from './rooms.ts';

/** The updates of one document, one for each act. */
function recordUpdates(...acts: ((doc: Y.Doc) => void)[]): Uint8Array[] {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	for (const act of acts) act(doc);
	return updates;
}

const set = (key: string) => (doc: Y.Doc) => void doc.getMap('entities').set(key, 1);

describe('rooms', () => {
	it('[P7] whoever enters while the document is being read gets all of it', async () => {
		const { documents, rooms, address } = setupRooms();
		await documents.append([{ address, update: setKey('stored') }]);
		let open = () => {};
		documents.gate = new Promise((resolve) => (open = resolve));
		const entering = [rooms.enter(address, new Listener()), rooms.enter(address, new Listener())];
		open();
		const [first, second] = await Promise.all(entering);
		expect(documents.loads).toBe(1);
		expect(first?.room).toBe(second?.room);
		expect(keysOf(...(await contentOf(first!.room)))).toEqual(['stored']);
	});

	it('[P7] a document that cannot be read is not taken for an empty one, and is tried again', async () => {
		const { documents, rooms, address } = setupRooms();
		await documents.append([{ address, update: setKey('stored') }]);
		documents.failing = true;
		await expect(rooms.enter(address, new Listener())).rejects.toThrow('disk');
		expect(rooms.size).toBe(0);
		documents.failing = false;
		const { room } = await rooms.enter(address, new Listener());
		expect(keysOf(...(await contentOf(room)))).toEqual(['stored']);
	});

	it('[P8] leaving right after writing loses nothing, however quickly others enter', async () => {
		const { rooms, commit, enter } = setupRooms();
		for (let i = 0; i < 50; i++) {
			const { room, member, leave } = await enter();
			void write(room, member, setKey(`k${i}`));
			leave();
			if (i % 3 === 0) await commit();
		}
		const { room, member, leave } = await enter();
		await commit();
		expect(keysOf(...(await contentOf(room)))).toHaveLength(50);
		expect(member.updates.length).toBeGreaterThan(0);
		leave();
		expect(rooms.size).toBe(0);
	});

	it('[P8] a failed write is neither kept nor relayed, and the next one works', async () => {
		const { documents, commit, enter } = setupRooms();
		const { room, member: writer } = await enter();
		const { member: listener } = await enter();
		documents.failing = true;
		const lost = write(room, writer, setKey('lost'));
		await commit();
		expect(await lost).toBe('failed');
		documents.failing = false;
		const kept = write(room, writer, setKey('kept'));
		await commit();
		expect(await kept).toBe('durable');
		expect(keysOf(...listener.updates)).toEqual(['kept']);
		expect(keysOf(...(await contentOf(room)))).toEqual(['kept']);
	});

	it('[P11] who loses the right to write before the commit has not written', async () => {
		const { address, commit, documents, enter } = setupRooms();
		const { room, member: writer } = await enter();
		const { member: listener } = await enter();
		let allowed = true;
		const outcome = write(room, writer, setKey('late'), () => allowed);
		allowed = false;
		await commit();
		expect(await outcome).toBe('refused');
		expect(listener.updates).toEqual([]);
		expect((await documents.load(address)).rows).toEqual([]);
	});

	it('[L1] an update that follows on what is not here is refused, and so is what its writer sent behind it', async () => {
		const { address, commit, documents, enter } = setupRooms();
		const { room, member } = await enter();
		const [one, two, three] = recordUpdates(set('a'), set('b'), set('c'));
		const outcomes = [one!, three!, two!].map((update) => write(room, member, update));
		await commit();
		expect(await Promise.all(outcomes)).toEqual(['durable', 'gap', 'refused']);
		expect((await documents.load(address)).rows).toHaveLength(1);
		room.forgive(member);
		const again = [two!, three!].map((update) => write(room, member, update));
		await commit();
		expect(await Promise.all(again)).toEqual(['durable', 'durable']);
	});

	it('[L1] what waits for the same commit counts as here, unless that commit fails', async () => {
		const { commit, documents, enter } = setupRooms();
		const { room, member } = await enter();
		const [one, two, three] = recordUpdates(set('a'), set('b'), set('c'));
		documents.failing = true;
		const failed = [one!, two!].map((update) => write(room, member, update));
		await commit();
		expect(await Promise.all(failed)).toEqual(['failed', 'failed']);
		documents.failing = false;
		const gap = write(room, member, three!);
		await commit();
		expect(await gap).toBe('gap');
	});

	it('[L3] what is here already is acknowledged and not stored again, deletions included', async () => {
		const { address, commit, documents, enter } = setupRooms();
		const { room, member } = await enter();
		const doc = new Y.Doc();
		set('a')(doc);
		doc.getMap('entities').delete('a');
		const whole = Y.encodeStateAsUpdate(doc);
		const deletions = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc));
		for (const update of [whole, whole, deletions, Y.encodeStateAsUpdate(new Y.Doc())]) {
			const outcome = write(room, member, update);
			await commit();
			expect(await outcome).toBe('durable');
		}
		expect((await documents.load(address)).rows).toHaveLength(1);
	});

	it('[L6] one commit is one buffer for all who listen, and writers hear only the others', async () => {
		const { commit, enter } = setupRooms();
		const { room, member: ann } = await enter();
		const { member: ben } = await enter();
		const [{ member: one }, { member: two }] = [await enter(), await enter()];
		void write(room, ann, setKey('by ann'));
		void write(room, ben, setKey('by ben'));
		await commit();
		expect(one.batches).toHaveLength(1);
		expect(two.batches[0]).toBe(one.batches[0]);
		expect(keysOf(...one.updates)).toEqual(['by ann', 'by ben']);
		expect(keysOf(...ann.updates)).toEqual(['by ben']);
		expect(keysOf(...ben.updates)).toEqual(['by ann']);
	});

	it('[L6] the first write after a quiet time goes at once, the next ones share a tick', async () => {
		const { clock, enter } = setupRooms();
		const { room, member: writer } = await enter();
		const { member: listener } = await enter();
		const turns = async () => {
			for (let turn = 0; turn < 40; turn++) await Promise.resolve();
		};
		clock.advance(1000);
		for (let i = 0; i < 3; i++) {
			void write(room, writer, setKey(`k${i}`));
			clock.advance(0);
			await turns();
		}
		expect(listener.batches).toHaveLength(1);
		clock.advance(TICK_MS);
		await turns();
		expect(listener.batches.map(({ messages }) => messages.length)).toEqual([1, 2]);
	});

	it('[L7] who joins hears what was written while the document was on its way, after it', async () => {
		const { rooms, address, commit, enter } = setupRooms();
		const { room, member: writer } = await enter();
		void write(room, writer, setKey('before'));
		await commit();
		const late = new Listener();
		await rooms.enter(address, late);
		const greeting = await room.greet(late, new Uint8Array([0]));
		void write(room, writer, setKey('meanwhile'));
		await commit();
		expect([keysOf(greeting.update), late.updates]).toEqual([['before'], []]);
		room.follow(late);
		expect(keysOf(...late.updates)).toEqual(['meanwhile']);
		void write(room, writer, setKey('after'));
		await commit();
		expect(keysOf(...late.updates)).toEqual(['after', 'meanwhile']);
	});

	it('[L7] a large document is given as it lies, and who has most of it gets the rest', async () => {
		const { commit, enter } = setupRooms();
		const { room, member } = await enter();
		const doc = new Y.Doc();
		const send = async (act: () => void) => {
			const before = Y.encodeStateVector(doc);
			act();
			void write(room, member, Y.encodeStateAsUpdate(doc, before));
			await commit();
		};
		await send(() => doc.getText('page').insert(0, 'x'.repeat(200_000)));
		await send(() => doc.getText('page').delete(0, 1000));
		const known = Y.encodeStateVector(doc);
		await send(() => set('tail')(doc));
		const whole = await contentOf(room);
		expect(whole.length).toBeGreaterThan(1);
		expect(keysOf(...whole)).toEqual(['tail']);
		const { greeting } = await enter(new Listener(), known);
		const rest = [greeting.update, ...greeting.later];
		expect(keysOf(...rest)).toEqual([]);
		expect(rest.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(1000);
		Y.applyUpdate(doc, greeting.update);
		expect(Y.encodeStateVector(doc)).toEqual(greeting.stateVector);
	});

	it('[L8] many small updates become a snapshot, and nothing is missing', async () => {
		const { address, commit, documents, enter } = setupRooms();
		const { room, member } = await enter();
		const doc = new Y.Doc();
		doc.on('update', (update: Uint8Array) => void write(room, member, update));
		for (let i = 0; i < 2500; i++) {
			set(`k${i}`)(doc);
			if (i % 250 === 0) await commit();
		}
		await commit();
		const { snapshot, rows } = await documents.load(address);
		expect(rows.length).toBeLessThan(1500);
		expect(keysOf(snapshot!.state, ...rows.map(({ update }) => update))).toHaveLength(2500);
		expect(keysOf(...(await contentOf(room)))).toHaveLength(2500);
	});

	it('[L8] a failing compaction harms nobody, and is not tried again at once', async () => {
		let tries = 0;
		const { inlineMerger } = await import('./inline-merger.ts');
		const merger = { ...inlineMerger, compact: () => Promise.reject(new Error(`died ${++tries}`)) };
		const { commit, enter, log } = setupRooms({ merger });
		const { room, member } = await enter();
		for (let i = 0; i < 5; i++) {
			// Each a little larger: an update's size depends on its random client id by a byte.
			const outcome = write(room, member, setKey(`k${i}`, 'x'.repeat(140_000 + 2000 * i)));
			await commit();
			expect(await outcome).toBe('durable');
		}
		expect(keysOf(...(await contentOf(room)))).toHaveLength(5);
		expect(tries).toBe(3);
		expect(log.entries).toHaveLength(3);
	});

	it('[L9] a room nobody is in stays at hand for a while, and is then let go', async () => {
		const { clock, documents, rooms, enter } = setupRooms();
		const { leave } = await enter();
		leave();
		expect(rooms.size).toBe(0);
		clock.advance(IDLE_GRACE_MS - 1);
		const { leave: leaveAgain } = await enter();
		expect(documents.loads).toBe(1);
		leaveAgain();
		clock.advance(IDLE_GRACE_MS);
		expect(clock.pending).toBe(0);
		await enter();
		expect(documents.loads).toBe(2);
	});

	it('[K4] an update that cannot be read, though its checksum is right, is set aside', async () => {
		const { address, documents, log, enter } = setupRooms();
		await documents.append([
			{ address, update: setKey('a') },
			{ address, update: new Uint8Array([9, 9, 9]) },
			{ address, update: setKey('b') },
		]);
		const { room } = await enter();
		expect(keysOf(...(await contentOf(room)))).toEqual(['a', 'b']);
		expect(log.entries).toMatchObject([{ level: 'error', fields: { quarantined: 1 } }]);
		expect((await documents.load(address)).rows).toHaveLength(2);
	});

	it('[L5] what is lost is not claimed, so that clients bring it back', async () => {
		const { address, documents, commit, enter } = setupRooms();
		const updates = recordUpdates(set('a'), set('b'), set('c'));
		const rows = await documents.append(updates.map((update) => ({ address, update })));
		await documents.quarantine(address, rows[1]!);
		const { room, member } = await enter();
		const claimed = Y.decodeStateVector(room.stateVector());
		expect([...claimed.values()]).toEqual([1]);
		expect(keysOf(...(await contentOf(room))), 'nor is what nobody could take in').toEqual(['a']);
		const doc = new Y.Doc();
		for (const update of updates) Y.applyUpdate(doc, update);
		const outcome = write(room, member, Y.encodeStateAsUpdate(doc, new Uint8Array(room.stateVector())));
		await commit();
		expect(await outcome).toBe('durable');
		expect(keysOf(...(await contentOf(room)))).toEqual(['a', 'b', 'c']);
	});

	it('[L5] a snapshot that is none is set aside, and the rows before it are served', async () => {
		const { address, documents, log, enter } = setupRooms();
		const rows = await documents.append([{ address, update: setKey('a') }]);
		const garbage = new Uint8Array([255, 255, 255]);
		await documents.compact(address, null, rows, {
			state: garbage,
			stateVector: garbage,
			deletions: garbage,
		});
		const { room } = await enter();
		expect(keysOf(...(await contentOf(room)))).toEqual(['a']);
		expect(log.entries).toMatchObject([{ level: 'error' }]);
	});
});
