import { describe, expect, it, vi } from 'vitest';
import { ManualClock, systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { PROTOCOL_VERSION } from '../protocol/frames.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import { newEntry } from './new-project.ts';

describe('a project on one device', () => {
	it('is there again, with its edits, after it was closed', async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
		const session = await device.open(id);
		unwrap(firstScene(session).add('box', 'Box'));
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'device' }));
		await session.close();
		const again = await device.open(id);
		expect(again.title).toBe('Tavern');
		expect([...firstScene(again).snapshot.entities.values()].map(({ name }) => name)).toEqual(['Box']);
	});

	it('stays ready while documents are added to it: what is on screen does not begin anew', async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const session = await device.open(unwrap(await device.home.createProject({ title: 'Tavern' })));
		expect(session.readiness).toBe('ready');
		const creating = session.create('script', 'Door');
		expect(session.documents.map(({ title }) => title)).toContain('Door');
		expect(session.readiness).toBe('ready');
		unwrap(await creating);
	});

	it('is listed again, with the way to its server, when the database is made anew under it', async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
		const { projects } = device.parts.storage;
		const held: (() => ProjectEntry)[] = [];
		projects.hold = (current) => {
			held.push(current);
			return () => void held.pop();
		};
		const session = await device.open(id);
		expect(held.map((current) => current())).toEqual([await projects.get(id)]);
		await session.close();
		expect(held).toEqual([]);
	});

	it('a copy has the same content and is nobody else’s', async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
		const session = await device.open(id);
		unwrap(firstScene(session).add('box', 'Box'));
		await session.whenDurable();
		const copy = await device.open(unwrap(await device.home.duplicateProject(id)));
		unwrap(firstScene(copy).add('sphere', 'Ball'));
		expect(copy.title).toBe('Tavern copy');
		expect(firstScene(copy).snapshot.entities.size).toBe(2);
		expect(firstScene(session).snapshot.entities.size).toBe(1);
	});

	it('counts as changed when it is edited, and then once: not by being opened, saved or looked at', async () => {
		const clock = new ManualClock(1_000);
		const device = await openDevice(new MemorySyncServer(systemClock), clock);
		const id = unwrap(await device.home.createProject());
		const { storage } = device.parts;
		const session = await device.open(id);
		const pass = async (ms: number) => {
			clock.advance(ms);
			await storage.flush();
			return (await storage.projects.get(id))?.changedAt;
		};
		expect(await pass(60_000)).toBe(1_000);
		unwrap(firstScene(session).add('box', 'Box'));
		await session.whenDurable();
		const changedAt = await pass(2_000);
		expect(changedAt).toBeGreaterThan(60_000);
		const patches = device.rig.calls.get('write');
		for (let i = 0; i < 5; i++) expect(await pass(60_000)).toBe(changedAt);
		expect(device.rig.calls.get('write')).toBe(patches);
	});

	it('says why it is not saved while the device refuses, and saves as soon as it does not', async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const id = unwrap(await device.home.createProject());
		const session = await device.open(id);
		device.rig.fail('full');
		unwrap(firstScene(session).add('box', 'Box'));
		await vi.waitFor(() => expect(session.saveState.kind).toBe('failed'));
		device.rig.fail(null);
		await device.parts.storage.flush();
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'device' }));
	});
});

