import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import type { LiveRooms } from '#lib/protocol/api/admin.ts';
import { openAdminRig } from '../../../tests/helpers/admin-rig.ts';
import { setKey } from '../../../tests/helpers/key-updates.ts';
import { Listener, setupRooms, write } from '../../../tests/helpers/room-rig.ts';
import { liveDocuments } from './live-documents.ts';

type Rig = Awaited<ReturnType<typeof openAdminRig>>;

describe('what is open now', () => {
	const rooms = async (rig: Rig, query = '') =>
		(await rig.ask(`GET /admin/rooms?${query}`, 'admin')).body as unknown as LiveRooms;

	it('[R124] says which documents, since when, how many people and bytes; never who, or what is in them', async () => {
		const { rooms: open, clock, commit } = setupRooms();
		const rig = await openAdminRig(liveDocuments(open, { connections: 3 }));
		const projectId = rig.addProject('Castle');
		const [hall, tower] = [mintDocumentId(), mintDocumentId()];
		clock.advance(1000);
		const ana = new Listener();
		const first = await open.enter({ projectId, documentId: hall }, ana);
		// The same person in another tab.
		await open.enter({ projectId, documentId: hall }, new Listener());
		void write(first.room, ana, setKey('a'));
		await commit();
		clock.advance(1000);
		await open.enter({ projectId, documentId: tower }, new Listener());
		const { items, next, all } = await rooms(rig);
		expect(items).toEqual([
			{
				projectId,
				title: 'Castle',
				documentId: hall,
				people: 1,
				connections: 2,
				bytes: first.room.bytes,
				since: 1000,
			},
			{
				projectId,
				title: 'Castle',
				documentId: tower,
				people: 1,
				connections: 1,
				bytes: 0,
				since: expect.any(Number) as number,
			},
		]);
		expect(first.room.bytes).toBeGreaterThan(0);
		expect([next, all]).toEqual([null, { documents: 2, connections: 3, bytes: open.bytes }]);
	});

	it('[R124] goes on by cursor, and forgets what nobody has open any more', async () => {
		const { rooms: open, clock } = setupRooms();
		const rig = await openAdminRig(liveDocuments(open, { connections: 0 }));
		const projectId = rig.addProject('Castle');
		const ids = Array.from({ length: 5 }, () => mintDocumentId());
		const leave: (() => void)[] = [];
		for (const documentId of ids)
			leave.push((await open.enter({ projectId, documentId }, new Listener())).leave);
		const first = await rooms(rig, 'limit=2');
		const second = await rooms(rig, `limit=2&cursor=${first.next}`);
		const third = await rooms(rig, `limit=2&cursor=${second.next}`);
		expect([first, second, third].flatMap(({ items }) => items.map(({ documentId }) => documentId))).toEqual(
			ids,
		);
		expect(third.next).toBeNull();
		leave[0]?.();
		expect((await rooms(rig)).items[0]).toMatchObject({ documentId: ids[0], people: 0 });
		clock.advance(60_000);
		await new Promise(setImmediate);
		expect((await rooms(rig)).items).toHaveLength(4);
	});
});
