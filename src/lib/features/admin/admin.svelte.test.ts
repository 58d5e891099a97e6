import { describe, expect, it } from 'vitest';
import { ok } from '#lib/base/result.ts';
import { AWAY, openAdminScreen as setup, person } from '../../../../tests/helpers/admin-screen.ts';
import type { AdminScreen } from './admin.svelte.ts';
import { LIVE_MS } from './live-view.svelte.ts';
import { PagedList } from './paged-list.svelte.ts';

const tabsOf = ({ tabs }: AdminScreen) => tabs.map(({ id }) => id);

describe('who may look', () => {
	it.each([
		[null, 'signed-out', []],
		['user', 'closed', []],
		['moderator', 'open', ['users', 'audit']],
		['admin', 'open', ['users', 'projects', 'storage', 'live', 'audit']],
		['super-admin', 'open', ['users', 'projects', 'storage', 'live', 'audit']],
	] as const)('[R127] %s finds it %s', async (role, standing, tabs) => {
		const { screen, sent } = setup(role);
		expect(screen.standing).toBe('asking');
		await screen.enter();
		expect([screen.standing, tabsOf(screen)]).toEqual([standing, tabs]);
		expect(sent).toEqual([]);
	});
});

describe('people', () => {
	it('[R127] are looked for when typing ends, by all that is chosen, page by page', async () => {
		const pages: Record<string, unknown> = { first: { items: [person('ana')], next: 'c' } };
		const { screen, sent, clock, settle } = setup('admin', ({ query }) =>
			query?.['cursor'] ? { items: [person('anne')], next: null } : pages['first'],
		);
		const { users } = screen;
		for (const text of ['A', 'An', 'An!']) users.searchFor(text);
		expect(sent).toEqual([]);
		clock.advance(500);
		await settle();
		users.filter({ role: 'moderator' });
		users.filter({ state: 'suspended' });
		await settle();
		await users.list.more();
		expect(sent.map(({ query }) => query)).toEqual([
			{ handle: 'an' },
			{ handle: 'an', role: 'moderator' },
			{ handle: 'an', role: 'moderator', state: 'suspended' },
			{ handle: 'an', role: 'moderator', state: 'suspended', cursor: 'c' },
		]);
		expect(users.list.items?.map(({ handle }) => handle)).toEqual(['ana', 'anne']);
		expect(users.list.hasMore).toBe(false);
	});

	it('[R127] an answer that comes late does not take the place of a newer one', async () => {
		const gates: ((items: string[]) => void)[] = [];
		const list = new PagedList<string>(
			() =>
				new Promise((open) => {
					gates.push((items) => open(ok({ value: { items, next: null }, asOf: 1, trouble: null })));
				}),
		);
		const both = [list.first(), list.first()];
		gates[1]?.(['newer']);
		gates[0]?.(['older']);
		await Promise.all(both);
		expect([list.items, list.busy]).toEqual([['newer'], false]);
	});

	it.each([
		['admin', 'user', null, ['user', 'moderator']],
		['admin', 'admin', 'above', []],
		['admin', 'super-admin', 'above', []],
		['moderator', 'user', null, []],
		['moderator', 'moderator', 'above', []],
		['super-admin', 'admin', null, ['user', 'moderator', 'admin', 'super-admin']],
		['super-admin', 'super-admin', 'above', ['user', 'moderator', 'admin', 'super-admin']],
	] as const)('[R127] %s looks at %s: barred %s, gives %j', (role, other, barred, roles) => {
		const { screen } = setup(role, () => ({ sessions: [] }));
		screen.users.look(person('other', other));
		const { open } = screen.users;
		expect(open?.roles).toEqual(roles);
		expect(open?.barred === null ? null : 'above').toBe(barred);
	});

	it('[R127] nobody acts on themselves here', () => {
		const { screen } = setup('super-admin', () => ({ sessions: [] }));
		screen.users.look(person('me', 'super-admin'));
		expect([screen.users.open?.isMe, screen.users.open?.roles]).toEqual([true, []]);
		expect(screen.users.open?.barred).toContain('This is you');
	});

	it('[R127] a suspension wants a reason; what the server made of it stands in the list, and what it refused is said', async () => {
		let refuses = false;
		const { screen, sent, told, settle } = setup('admin', ({ name }) => {
			if (name.startsWith('GET /admin/users/:')) return { sessions: [] };
			if (name.startsWith('GET')) return { items: [person('ana'), person('ben')], next: null };
			return refuses
				? new Error('not now')
				: person('ben', 'user', { suspendedAt: 900, suspendedFor: 'spam' });
		});
		await screen.users.list.first();
		screen.users.look(person('ben'));
		const one = screen.users.open;
		await one?.suspend();
		expect(one?.reasonMissing).toBe(true);
		expect(sent.filter(({ name }) => name.startsWith('PUT'))).toEqual([]);
		if (one) one.reason = ' spam ';
		await one?.suspend();
		await settle();
		expect(sent).toContainEqual(expect.objectContaining({ body: { reason: 'spam' } }));
		expect(screen.users.list.items?.map(({ suspendedFor }) => suspendedFor)).toEqual([null, 'spam']);
		expect([one?.user.suspendedFor, one?.reason, told.length]).toEqual(['spam', '', 1]);
		refuses = true;
		await one?.lift();
		expect(one?.problem).toContain('not now');
		expect(one?.user.suspendedFor).toBe('spam');
	});
});

