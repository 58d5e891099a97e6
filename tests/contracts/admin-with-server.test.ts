import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	listAllProjects,
	listRooms,
	readStorage,
	removeProject,
	type AdminProject,
	type LiveRooms,
	type StorageReport,
} from '#lib/protocol/api/admin.ts';
import { tellTitle } from '#lib/protocol/api/members.ts';
import { AccountWorld, type Account, type Project } from '../helpers/account-world.ts';
import { eventually } from '../helpers/eventually.ts';
import { setKey } from '../helpers/key-updates.ts';

describe('looking after a real server', () => {
	let world: AccountWorld;
	let ann: Account;
	let project: Project;

	beforeEach(async () => {
		world = await AccountWorld.start();
		ann = await world.signUp('ann');
		project = await world.own(ann);
		const { projectId } = project;
		await world.done(tellTitle, ann, { params: { projectId }, body: { title: 'Castle' } });
	});
	afterEach(() => world.end());

	const projects = async () =>
		(await world.done(listAllProjects, world.boss, { query: {} }))['items'] as AdminProject[];
	const storage = async () => (await world.done(readStorage, world.boss, {})) as unknown as StorageReport;
	const rooms = async () => (await world.done(listRooms, world.boss, { query: {} })) as unknown as LiveRooms;

	it('[R121] [R123] [R124] an edit on the line is seen: what is open, when it changed, how much it takes', async () => {
		expect(await projects()).toMatchObject([
			{ title: 'Castle', owners: [{ handle: 'ann' }], changedAt: null },
		]);
		// That looked at the storage as well. What takes long is not done again soon, and the clock is about to jump.
		await eventually(async () => !(await storage()).measuring);
		const address = world.addressIn(project);
		const client = await world.join(world.server, await world.tokenOf(project, ann));
		await client.open(1, address);
		world.clock.advance(5000);
		await world.store(client, 1, 1, setKey('a'));
		const { items, all } = await rooms();
		expect(items).toMatchObject([{ ...address, title: 'Castle', people: 1, connections: 1 }]);
		expect(items[0]?.bytes).toBeGreaterThan(0);
		expect(all).toMatchObject({ documents: 1, connections: 1, bytes: items[0]?.bytes });
		expect((await projects())[0]?.changedAt).toBeGreaterThan(items[0]?.since ?? Infinity);
		world.clock.advance(60_000);
		let report: StorageReport | null = null;
		await eventually(async () => {
			report = await storage();
			return report.use !== null && !report.measuring && report.use.documents > 0;
		});
		expect(report).toMatchObject({
			largest: [{ projectId: project.projectId, title: 'Castle', documents: 1, assets: 0 }],
		});
	});

	it('[R122] a project that an admin deletes is closed for whoever has it open', async () => {
		const client = await world.join(world.server, await world.tokenOf(project, ann));
		await client.open(1, world.addressIn(project));
		const { projectId } = project;
		await world.done(removeProject, world.boss, { params: { projectId } });
		expect(await client.next('grant-ended')).toMatchObject({ error: { code: 'not-found' } });
		expect(await projects()).toEqual([]);
	});
});
