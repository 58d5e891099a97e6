import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { endAllSessions } from '#lib/protocol/api/accounts.ts';
import { attachProject, tellTitle } from '#lib/protocol/api/members.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { AccountWorld, type Account } from '../helpers/account-world.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { JSON_TYPE, registerProject, type TestProject, type TestServer } from '../helpers/sync-server.ts';

const HASH = createHash('sha256').update('x').digest('hex');

describe('the claim of a project that an account owns', () => {
	let world: AccountWorld;
	let ann: Account;
	let project: TestProject;
	let address: DocumentAddress;

	beforeEach(async () => {
		world = await AccountWorld.start({ instances: 2 });
		ann = await world.signUp('ann');
		project = await registerProject(world.server.origin);
		address = project.mintAddress();
	});
	afterEach(() => world.end());

	const storedKeys = async () => {
		const { rows } = await world.server.storage.documents.load(address);
		return keysOf(...rows.map(({ update }) => update));
	};
	const shown = async ({ origin }: TestServer, token: string) => {
		const client = await LineClient.join(origin);
		client.send({ type: 'auth', token });
		await client.settle();
		client.socket.terminate();
		return client.frames[0];
	};
	const refused = { type: 'error', error: { code: 'forbidden' } };
	const register = ({ projectId, claim }: TestProject) =>
		fetch(`${world.server.origin}/api/projects`, {
			method: 'POST',
			headers: JSON_TYPE,
			body: JSON.stringify({ projectId, claim }),
		});

	it('[R130] ends within a second what it had open, at every instance, and what comes later is nowhere', async () => {
		const clients = [];
		for (const server of world.servers) {
			const client = await world.join(server, project.token);
			await client.open(1, address);
			clients.push(client);
		}
		const [here, there] = clients as [LineClient, LineClient];
		await world.store(here, 1, 1, setKey('before'));
		await world.attach(project, ann);
		world.clock.advance(1_000);
		for (const client of [here, there]) {
			client.send({ type: 'update', channel: 1, seq: 2, update: setKey('late') });
			expect(await client.next('grant-ended')).toMatchObject({ error: { code: 'forbidden' } });
			await client.settle();
		}
		expect(await storedKeys()).toEqual(['before']);
		// The same connection goes on by the account.
		here.send({ type: 'auth', token: await world.tokenOf(project, ann) });
		await here.next('granted');
		await here.open(2, address);
	});

	it('[R130] opens nothing: neither the line, nor assets, links, calls, nor a new token; after signing out everywhere too', async () => {
		await world.attach(project, ann);
		const { projectId, token } = project;
		const headers = { Authorization: `Bearer ${token}` };
		const project$ = `${world.server.origin}/api/projects/${projectId}`;
		const tryAll = async () => {
			for (const server of world.servers) {
				expect(await shown(server, token)).toMatchObject({ ...refused, project: projectId });
			}
			expect((await fetch(`${project$}/assets/${HASH}`, { headers })).status).toBe(403);
			expect((await fetch(`${project$}/links`, { headers })).status).toBe(403);
			const told = { params: { projectId }, body: { title: 'Mine' } };
			expect((await world.call(tellTitle, token, told)).status).toBe(403);
			const registered = await register(project);
			expect([registered.status, await registered.json()]).toMatchObject([
				403,
				{ error: { code: 'forbidden' } },
			]);
		};
		await tryAll();
		await world.done(endAllSessions, ann, { body: {} });
		await tryAll();
	});

	it('[R130] attaches the project to the same account again, and to no other', async () => {
		await world.attach(project, ann);
		await world.attach(project, ann);
		const { projectId, claim } = project;
		const again = { params: { projectId }, body: { claim } };
		expect((await world.call(attachProject, await world.signUp('ben'), again)).status).toBe(403);
		expect(await shown(world.server, await world.tokenOf(project, ann))).toMatchObject({ type: 'granted' });
	});

	it('[R130] a stranger to it is not touched: a link, a project that no account owns', async () => {
		const alone = await registerProject(world.server.origin);
		const link = await project.share('editor');
		await world.attach(project, ann);
		await world.suspend(ann);
		for (const token of [alone.token, link.token]) {
			expect(await shown(world.server, token)).toMatchObject({ type: 'granted' });
		}
		expect((await register(alone)).status).toBe(200);
	});
});