describe('a shared project', () => {
	it('calls saved on the server only what the server acknowledged, and a friend sees it', async () => {
		const server = new MemorySyncServer(systemClock);
		const [ana, jo] = [await openDevice(server), await openDevice(server)];
		const id = unwrap(await ana.home.createProject({ title: 'Tavern' }));
		const session = await ana.open(id);
		unwrap(firstScene(session).add('box', 'Box'));
		unwrap(await session.sharing.open());
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));

		server.diskFull = true;
		unwrap(firstScene(session).add('sphere', 'Sphere'));
		const waiting = { kind: 'waiting', count: 1, for: 'server', because: 'failing' };
		await vi.waitFor(() => expect(session.saveState).toEqual(waiting));
		expect(session.trouble).toEqual({ kind: 'failing' });
		server.diskFull = false;
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }), { timeout: 20_000 });
		expect(session.trouble).toBeNull();

		server.issue('editor', { projectId: id, role: 'editor' });
		const entry = newEntry(id, 'Shared project', 0);
		const joined = { ...entry, origin: 'joined', role: 'viewer', shared: true, token: 'editor' } as const;
		await jo.parts.storage.projects.put(joined);
		const friend = await jo.open(id);
		expect(friend.canEdit).toBe(false);
		await vi.waitFor(() => expect(friend.readiness).toBe('ready'));
		await vi.waitFor(() => expect(friend.canEdit).toBe(true));
		await vi.waitFor(() => expect(firstScene(friend).snapshot.entities.size).toBe(2));
		expect(friend.title).toBe('Tavern');
		unwrap(firstScene(friend).add('cylinder', 'Cylinder'));
		await vi.waitFor(() => expect(firstScene(session).snapshot.entities.size).toBe(3));
		await vi.waitFor(() => expect(session.people.map(({ user }) => user.id)).toEqual([jo.parts.identity.id]));
	});

	it('[L26] tells a server that is too old once, works on, and goes on when it is asked again', async () => {
		const server = new MemorySyncServer(systemClock);
		server.protocol = PROTOCOL_VERSION - 1;
		const ana = await openDevice(server);
		const id = unwrap(await ana.home.createProject());
		const session = await ana.open(id);
		unwrap(await session.sharing.open());
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'too-new' }));
		unwrap(firstScene(session).add('box', 'Box'));
		await vi.waitFor(() =>
			expect(session.saveState).toMatchObject({ kind: 'waiting', for: 'server', because: 'too-new' }),
		);
		server.protocol = PROTOCOL_VERSION;
		session.retryLine();
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		expect(session.trouble).toBeNull();
	});

	it('[R145] lets nobody out over a link that somebody made up', async () => {
		const server = new MemorySyncServer(systemClock);
		const [ana, jo] = [await openDevice(server), await openDevice(server)];
		const id = unwrap(await ana.home.createProject({ title: 'Tavern' }));
		const session = await ana.open(id);
		unwrap(await session.sharing.open());
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		server.issue('good', { projectId: id, role: 'editor' });
		server.issue('better', { projectId: id, role: 'editor' });
		const { projects } = jo.parts.storage;
		const follow = (token: string) =>
			projects.put({ ...newEntry(id, '', 0), origin: 'joined', role: 'viewer', shared: true, token });
		const tokens = async () => {
			const { token, formerToken } = (await projects.get(id))!;
			return { token, formerToken };
		};

		await follow('good');
		await follow('made up');
		const friend = await jo.open(id);
		await vi.waitFor(() => expect(friend.canEdit).toBe(true));
		await vi.waitFor(async () => expect(await tokens()).toEqual({ token: 'good', formerToken: null }));

		await follow('made up too');
		await vi.waitFor(async () => expect(await tokens()).toEqual({ token: 'good', formerToken: null }));
		await vi.waitFor(() => expect(friend.access).toEqual({ kind: 'granted', role: 'editor' }));

		await follow('better');
		await vi.waitFor(async () => expect(await tokens()).toEqual({ token: 'better', formerToken: null }));
		unwrap(firstScene(friend).add('cylinder', 'Cylinder'));
		await vi.waitFor(() => expect(firstScene(session).snapshot.entities.size).toBe(1));
	});

	it('a viewer is refused every edit', async () => {
		const server = new MemorySyncServer(systemClock);
		const [ana, jo] = [await openDevice(server), await openDevice(server)];
		const id = unwrap(await ana.home.createProject());
		const session = await ana.open(id);
		unwrap(await session.sharing.open());
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		server.issue('viewer', { projectId: id, role: 'viewer' });
		const entry = newEntry(id, 'Shared project', 0);
		const joined = { ...entry, origin: 'joined', role: 'viewer', shared: true, token: 'viewer' } as const;
		await jo.parts.storage.projects.put(joined);
		const friend = await jo.open(id);
		await vi.waitFor(() => expect(friend.readiness).toBe('ready'));
		const refused = firstScene(friend).add('box', 'Box');
		expect(!refused.ok && refused.error.reason).toBe('read-only');
		expect((await friend.create('page', 'Page')).ok).toBe(false);
		await vi.waitFor(() => expect(friend.saveState).toEqual({ kind: 'server' }));
	});
});
