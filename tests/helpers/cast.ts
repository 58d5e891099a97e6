import { endAllSessions } from '#lib/protocol/api/accounts.ts';
import { removeMember } from '#lib/protocol/api/members.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';
import { createSigningKey, Tokens } from '#server/records/projects/tokens.ts';
import type { Account, AccountWorld } from './account-world.ts';
import { ownedProject, registerProject, type TestProject } from './sync-server.ts';

/** A project of Ann's in a world, which everybody in the cast tries to get at. */
export type Stage = {
	readonly world: AccountWorld;
	readonly ann: Account;
	/** As Ann has it by her account. */
	readonly project: TestProject;
	/** What her device came by before. */
	readonly claimToken: string;
};

/** Somebody who knocks: what they show, and what is known of them. */
export type Somebody = {
	readonly name: string;
	/** What they are to the project; null: nothing, or nothing any more. */
	readonly role: ProjectRole | null;
	/** What they are told who may do nothing at all here. */
	readonly told?: 401 | 403;
	readonly bearer: (stage: Stage) => Promise<string | null>;
};

export async function setStage(world: AccountWorld): Promise<Stage> {
	const ann = await world.signUp('ann');
	const made = await registerProject(world.server.origin);
	await world.attach(made, ann);
	const project = ownedProject(world.server.origin, { ...made, token: await world.tokenOf(made, ann) });
	return { world, ann, project, claimToken: made.token };
}

/** The same people come to the same stage again and again, each time as somebody new. */
let people = 0;
const newHandle = (name: string): string => `${name}-${++people}`;

const DAY_MS = 24 * 60 * 60 * 1000;

function ownClaims(projectId: ProjectId, now: number) {
	return { projectId, role: 'owner', linkId: null, account: null, issuedAt: now, expiresAt: null } as const;
}

/** An editor by account, and the token they had before something happens to them. */
async function editor({ world, ann, project }: Stage, name: string) {
	const account = await world.signUp(newHandle(name));
	await world.letIn(project, ann, account, 'editor');
	return { account, token: await world.tokenOf(project, account) };
}

const GUESTS = PROJECT_ROLES.filter((role) => role !== 'owner');

/** Everybody who can knock at a project. */
export const CAST: readonly Somebody[] = [
	{ name: 'anonymous', role: null, told: 401, bearer: async () => null },
	{ name: 'somebody with a made-up token', role: null, told: 401, bearer: async () => 'made.up.token' },
	{
		name: 'the owner, by another server',
		role: null,
		told: 401,
		bearer: async ({ world, project }) => {
			const tokens = await Tokens.fromSigningKey(await createSigningKey());
			return tokens.sign(ownClaims(project.projectId, world.clock.now()));
		},
	},
	{
		name: 'the owner of another project',
		role: null,
		told: 403,
		bearer: async ({ world }) => (await registerProject(world.server.origin)).token,
	},
	...(['user', 'moderator', 'admin', 'super-admin'] as const).map((role): Somebody => ({
		name: `a ${role} who is a stranger to the project`,
		role: null,
		told: 401,
		bearer: async ({ world }) => (await world.personOf(role, newHandle(role))).token,
	})),
	{
		name: 'an editor whose token expired',
		role: null,
		told: 401,
		bearer: async (stage) => {
			const { account } = await editor(stage, 'expired');
			const { storage } = stage.world.server;
			const sessionId = String(
				storage.database.prepare('SELECT id FROM sessions WHERE user_id = ?').get(account.userId)?.['id'],
			);
			const now = stage.world.clock.now();
			return storage.tokens.sign({
				...ownClaims(stage.project.projectId, now - DAY_MS),
				role: 'editor',
				account: { userId: account.userId, sessionId },
				expiresAt: now - 1_000,
			});
		},
	},
	{
		name: 'an editor who was removed',
		role: null,
		told: 403,
		bearer: async (stage) => {
			const { account, token } = await editor(stage, 'removed');
			const params = { projectId: stage.project.projectId, userId: account.userId };
			await stage.world.done(removeMember, stage.ann, { params });
			return token;
		},
	},
	{
		name: 'an editor who was suspended',
		role: null,
		told: 401,
		bearer: async (stage) => {
			const { account, token } = await editor(stage, 'suspended');
			await stage.world.suspend(account);
			return token;
		},
	},
	{
		name: 'an editor who signed out everywhere',
		role: null,
		told: 401,
		bearer: async (stage) => {
			const { account, token } = await editor(stage, 'gone');
			await stage.world.done(endAllSessions, account, { body: {} });
			return token;
		},
	},
	{
		name: 'somebody with a revoked link',
		role: null,
		told: 403,
		bearer: async ({ project }) => {
			const link = await project.share('editor');
			await project.revoke(link.linkId);
			return link.token;
		},
	},
	{
		name: 'the device that made it, by its claim, now that an account owns it',
		role: null,
		told: 403,
		bearer: async ({ claimToken }) => claimToken,
	},
	{
		name: 'the owner by account',
		role: 'owner',
		bearer: async ({ world, ann, project }) => world.tokenOf(project, ann),
	},
	...GUESTS.map((role): Somebody => ({
		name: `${role} by account`,
		role,
		bearer: async ({ world, ann, project }) => {
			const account = await world.signUp(newHandle(role));
			await world.letIn(project, ann, account, role);
			return world.tokenOf(project, account);
		},
	})),
	...GUESTS.map((role): Somebody => ({
		name: `${role} by link`,
		role,
		bearer: async ({ project }) => (await project.share(role)).token,
	})),
];
