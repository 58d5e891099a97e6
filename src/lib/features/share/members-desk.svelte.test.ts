import { describe, expect, it } from 'vitest';
import { err, ok } from '#lib/base/result.ts';
import { nameOf as endpointName, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { KeptRequest } from '#lib/protocol/api/kept-request.ts';
import { changeMember, removeMember, type Member } from '#lib/protocol/api/members.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { askFirst } from './member-questions.ts';
import { MembersDesk, type MembersPort } from './members-desk.svelte.ts';

const PROJECT = 'P'.padEnd(22, 'p');
const AWAY: ApiProblem = { code: 'unreachable', message: 'No network' };
const idOf = (handle: string) => handle.padEnd(22, '_');
const memberOf = (handle: string, role: ProjectRole, name = handle.toUpperCase()): Member => ({
	userId: idOf(handle),
	handle,
	name,
	role,
	since: 1,
	addedBy: null,
});

// Written so that no editor turns this file around.
const [RLO, FSI, PDI] = [0x202e, 0x2068, 0x2069].map((code) => String.fromCodePoint(code));
const RTL = `${RLO}evil`;
const members = [memberOf('ada', 'owner'), memberOf('grace', 'viewer', `<b>${RTL}</b>`)];

/** What the server says to reads and calls, by endpoint; and what it was asked to change. */
function setup({ role = 'owner', signedIn = true } = {}) {
	const answers: Record<string, unknown> = {
		'GET /projects/:projectId/standing': { role, invitation: null, askedAt: null },
		'GET /projects/:projectId/members': { items: members, next: null },
		'GET /projects/:projectId/invitations': { items: [], next: null },
		'GET /projects/:projectId/requests': { items: [], next: null },
		'POST /projects/:projectId/invitations': { role: 'editor', token: `invite.${'x'.repeat(43)}` },
	};
	const asked: { readonly name: string; readonly request: unknown }[] = [];
	const world = {
		answers,
		asked,
		trouble: null as ApiProblem | null,
		refusal: null as ApiProblem | null,
		changed: 'done' as 'done' | 'waiting',
		waiting: [] as KeptRequest[],
	};
	const user = {
		userId: idOf('ada'),
		handle: 'ada',
		displayName: 'Ada',
		role: 'user',
		createdAt: 1,
	} as const;
	const account = {
		get state() {
			return signedIn ? { kind: 'known', user, trouble: null } : { kind: 'signed-out' };
		},
		get waiting() {
			return { account: user.userId, requests: world.waiting, unknown: 0, readable: true };
		},
		now: () => 120_000,
		read: async (endpoint: Endpoint) => {
			asked.push({ name: endpointName(endpoint), request: null });
			if (world.refusal) return err(world.refusal);
			return ok({ value: answers[endpointName(endpoint)], asOf: 0, trouble: world.trouble });
		},
		call: async (endpoint: Endpoint, request: unknown) => {
			asked.push({ name: endpointName(endpoint), request });
			return world.refusal ? err(world.refusal) : ok(answers[endpointName(endpoint)]);
		},
		change: async (endpoint: Endpoint, request: unknown) => {
			asked.push({ name: endpointName(endpoint), request });
			return world.refusal ? err(world.refusal) : ok(world.changed);
		},
	} as unknown as MembersPort;
	const desk = new MembersDesk({
		account,
		projectId: PROJECT,
		title: () => 'Island',
		origin: 'https://here.example',
	});
	return { desk, world, names: () => asked.map(({ name }) => name) };
}

const kept = (endpoint: Endpoint, input: unknown): KeptRequest =>
	({
		key: 'k',
		endpoint: endpointName(endpoint),
		input,
		state: { kind: 'waiting' },
	}) as unknown as KeptRequest;

describe('the members of a project', () => {
	it('[R100] are asked for by nobody who is not signed in', async () => {
		const { desk, names } = setup({ signedIn: false });
		await desk.open();
		expect(names()).toEqual([]);
	});

	it.each(PROJECT_ROLES)('[R100] are offered to the %s as the table of permissions says', async (role) => {
		const { desk, names } = setup({ role });
		await desk.open();
		expect(desk.canManage).toBe(role === 'owner');
		const lists = names().filter((name) => name !== 'GET /projects/:projectId/standing');
		const sees = role === 'player' ? 0 : role === 'owner' ? 3 : 1;
		expect(lists).toHaveLength(sees);
		expect(desk.lists?.members).toHaveLength(sees === 0 ? 0 : 2);
	});

	it('[R100] of a project that the server does not know are nobody, without a complaint', async () => {
		const { desk, world } = setup();
		world.refusal = { code: 'not-found', message: 'There is no such project' };
		await desk.open();
		expect([desk.role, desk.problem]).toEqual([null, null]);
	});

	it('[R100] keep an owner: the last one is neither lowered nor taken out, and it is said why', async () => {
		const { desk, world } = setup();
		await desk.open();
		expect(desk.keepsReason({ role: 'owner' })).toContain('needs an owner');
		expect(desk.keepsReason({ role: 'viewer' })).toBeNull();
		world.answers['GET /projects/:projectId/members'] = {
			items: [...members, memberOf('ida', 'owner')],
			next: null,
		};
		await desk.open();
		expect(desk.keepsReason({ role: 'owner' })).toBeNull();
	});

	it('[R100] change after a question where it is hard to take back, which says what changes', async () => {
		const { desk } = setup();
		await desk.open();
		const [ada, grace] = members as [Member, Member];
		expect(askFirst.role(desk, grace, 'editor')).toBeNull();
		expect(askFirst.role(desk, grace, 'owner')?.text).toContain('Owners may');
		expect(askFirst.role(desk, ada, 'viewer')?.text).toContain('Viewer');
		expect(askFirst.transfer(desk, grace, 'Island').text).toContain('You become an editor');
	});

	it('[R105] names in sentences turn the direction of nothing but themselves', async () => {
		const { desk } = setup();
		await desk.open();
		await desk.remove(members[1] as Member);
		expect(desk.outcome).toBe(`${FSI}<b>${RTL}</b>${PDI} is not a member any more.`);
	});

	it('[R106] are shown as the server last said, with when; what cannot wait says why', async () => {
		const { desk, world } = setup();
		world.trouble = AWAY;
		await desk.open();
		expect(desk.lists?.members).toHaveLength(2);
		expect(desk.asOf).toBe('2 minutes ago');
		expect(desk.awayReason).toContain('needs the server');
		world.trouble = null;
		await desk.open();
		expect([desk.asOf, desk.awayReason]).toEqual([null, undefined]);
	});

	it('[R103] show beside them what waits to be sent', async () => {
		const { desk, world } = setup();
		const [ada, grace] = members as [Member, Member];
		await desk.open();
		expect(desk.waitingOf(grace)).toBeNull();
		const params = { projectId: PROJECT, userId: grace.userId };
		world.waiting = [kept(changeMember, { params, body: { role: 'editor' } })];
		const other = setup();
		other.world.waiting = world.waiting;
		expect(other.desk.waitingOf(grace)).toBe('Waiting: Editor');
		expect(other.desk.waitingOf(ada)).toBeNull();
		const third = setup();
		third.world.waiting = [...world.waiting, kept(removeMember, { params })];
		expect(third.desk.waitingOf(grace)).toBe('Waiting: removal');
		const elsewhere = setup();
		elsewhere.world.waiting = [kept(removeMember, { params: { ...params, projectId: idOf('other') } })];
		expect(elsewhere.desk.hasWaiting).toBe(false);
	});

	it('[R103] say what became of a change: done, waiting, or why not; and are read again', async () => {
		const { desk, world, names } = setup();
		await desk.open();
		const grace = members[1] as Member;
		await desk.changeRole(grace, 'editor');
		expect(desk.outcome).toContain('is Editor now');
		expect(names().filter((name) => name.endsWith('/members'))).toHaveLength(2);
		world.changed = 'waiting';
		await desk.changeRole(grace, 'player');
		expect(desk.outcome).toContain('Waiting');
		world.refusal = { code: 'conflict', message: 'A project needs an owner' };
		await desk.leave();
		expect([desk.outcome, desk.failure]).toEqual([
			'',
			'The server did not do this: A project needs an owner',
		]);
	});
});

describe('an invitation', () => {
	it('[R101] by link is shown once, with its secret behind the “#”', async () => {
		const { desk, world } = setup();
		await desk.open();
		desk.form.way = 'link';
		desk.form.uses = 'one';
		desk.form.ends = 'day';
		await desk.invite();
		expect(desk.made?.url).toBe(`https://here.example/invitation#invite.${'x'.repeat(43)}`);
		const { request } = world.asked.find(({ name }) => name.startsWith('POST')) ?? {};
		expect(request).toEqual({
			params: { projectId: PROJECT },
			body: { role: 'editor', lastsMs: 86_400_000, uses: 1 },
		});
		desk.putAway();
		expect(desk.made).toBeNull();
	});

	it('[R102] by name goes to the name as people write it, and says at the field what is wrong with it', async () => {
		const { desk, world, names } = setup();
		await desk.open();
		desk.form.handle = 'no one';
		await desk.invite();
		expect(desk.form.error).toContain('3 to 32');
		expect(names().some((name) => name.startsWith('POST'))).toBe(false);

		desk.form.handle = ' @Grace ';
		world.refusal = { code: 'not-found', field: 'handle', message: 'Nobody here has this name' };
		await desk.invite();
		expect(desk.form.error).toContain(`Nobody on this server has the name “${FSI}grace${PDI}”`);
		expect(desk.failure).toBeNull();

		world.refusal = null;
		world.answers['POST /projects/:projectId/invitations'] = { role: 'editor', handle: 'grace', token: null };
		await desk.invite();
		expect(desk.outcome).toContain(`@grace${PDI} is invited`);
		expect([desk.form.handle, desk.made]).toEqual(['', null]);
	});
});
