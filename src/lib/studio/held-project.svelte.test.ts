import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { err, ok, unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import type { Membership } from './parts.ts';
import { ProjectSession } from './project-session.svelte.ts';

/** A device where somebody left a project on Ada's account, changed while nobody or Ada was signed in. */
async function setup(given: { readonly person: string | null; readonly held: boolean }) {
	const server = new MemorySyncServer(systemClock);
	const device = await openDevice(server);
	const id = unwrap(await device.home.createProject({ starter: 'stairway' }));
	const { projects } = device.parts.storage;
	const account = { kind: 'on', userId: 'ada', title: 'Stairway' } as const;
	await projects.patch(id, { account, shared: true, unsent: true, held: given.held });
	server.issue('adas', { projectId: id, role: 'owner' });
	let { person } = given;
	const changed = new Emitter<void>();
	const membership: Membership = {
		isSignedIn: (userId) => Promise.resolve(person === userId),
		token: (_, userId) =>
			Promise.resolve(
				person === userId ? ok('adas') : err({ code: 'signed-out', message: 'Nobody is signed in' }),
			),
		onChange: (listener) => changed.on(listener),
	};
	let sent = 0;
	server.onFrame = ({ type }) => void (type === 'update' && (sent += 1));
	const session = unwrap(await ProjectSession.open({ ...device.parts, membership }, id), 'opening');
	const close = () => session.close();
	const become = (next: string | null) => {
		person = next;
		changed.emit();
	};
	return { session, close, become, projects, id, sent: () => sent };
}

describe('[R98] a project that was changed while its person was signed out', () => {
	it('is not sent when they open it, but once they say so', async () => {
		const { session, close, projects, id, sent } = await setup({ person: 'ada', held: true });
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'held' }));
		// They can work in it, and that waits with the rest.
		unwrap(firstScene(session).add('box', 'Box'));
		await session.whenDurable();
		expect(sent()).toBe(0);
		session.sendHeld();
		await vi.waitFor(() => expect(session.saveState.kind).toBe('server'));
		expect(session.trouble).toBeNull();
		expect(sent()).toBeGreaterThan(0);
		await vi.waitFor(async () => expect(await projects.get(id)).toMatchObject({ held: false }));
		await close();
	});

	it('is sent when they say so elsewhere', async () => {
		const { session, close, projects, id } = await setup({ person: 'ada', held: true });
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'held' }));
		await projects.patch(id, { held: false });
		await vi.waitFor(() => expect(session.saveState.kind).toBe('server'));
		await close();
	});

	it('is not sent, either, when they sign in while it is open', async () => {
		const { session, close, become, sent } = await setup({ person: null, held: false });
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'no-access', reason: 'signed-out' }));
		unwrap(firstScene(session).add('box', 'Box'));
		await session.whenDurable();
		become('ada');
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'held' }));
		expect(sent()).toBe(0);
		become(null);
		await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'no-access', reason: 'signed-out' }));
		await close();
	});

	it('goes as ever where they changed it themselves', async () => {
		const { session, close } = await setup({ person: 'ada', held: false });
		// At once, before it is known who is here.
		unwrap(firstScene(session).add('box', 'Box'));
		await vi.waitFor(() => expect(session.saveState.kind).toBe('server'));
		expect(session.trouble).toBeNull();
		await close();
	});
});
