import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { createMemoryRig } from '../../../tests/helpers/storage-rig.ts';

/** The device after its browser cleared the database, and nothing else. */
async function clearDatabase(server: MemorySyncServer, places: readonly { text: string | null }[]) {
	const rig = createMemoryRig();
	places.forEach(({ text }, at) => (rig.places[at]!.text = text));
	return openDevice(server, undefined, rig);
}

describe('[S35] a project that the browser lost', () => {
	it('comes back from its server, with the right to share it, and nothing of it is doubled', async () => {
		const server = new MemorySyncServer(systemClock);
		const device = await openDevice(server);
		const id = unwrap(await device.home.createProject({ title: 'Castle' }));
		const session = await device.open(id);
		await session.sharing.open();
		await vi.waitFor(() => expect(session.saveState.kind).toBe('server'));
		await vi.waitFor(() => expect(device.rig.places[0]!.text).toContain('"token":"owner"'), {
			timeout: 8_000,
		});
		await session.close();

		const after = await clearDatabase(server, device.rig.places);
		await vi.waitFor(() =>
			expect(after.home.lost.list).toMatchObject([{ id, title: 'Castle', onServer: true }]),
		);
		expect(unwrap(await after.home.lost.bringBack(id))).toBe(id);
		expect(after.home.lost.list).toEqual([]);
		const again = await after.open(id);
		await vi.waitFor(() => expect(again.saveState.kind).toBe('server'));
		expect(again.readiness).toBe('ready');
		expect([again.title, again.documents.map(({ title }) => title)]).toEqual(['Castle', ['Scene 1']]);
		expect(again.role).toBe('owner');
	});

	it('that was never shared is nowhere to fetch from, and is forgotten when somebody says so', async () => {
		const server = new MemorySyncServer(systemClock);
		const device = await openDevice(server);
		const id = unwrap(await device.home.createProject({ title: 'Castle' }));
		await vi.waitFor(() => expect(device.rig.places[0]!.text).toContain('Castle'), { timeout: 8_000 });
		const after = await clearDatabase(server, device.rig.places);
		await vi.waitFor(() => expect(after.home.lost.list).toMatchObject([{ id, onServer: false }]));
		expect(await after.home.lost.bringBack(id)).toMatchObject({ ok: false });
		await after.home.lost.forget([id]);
		expect(after.home.lost.list).toEqual([]);
	});
});
