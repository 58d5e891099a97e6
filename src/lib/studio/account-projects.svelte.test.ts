import { describe, expect, test } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { err, ok } from '../base/result.ts';
import type { ServerProject } from '../protocol/api/members.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import { AccountProjects } from './account-projects.svelte.ts';
import type { DeviceProjectsState } from './device-projects.ts';

const AWAY: ApiProblem = { code: 'unreachable', message: 'The server cannot be reached' };
const project = (projectId: string): ServerProject => ({
	projectId,
	title: projectId,
	role: 'owner',
	since: 1,
});

function setup(pages: readonly (readonly ServerProject[])[], here: readonly string[] = []) {
	const session: { account: string | null } = { account: 'ada' };
	const asked: unknown[] = [];
	const waiting: unknown[] = [];
	const noted: unknown[] = [];
	const server = { trouble: null as ApiProblem | null, refusal: null as ApiProblem | null };
	const changed = new Emitter<DeviceProjectsState>();
	const projects = here.map((id) => ({ id: id as never, title: id, standing: 'on' as const }));
	const device = {
		get state(): DeviceProjectsState {
			return { account: session.account, choice: 'bring', projects };
		},
		onChange: (listener: () => void) => changed.on(listener),
		look: async () => {},
		noteListed: async (...given: unknown[]) => void noted.push(given),
	};
	const reads = {
		read: async (_account: string, _endpoint: unknown, request: { readonly query: { cursor?: string } }) => {
			asked.push(request.query.cursor);
			if (server.refusal) return err(server.refusal);
			const at = Number(request.query.cursor ?? 0);
			const next = at + 1 < pages.length ? String(at + 1) : null;
			return ok({ value: { items: pages[at] ?? [], next }, asOf: 100 - at, trouble: server.trouble });
		},
	};
	const outbox = { onChange: () => () => {}, state: { requests: waiting } };
	const parts = { session, device, reads, outbox } as unknown as ConstructorParameters<
		typeof AccountProjects
	>[0];
	return { store: new AccountProjects(parts), session, server, asked, noted, waiting };
}

describe('[R95] the projects of an account', () => {
	test('are those of all pages which this device has not got', async () => {
		const { store, asked, noted } = setup([[project('a'), project('b')], [project('c')]], ['b']);
		expect(store.elsewhere).toBeNull();
		await store.readList();
		expect(store.elsewhere?.value.map(({ projectId }) => projectId)).toEqual(['a', 'c']);
		expect(store.elsewhere).toMatchObject({ asOf: 99, trouble: null });
		expect(asked).toEqual([undefined, '1']);
		expect(noted).toEqual([[[project('a'), project('b'), project('c')], ['b']]]);
	});

	test('[R138] come with how many invitations wait, which the next who signs in is not told', async () => {
		const { store, session } = setup([[project('a'), project('b')]]);
		expect(store.invited).toBe(0);
		await store.readInvitations();
		expect(store.invited).toBe(2);
		session.account = 'grace';
		expect(store.invited).toBe(0);
	});

	test('[R137] say of themselves that they wait to go', () => {
		const { store, waiting } = setup([]);
		const about = (projectId: string) => ({ input: { params: { projectId } } });
		waiting.push({ endpoint: 'DELETE /projects/:projectId', ...about('a') });
		waiting.push({ endpoint: 'PUT /projects/:projectId/title', ...about('b') });
		expect(['a', 'b', 'c'].map((projectId) => store.isGivenUp({ projectId }))).toEqual([true, false, false]);
	});

	test('are not shown to the next who signs in here', async () => {
		const { store, session } = setup([[project('a')]]);
		await store.readList();
		session.account = 'grace';
		expect(store.elsewhere).toBeNull();
	});

	test('are shown as they were last, and change nothing here, while the server is away', async () => {
		const { store, server, noted } = setup([[project('a')]]);
		server.trouble = AWAY;
		await store.readList();
		expect(store.elsewhere).toMatchObject({ value: [project('a')], trouble: AWAY });
		expect(noted).toEqual([]);
		server.refusal = AWAY;
		await store.readList();
		expect(store.elsewhere).toBeNull();
		expect(store.problem).toEqual(AWAY);
	});

	test('are nobody’s once nobody is signed in', async () => {
		const { store, session, asked } = setup([[project('a')]]);
		await store.readList();
		session.account = null;
		expect(store.elsewhere).toBeNull();
		await store.readList();
		expect(asked).toHaveLength(1);
	});
});
