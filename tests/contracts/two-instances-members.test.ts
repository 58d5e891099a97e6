import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endAllSessions } from '#lib/protocol/api/accounts.ts';
import { changeMember, mintProjectToken, removeMember } from '#lib/protocol/api/members.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { AccountWorld, type Account, type Project } from '../helpers/account-world.ts';
import { eventually } from '../helpers/eventually.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import type { LineClient } from '../helpers/line-client.ts';
import type { TestServer } from '../helpers/sync-server.ts';

/*
 * A data folder is one process's alone: a second is refused at its start. So these are two instances of the whole server
 * in one process, each with its own connection to the database, caches and sockets, and a bus between them.
 */
describe('a member at one instance, their owner at another', () => {
	let world: AccountWorld;
	let here: TestServer;
	let there: TestServer;
	let ann: Account;
	let ben: Account;
	let project: Project;
	let address: DocumentAddress;
	let owner: LineClient;
	let member: LineClient;

	beforeEach(async () => {
		world = await AccountWorld.start({ instances: 2 });
		[here, there] = world.servers as [TestServer, TestServer];
		[ann, ben] = [await world.signUp('ann'), await world.signUp('ben')];
		project = await world.own(ann);
		address = world.addressIn(project);
		await world.letIn(project, ann, ben, 'editor');
		owner = await world.join(here, await world.tokenOf(project, ann));
		member = await world.join(there, await world.tokenOf(project, ben));
		await owner.open(1, address);
		await member.open(1, address);
		await world.store(member, 1, 1, setKey('welcome'));
		await hears(owner, 'welcome');
	});
	afterEach(() => world.end());

	/** Time goes by between the instances until they are told of the key. */
	const hears = async (client: LineClient, key: string) => {
		await eventually(() => {
			world.clock.advance(20);
			return client.frames.some(({ type }) => type === 'server-update');
		});
		expect(keysOf((await client.next('server-update')).update)).toEqual([key]);
	};
	const params = () => ({ projectId: project.projectId, userId: ben.userId });
	const stored = async () => {
		const { rows } = await here.storage.documents.load(address);
		return keysOf(...rows.map(({ update }) => update));
	};
	/** What the member sends from now on is nowhere, and nothing reaches them. */
	const isCutOff = async (client: LineClient) => {
		client.send({ type: 'update', channel: 1, seq: 2, update: setKey('late') });
		world.clock.advance(100);
		await world.store(owner, 1, 1, setKey('goes on'));
		expect(await stored()).toEqual(['goes on', 'welcome']);
		expect(client.frames.filter(({ type }) => type === 'server-update')).toEqual([]);
		expect(owner.frames.filter(({ type }) => type === 'server-update')).toEqual([]);
	};

	it('[R132] removed: the socket closes within a second, later edits never arrive, and no token lets them in', async () => {
		const token = await world.tokenOf(project, ben);
		await world.done(removeMember, ann, { params: params() });
		world.clock.advance(1_000);
		expect(await member.next('grant-ended')).toMatchObject({ error: { code: 'forbidden' } });
		expect((await member.closed).code).toBe(CLOSE.revoked);
		await isCutOff(member);
		for (const server of [here, there]) {
			const again = await world.join(server);
			again.send({ type: 'auth', token });
			expect(await again.next('error')).toMatchObject({ error: { code: 'forbidden' } });
			const { status } = await world.call(
				mintProjectToken,
				ben,
				{ params: { projectId: project.projectId } },
				server,
			);
			expect(status).toBe(403);
		}
	});

	it('[R132] signed out everywhere: what was granted ends within a second', async () => {
		await world.done(endAllSessions, ben, { body: {} });
		world.clock.advance(1_000);
		expect(await member.next('grant-ended')).toMatchObject({ error: { code: 'unauthorized' } });
		await isCutOff(member);
	});

	it('[R132] lowered: they read on and write no more', async () => {
		await world.done(changeMember, ann, { params: params(), body: { role: 'viewer' } });
		world.clock.advance(1_000);
		expect(await member.next('granted')).toMatchObject({ role: 'viewer' });
		member.send({ type: 'update', channel: 1, seq: 2, update: setKey('late') });
		expect(await member.next('error')).toMatchObject({ channel: 1, error: { code: 'forbidden' } });
		await world.store(owner, 1, 1, setKey('goes on'));
		await hears(member, 'goes on');
		expect(await stored()).toEqual(['goes on', 'welcome']);
	});
});
