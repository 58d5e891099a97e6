import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { readUpdate } from '#lib/doc/updates.ts';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';
import { ShakyLog } from '../../tests/helpers/shaky-log.ts';
import { RecordedLog } from '../../tests/helpers/sync-server.ts';
import { CommitQueue, COMMIT_WINDOW_MS } from './commit-queue.ts';
import type { RoomMember } from './room.ts';
import { Rooms } from './rooms.ts';

const NOTHING = new Uint8Array([0]);

class Listener implements RoomMember {
	readonly updates: Uint8Array[] = [];
	sendUpdate(update: Uint8Array): void {
		this.updates.push(update);
	}
	sendPresence(): void {}
	probe(): void {}
}

function setupRooms() {
	const clock = new ManualClock();
	const log = new RecordedLog();
	const documents = new ShakyLog();
	const commits = new CommitQueue({ documents, clock, log });
	const rooms = new Rooms({ documents, commits, clock, log });
	const address = { projectId: mintProjectId(), documentId: mintDocumentId() };
	/** Lets everything that waits for a commit, or for nothing, happen. */
	const commit = async () => {
		for (let i = 0; i < 20; i++) {
			await Promise.resolve();
			clock.advance(COMMIT_WINDOW_MS);
		}
	};
	return { clock, log, documents, rooms, address, commit };
}

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
		expect(keysOf(first!.room.diff(NOTHING))).toEqual(['stored']);
	});

	it('[P7] a document that cannot be read is not taken for an empty one, and is tried again', async () => {
		const { documents, rooms, address } = setupRooms();
		await documents.append([{ address, update: setKey('stored') }]);
		documents.failing = true;
		await expect(rooms.enter(address, new Listener())).rejects.toThrow('disk');
		expect(rooms.size).toBe(0);
		documents.failing = false;
		const { room } = await rooms.enter(address, new Listener());
		expect(keysOf(room.diff(NOTHING))).toEqual(['stored']);
	});

	it('[P8] leaving right after writing loses nothing, however quickly others enter', async () => {
		const { rooms, address, commit } = setupRooms();
		for (let i = 0; i < 50; i++) {
			const member = new Listener();
			const { room, leave } = await rooms.enter(address, member);
			const update = setKey(`k${i}`);
			void room.write(update, unwrap(readUpdate(update)), member, () => true);
			leave();
			if (i % 3 === 0) await commit();
		}
		const late = new Listener();
		const { room, leave } = await rooms.enter(address, late);
		await commit();
		expect(keysOf(room.diff(NOTHING))).toHaveLength(50);
		expect(late.updates.length).toBeGreaterThan(0);
		leave();
		expect(rooms.size).toBe(0);
	});

	it('[P8] a failed write is neither kept nor relayed, and the next one works', async () => {
		const { documents, rooms, address, commit } = setupRooms();
		const [writer, listener] = [new Listener(), new Listener()];
		const { room } = await rooms.enter(address, writer);
		await rooms.enter(address, listener);
		const write = async (key: string) => {
			const update = setKey(key);
			const outcome = room.write(update, unwrap(readUpdate(update)), writer, () => true);
			await commit();
			return outcome;
		};
		documents.failing = true;
		expect(await write('lost')).toBe('failed');
		documents.failing = false;
		expect(await write('kept')).toBe('durable');
		expect(keysOf(...listener.updates)).toEqual(['kept']);
		expect(keysOf(room.diff(NOTHING))).toEqual(['kept']);
	});

	it('[P11] who loses the right to write before the commit has not written', async () => {
		const { rooms, address, commit, documents } = setupRooms();
		const [writer, listener] = [new Listener(), new Listener()];
		const { room } = await rooms.enter(address, writer);
		await rooms.enter(address, listener);
		let allowed = true;
		const update = setKey('late');
		const outcome = room.write(update, unwrap(readUpdate(update)), writer, () => allowed);
		allowed = false;
		await commit();
		expect(await outcome).toBe('refused');
		expect(listener.updates).toEqual([]);
		expect(await documents.load(address)).toEqual({ rows: [], quarantined: 0 });
	});

	it('[K3] many small updates are folded into one row, and nothing is missing', async () => {
		const { rooms, address, commit, documents } = setupRooms();
		const writer = new Listener();
		const { room } = await rooms.enter(address, writer);
		const doc = new Y.Doc();
		doc.on('update', (update: Uint8Array) => {
			void room.write(update, unwrap(readUpdate(update)), writer, () => true);
		});
		for (let i = 0; i < 450; i++) {
			doc.getMap('entities').set(`k${i}`, i);
			if (i % 50 === 0) await commit();
		}
		await commit();
		const { rows } = await documents.load(address);
		expect(rows.length).toBeLessThan(250);
		expect(keysOf(...rows.map(({ update }) => update))).toHaveLength(450);
		expect(keysOf(room.diff(NOTHING))).toHaveLength(450);
	});

	it('[K4] an update that cannot be read, though its checksum is right, is set aside', async () => {
		const { rooms, address, documents, log } = setupRooms();
		await documents.append([
			{ address, update: setKey('a') },
			{ address, update: new Uint8Array([9, 9, 9]) },
			{ address, update: setKey('b') },
		]);
		const { room } = await rooms.enter(address, new Listener());
		expect(keysOf(room.diff(NOTHING))).toEqual(['a', 'b']);
		expect(log.entries).toMatchObject([{ level: 'error', fields: { quarantined: 1 } }]);
		expect((await documents.load(address)).rows).toHaveLength(2);
	});
});
