import { describe, expect, it, vi } from 'vitest';
import { ManualClock, systemClock } from '../base/clock.ts';
import type { ProjectId } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { backoffCeiling } from '../sync/backoff.ts';
import { LateConnection } from './late-connection.ts';
import { ProjectSession } from './project-session.svelte.ts';

const PROJECT = 'p'.repeat(22) as ProjectId;

/** As long as a busy machine may take. */
const soon = (look: () => void) => vi.waitFor(look, { timeout: 20_000 });

/** A line whose code comes, or cannot be had, when the test says so. */
async function setup() {
	const clock = new ManualClock(1_000);
	const device = await openDevice(new MemorySyncServer(systemClock));
	const asked: PromiseWithResolvers<typeof device.parts.connection>[] = [];
	const load = vi.fn(() => {
		const next = Promise.withResolvers<typeof device.parts.connection>();
		asked.push(next);
		return next.promise;
	});
	const late = new LateConnection({ load, clock, random: seededRandom(3) });
	const open = async (id: ProjectId) => {
		const parts = { ...device.parts, connection: late };
		return unwrap(await ProjectSession.open(parts, id), 'opening the project');
	};
	const arrive = () => asked.at(-1)!.resolve(device.parts.connection);
	const fail = () => asked.at(-1)!.reject(new TypeError('Failed to fetch'));
	return { device, clock, late, load, open, arrive, fail };
}

describe('a line whose code comes late', () => {
	it('is not asked for by a project that stays on its device', async () => {
		const { device, open, load, late } = await setup();
		const session = await open(unwrap(await device.home.createProject()));
		unwrap(firstScene(session).add('box', 'Box'));
		await soon(() => expect(session.saveState).toEqual({ kind: 'device' }));
		expect(late.state).toEqual({ kind: 'idle' });
		expect(late.access(PROJECT)).toEqual({ kind: 'unknown' });
		late.forget(PROJECT);
		late.retry();
		expect(load).not.toHaveBeenCalled();
		await session.close();
	});

	it('sends what was edited before it came, and calls none of it saved on the server until then', async () => {
		const { device, open, load, arrive } = await setup();
		const session = await open(unwrap(await device.home.createProject()));
		unwrap(await session.sharing.open());
		unwrap(firstScene(session).add('box', 'Box'));
		await session.whenDurable();
		expect(load).toHaveBeenCalledOnce();
		expect(session.saveState.kind).not.toBe('server');
		arrive();
		await soon(() => expect(session.saveState).toEqual({ kind: 'server' }));
		await session.close();

		const friend = await open(session.id);
		await soon(() => expect(friend.saveState).toEqual({ kind: 'server' }));
		expect(load).toHaveBeenCalledOnce();
		await friend.close();
	});

	it('is asked for again where it could not be had, by itself and when somebody asks', async () => {
		const { late, clock, load, fail, arrive } = await setup();
		const heard: string[] = [];
		late.onChange(({ kind }) => heard.push(kind));
		const coming = late.bring();
		expect(late.bring()).toBe(coming);
		fail();
		await soon(() => expect(late.state).toMatchObject({ kind: 'waiting', restarting: false }));
		expect(late.state).toMatchObject({ reason: expect.stringContaining('Failed to fetch') as string });
		clock.advance(backoffCeiling(0));
		await soon(() => expect(load).toHaveBeenCalledTimes(2));
		fail();
		await soon(() => expect(clock.pending).toBe(1));
		late.retry();
		await soon(() => expect(load).toHaveBeenCalledTimes(3));
		arrive();
		expect(await coming).toBe(true);
		expect(late.bring()).toBeNull();
		expect(heard).toEqual(['waiting', 'waiting', 'idle']);
		expect(clock.pending).toBe(0);
	});

	it('tells its project that nothing comes once it was disposed, and leaves nothing behind', async () => {
		const waiting = await setup();
		const coming = waiting.late.bring();
		waiting.fail();
		await soon(() => expect(waiting.clock.pending).toBe(1));
		waiting.late.dispose();
		expect(await coming).toBe(false);
		expect(waiting.clock.pending).toBe(0);

		const under = await setup();
		const never = under.late.bring();
		under.late.dispose();
		under.late.dispose();
		const dispose = vi.spyOn(under.device.parts.connection, 'dispose');
		under.arrive();
		expect(await never).toBe(false);
		expect(dispose).toHaveBeenCalledOnce();
	});
});
