import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import {
	acceptInvitationLink,
	askToJoin,
	createInvitation,
	revokeInvitation,
} from '#lib/protocol/api/members.ts';
import { MemberWorld, userIdOf, type OwnedProject } from '../../../tests/helpers/member-world.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('how much one person can make others keep', () => {
	let world: MemberWorld;
	let project: OwnedProject;
	/** Many rows in one go: a transaction for each waits for the disk each time. */
	const together = (insert: () => void) => {
		world.server.storage.database.exec('BEGIN');
		insert();
		world.server.storage.database.exec('COMMIT');
	};
	beforeEach(async () => {
		world = await MemberWorld.start();
		project = await world.own('ann');
	});
	afterEach(() => world.end());

	const run = (sql: string, ...values: (string | number)[]) =>
		world.server.storage.database.prepare(sql).run(...values);
	const count = (table: string) =>
		Number(world.server.storage.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
	const addProjects = (many: number): string[] =>
		Array.from({ length: many }, () => {
			const id = mintProjectId();
			run("INSERT INTO projects (id, claim_hash, created_at) VALUES (?, x'00', 0)", id);
			return id;
		});
	const limited = { status: 429, body: { error: { code: 'rate-limited', retryAfter: expect.any(Number) } } };

	it('[R144] fifty projects a day can be asked to let somebody in', async () => {
		const at = world.clock.now();
		together(() => {
			for (const [i, id] of addProjects(50).entries())
				run('INSERT INTO join_requests VALUES (?, ?, ?, ?, ?, NULL)', `r${i}`, id, userIdOf('ben'), '', at);
		});
		const params = { projectId: project.projectId };
		expect(await world.call(askToJoin, 'ben', { params, body: {} })).toMatchObject(limited);
		expect((await world.call(askToJoin, 'cleo', { params, body: {} })).status).toBe(201);
		world.clock.advance(DAY_MS + 1);
		expect((await world.call(askToJoin, 'ben', { params, body: {} })).status).toBe(201);
	});

	it('[R144] five hundred people a day can be invited by name by one, into whichever projects', async () => {
		const at = world.clock.now();
		together(() => {
			for (const [i, id] of addProjects(500).entries())
				run(
					`INSERT INTO invitations (id, project_id, user_id, role, created_at, created_by, uses_left)
					VALUES (?, ?, ?, 'viewer', ?, ?, 1)`,
					...[`i${i}`, id, userIdOf(`victim${i % 7}`), at, userIdOf('ann')],
				);
		});
		const params = { projectId: project.projectId };
		const invite = (handle?: string) =>
			world.call(createInvitation, 'ann', { params, body: { role: 'viewer', ...(handle && { handle }) } });
		expect(await invite('ben')).toMatchObject(limited);
		expect((await invite()).status, 'a link reaches nobody by itself').toBe(201);
		world.clock.advance(DAY_MS + 1);
		expect((await invite('ben')).status).toBe(201);
	});

	it('[R144] of invitations that ended, a project keeps the last two hundred', async () => {
		together(() => {
			for (let i = 0; i < 300; i += 1)
				run(
					`INSERT INTO invitations (id, project_id, token_hash, role, created_at, ended_at)
					VALUES (?, ?, randomblob(32), 'viewer', 0, ?)`,
					...[`i${i}`, project.projectId, i + 1],
				);
		});
		const params = { projectId: project.projectId };
		const made = await world.call(createInvitation, 'ann', { params, body: { role: 'viewer' } });
		expect(count('invitations')).toBe(201);
		const revoked = { params: { ...params, invitationId: String(made.body['invitationId']) } };
		expect((await world.call(revokeInvitation, 'ann', revoked)).status).toBe(204);
		const oldest = world.server.storage.database.prepare('SELECT min(ended_at) AS at FROM invitations').get();
		expect(oldest).toEqual({ at: 101 });
	});

	it('[R144] one person is in ten thousand projects at most', async () => {
		const made = await world.call(createInvitation, 'ann', {
			params: { projectId: project.projectId },
			body: { role: 'viewer' },
		});
		const token = String(made.body['token']);
		together(() => {
			for (const id of addProjects(10_000))
				run("INSERT INTO members VALUES (?, ?, 'viewer', 0, NULL)", id, userIdOf('ben'));
		});
		const accepted = await world.call(acceptInvitationLink, 'ben', { body: { token } });
		expect(accepted).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } });
		expect((await world.call(acceptInvitationLink, 'cleo', { body: { token } })).status).toBe(200);
	});
});
