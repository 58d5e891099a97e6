import { describe, expect, it } from 'vitest';
import { err, ok } from '#lib/base/result.ts';
import { nameOf, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { ReceivedInvitation } from '#lib/protocol/api/members.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { InvitationScreen } from './invitation-screen.svelte.ts';
import { ProjectStanding, type StandingPort } from './project-standing.svelte.ts';
import { ReceivedInvitations, type ReceivedPort } from './received-invitations.svelte.ts';

const TOKEN = `invite.${'x'.repeat(43)}`;
const PROJECT = 'P'.padEnd(22, 'p');
const INVITATION: ReceivedInvitation = {
	invitationId: 'I'.padEnd(22, 'i'),
	projectId: PROJECT,
	title: 'Island',
	role: 'viewer',
	by: { userId: 'A'.padEnd(22, 'a'), handle: 'ada', name: 'Ada' },
	createdAt: 1,
	expiresAt: null,
};
const AWAY: ApiProblem = { code: 'unreachable', message: 'No network' };
const ENDED: ApiProblem = { code: 'not-found', message: 'It does not hold' };

/** An account whose server answers as told. */
function setup() {
	const world = {
		answers: {
			'POST /invitations/read': INVITATION,
			'POST /invitations/accept': { projectId: PROJECT, title: 'Island', role: 'viewer', since: 1 },
			'GET /invitations': { items: [INVITATION], next: null },
			'GET /projects/:projectId/standing': { role: null, invitation: null, askedAt: null },
		} as Record<string, unknown>,
		problem: null as ApiProblem | null,
		changed: 'done' as 'done' | 'waiting',
		asked: [] as string[],
		here: [] as string[],
	};
	const answer = (endpoint: Endpoint) => {
		world.asked.push(nameOf(endpoint));
		return world.problem ? err(world.problem) : ok(world.answers[nameOf(endpoint)]);
	};
	const account = {
		state: { kind: 'known', user: { userId: 'me', handle: 'me' }, trouble: null },
		waiting: { requests: [] },
		now: () => 5,
		call: async (endpoint: Endpoint) => answer(endpoint),
		read: async (endpoint: Endpoint) => {
			const answered = answer(endpoint);
			return answered.ok ? ok({ value: answered.value, asOf: 5, trouble: null }) : answered;
		},
		change: async (endpoint: Endpoint) => {
			const answered = answer(endpoint);
			return answered.ok ? ok(world.changed) : answered;
		},
		projects: {
			openHere: async ({ projectId, role }: { projectId: string; role: string }) => {
				world.here.push(`${projectId} as ${role}`);
				return projectId;
			},
		},
	} as unknown as ReceivedPort & StandingPort;
	const joined: string[] = [];
	const onjoined = (projectId: string) => void joined.push(projectId);
	const open = (fragment: string) => new InvitationScreen({ account, fragment, onjoined });
	return { world, account, joined, onjoined, open };
}

describe('an invitation link', () => {
	it('[R101] is read before anything is accepted, and opens the project on this device', async () => {
		const { open, joined, world } = setup();
		const screen = open(TOKEN);
		await screen.read();
		expect(screen.step).toEqual({ kind: 'offered', invitation: INVITATION });
		expect(world.asked).toEqual(['POST /invitations/read']);
		await screen.accept();
		expect(joined).toEqual([PROJECT]);
		expect(world.here).toEqual([`${PROJECT} as viewer`]);
	});

	it.each(['', 'invite.short', `${TOKEN}x`, 'a.b.c'])(
		'[R101] that is “%s” is not asked about',
		async (fragment) => {
			const { open, world } = setup();
			const screen = open(fragment);
			await screen.read();
			expect(screen.step).toMatchObject({ kind: 'refused', title: 'This invitation does not work' });
			expect(world.asked).toEqual([]);
		},
	);

	it('[R101] that ended says so, before it is accepted and when it ends in between', async () => {
		const { open, world, joined } = setup();
		world.problem = ENDED;
		const late = open(TOKEN);
		await late.read();
		expect(late.step).toMatchObject({ kind: 'refused', title: 'This invitation does not hold any more' });
		world.problem = null;
		const between = open(TOKEN);
		await between.read();
		world.problem = ENDED;
		await between.accept();
		expect(between.step.kind).toBe('refused');
		expect(joined).toEqual([]);
	});

	it('[R101] is kept while the server is away', async () => {
		const { open, world } = setup();
		world.problem = AWAY;
		const screen = open(TOKEN);
		await screen.read();
		expect(screen.step.kind).toBe('away');
		world.problem = null;
		await screen.read();
		world.problem = AWAY;
		await screen.accept();
		expect(screen.step.kind).toBe('offered');
		expect(screen.problem).toContain('cannot be reached');
	});
});

describe('invitations by name', () => {
	it('[R102] are accepted, and the project is on this device then', async () => {
		const { account, world } = setup();
		const received = new ReceivedInvitations(account);
		await received.open();
		expect(received.list).toEqual([INVITATION]);
		await received.accept(INVITATION);
		expect(received.joined).toMatchObject({ projectId: PROJECT });
		expect(world.here).toEqual([`${PROJECT} as viewer`]);
	});

	it('[R102] are declined, or wait to be', async () => {
		const { account, world } = setup();
		const received = new ReceivedInvitations(account);
		await received.decline(INVITATION);
		expect(received.outcome).toContain('declined');
		world.changed = 'waiting';
		await received.accept(INVITATION);
		expect(received.outcome).toContain('Waiting');
		expect([received.joined, world.here]).toEqual([null, []]);
		world.problem = ENDED;
		await received.accept(INVITATION);
		expect(received.outcome).toContain('It does not hold');
	});
});

describe('a project that is not on this device', () => {
	const stand = ({ account, onjoined }: ReturnType<typeof setup>) =>
		new ProjectStanding({ account, projectId: PROJECT, onopen: onjoined });
	const STANDING = 'GET /projects/:projectId/standing';

	it('[R104] can be asked for, and says that the request waits', async () => {
		const parts = setup();
		const standing = stand(parts);
		await standing.read();
		expect(standing.standing).toMatchObject({ role: null, askedAt: null });
		parts.world.answers[STANDING] = { role: null, invitation: null, askedAt: 5 };
		await standing.ask();
		expect(standing.standing?.askedAt).toBe(5);
		parts.world.changed = 'waiting';
		await standing.ask();
		expect(standing.waits).toBe(true);
		parts.world.problem = { code: 'rate-limited', message: 'No', retryAfter: 86_400 };
		await standing.ask();
		expect(standing.problem).toContain('a day later');
	});

	it('[R104] opens for its member, and for who is invited', async () => {
		const parts = setup();
		const standing = stand(parts);
		parts.world.answers[STANDING] = { role: 'editor', invitation: null, askedAt: null };
		await standing.read();
		await standing.open();
		expect(parts.world.here).toEqual([`${PROJECT} as editor`]);
		parts.world.answers[STANDING] = { role: null, invitation: INVITATION, askedAt: null };
		parts.world.answers['POST /invitations/:invitationId/accept'] = { role: 'viewer', title: 'Island' };
		await standing.read();
		await standing.accept();
		expect(parts.joined).toEqual([PROJECT, PROJECT]);
	});

	it('[R104] says nothing of one that the server does not know', async () => {
		const parts = setup();
		const standing = stand(parts);
		parts.world.problem = ENDED;
		await standing.read();
		expect([standing.isUnknown, standing.problem]).toEqual([true, null]);
		parts.world.problem = AWAY;
		await standing.read();
		expect(standing.problem).toContain('needs the server');
	});
});
