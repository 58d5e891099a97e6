import { describe, expect, it } from 'vitest';
import { mintLinkId, mintProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ShareLink } from '#lib/protocol/api.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { ProjectsProblem } from '#lib/sync/projects-problem.ts';
import { SharingDesk } from './sharing-desk.svelte.ts';

const link = (role: 'editor' | 'viewer' = 'editor'): ShareLink => ({
	linkId: mintLinkId(),
	role,
	createdAt: 0,
	token: 'a.b.c',
});

/** A session whose server answers as told, and which counts what it was asked. */
function setup({ role = 'owner', shared = false, answer = null as ProjectsProblem | null } = {}) {
	const asked: string[] = [];
	const reply = async <T>(what: string, value: T): Promise<Result<T, ProjectsProblem>> => {
		asked.push(what);
		return answer ? err(answer) : ok(value);
	};
	const sharing = {
		links: null as readonly ShareLink[] | null,
		open: () => reply('open', []),
		createLink: (as: 'editor' | 'viewer') => reply(`create ${as}`, link(as)),
		revokeLink: () => reply('revoke', undefined),
	};
	const session = { id: mintProjectId(), role, shared, sharing } as unknown as ProjectSession;
	return { desk: new SharingDesk(session, 'https://play.example'), asked, session };
}

describe('the sharing desk', () => {
	it('asks the server nothing before the first link is wanted', async () => {
		const { desk, asked } = setup();
		await desk.open();
		expect(asked).toEqual([]);
		expect((await desk.create('viewer'))?.role).toBe('viewer');
		expect(asked).toEqual(['create viewer']);
	});

	it('makes links that lead to the project and carry the token behind the #', () => {
		const { desk, session } = setup();
		expect(desk.urlOf(link())).toBe(`https://play.example/join/${session.id}#a.b.c`);
	});

	it('says that nothing was changed when the server is away', async () => {
		const { desk } = setup({ shared: true, answer: { reason: 'unreachable', message: 'No answer' } });
		expect(await desk.create('editor')).toBeNull();
		expect(desk.problem).toContain('nothing was changed');
		expect(desk.busy).toBeNull();
	});

	it('gives the server’s own reason when it refuses', async () => {
		const { desk } = setup({ shared: true, answer: { reason: 'forbidden', message: 'Only owners share.' } });
		await desk.open();
		expect(desk.problem).toContain('Only owners share');
	});

	it('is closed to everybody but the owner', async () => {
		const { desk, asked } = setup({ role: 'editor', shared: true });
		await desk.open();
		expect(desk.canShare).toBe(false);
		expect(asked).toEqual([]);
	});
});