describe('what was read', () => {
	it('[R128] stays while the server is away, with when that was; the next answer is of now again', async () => {
		const { screen, net } = setup('admin', () => ({ items: [], next: null }));
		const { list } = screen.projects;
		await list.first();
		expect([list.items, list.asOf, list.problem]).toEqual([[], null, null]);
		net.away = true;
		await list.first();
		expect([list.items, list.asOf, list.problem?.code]).toEqual([[], 1, 'unreachable']);
		net.away = false;
		await list.first();
		expect([list.asOf, list.problem]).toEqual([null, null]);
	});

	it('[R128] what was looked for stays, too; the device keeps how a list begins and no more', async () => {
		const { screen, net, known, clock, settle } = setup('admin', () => ({
			items: [person('ana')],
			next: 'c',
		}));
		const { list } = screen.users;
		screen.users.filter({ role: 'user' });
		await settle();
		clock.advance(5000);
		net.away = true;
		await list.more();
		expect([list.items?.length, list.asOf, known.size]).toEqual([1, 1000, 0]);
		screen.users.filter({ role: 'admin' });
		await settle();
		expect([list.items, list.asOf, list.problem]).toEqual([null, null, AWAY]);
		net.away = false;
		screen.users.filter({ role: 'any' });
		await settle();
		expect([list.items?.length, list.problem, known.size]).toEqual([1, null, 1]);
	});

	it('[R128] what was never read is not shown, and why is said', async () => {
		const { screen, net } = setup('admin');
		net.away = true;
		await screen.projects.list.first();
		await screen.storage.look();
		expect([screen.projects.list.items, screen.projects.list.problem]).toEqual([null, AWAY]);
		expect([screen.storage.report, screen.storage.problem]).toEqual([null, AWAY]);
	});

	it('[R128] projects that are not measured yet are read once more, unless somebody went on', async () => {
		const { screen, sent, clock, settle } = setup('admin', () => ({ items: [{ use: null }], next: 'c' }));
		const { projects } = screen;
		await projects.look();
		clock.advance(2000);
		await settle();
		expect(sent).toHaveLength(2);
		await projects.look();
		await projects.list.more();
		clock.advance(2000);
		await settle();
		expect(sent).toHaveLength(4);
		await projects.look();
		projects.dispose();
		expect(clock.pending).toBe(0);
	});

	it('[R128] storage is asked about again until it is measured, and not when nobody looks', async () => {
		let measuring = true;
		const { screen, sent, clock, settle } = setup('admin', () => ({
			measuring,
			measuredAt: 1,
			use: null,
			largest: [],
		}));
		await screen.storage.look();
		clock.advance(2000);
		await settle();
		expect(sent).toHaveLength(2);
		measuring = false;
		clock.advance(2000);
		await settle();
		clock.advance(60_000);
		await settle();
		expect(sent).toHaveLength(3);
		measuring = true;
		await screen.storage.look();
		screen.storage.rest();
		expect(clock.pending).toBe(0);
	});

	it('[R128] what is open is looked at every few seconds while it is seen, and waits as long as the server says', async () => {
		const all = { documents: 1, connections: 2, bytes: 3 };
		const { screen, sent, clock, net, settle } = setup('admin', () => ({ items: [], next: null, all }));
		const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
		const stop = screen.live.watch(page as unknown as Document);
		await settle();
		expect([sent.length, screen.live.all, screen.live.asOf]).toEqual([1, all, null]);
		clock.advance(LIVE_MS);
		await settle();
		expect(sent).toHaveLength(2);
		net.away = true;
		clock.advance(LIVE_MS);
		await settle();
		expect(screen.live.asOf).toBe(1000 + LIVE_MS);
		net.away = false;
		page.visibilityState = 'hidden';
		clock.advance(10 * LIVE_MS);
		await settle();
		expect(sent).toHaveLength(2);
		page.visibilityState = 'visible';
		page.dispatchEvent(new Event('visibilitychange'));
		await settle();
		expect([sent.length, screen.live.asOf]).toEqual([3, null]);
		stop();
		expect(clock.pending).toBe(0);
	});
});
