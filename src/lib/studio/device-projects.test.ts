import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Device } from '../../../tests/helpers/device-world.ts';
import { MemberWorld } from '../../../tests/helpers/member-world.ts';
import type { ProjectId } from '../base/ids.ts';
import { acceptInvitationLink, createInvitation } from '../protocol/api/members.ts';
import type { ProjectStanding } from './device-projects.ts';
import { giveUpProject } from './give-up-project.ts';

let world: MemberWorld;
beforeAll(async () => void (world = await MemberWorld.start()));
afterAll(() => world.end());
const opened: Device[] = [];
afterEach(() => opened.splice(0).forEach((device) => device.close()));

let people = 0;
/** A device with these projects, whose person has just signed in. */
async function setup(...titles: string[]) {
	const device = new Device(world, () => 0.5);
	opened.push(device);
	const ids: ProjectId[] = [];
	for (const title of titles) ids.push(await device.make(title));
	const tab = await device.openTab();
	const ada = `ada-${(people += 1)}`;
	device.become(ada);
	await device.pass(2_000);
	const standings = (): ProjectStanding[] => ids.map((id) => standingOf(id));
	const standingOf = (id: ProjectId) =>
		tab.devices.state.projects.find((project) => project.id === id)?.standing ?? 'joined';
	const { devices, outbox } = tab;
	const doing = async (act: Promise<unknown>) => {
		await device.doing(act);
		await device.pass(2_000);
	};
	return { device, ada, ids, devices, outbox, standings, doing };
}

describe('[R92] the projects of a device', () => {
	test('are brought to nobody’s account before somebody says so, and then all of them', async () => {
		const { device, devices, standings, doing } = await setup('Castle', 'Tavern');
		expect(devices.state.choice).toBeNull();
		expect(standings()).toEqual(['here', 'here']);
		expect(await device.listed()).toEqual([]);
		expect((await device.entries()).map(({ claim }) => claim)).toEqual([null, null]);
		await doing(devices.choose('bring'));
		expect(standings()).toEqual(['on', 'on']);
		expect((await device.listed()).map(({ title }) => title).sort()).toEqual(['Castle', 'Tavern']);
	});

	test('are asked for once each, whatever tab looks while the answer comes', async () => {
		const { device, devices, ids, doing } = await setup('Castle', 'Tavern', 'Bridge');
		await device.openTab();
		await doing(devices.choose('bring'));
		await device.pass(2_000);
		const attached = world.audited().filter(({ act }) => act === 'project.attach');
		const subjects = attached.map(({ subject }) => subject).filter((of) => ids.some((id) => of.includes(id)));
		expect(subjects.sort()).toEqual([...new Set(subjects)].sort());
		expect(subjects).toHaveLength(3);
	});

	test('that are made later are brought as well, where all are', async () => {
		const { device, devices, doing } = await setup();
		await doing(devices.choose('bring'));
		await device.make('Later');
		await device.pass(2_000);
		expect(await device.listed()).toMatchObject([{ title: 'Later', role: 'owner' }]);
	});

	test('stay where they are when somebody says so, but for the one they bring', async () => {
		const { device, devices, ids, standings, doing } = await setup('Castle', 'Tavern');
		await doing(devices.choose('keep'));
		expect(standings()).toEqual(['here', 'here']);
		await doing(devices.bring(ids[0]!));
		expect(standings()).toEqual(['on', 'here']);
		expect(await device.listed()).toHaveLength(1);
	});

	test('stay one by one, also when the others go', async () => {
		const { devices, ids, standings, doing } = await setup('Castle', 'Tavern');
		await doing(devices.keepHere(ids[0]!));
		await doing(devices.choose('bring'));
		expect(standings()).toEqual(['kept-here', 'on']);
		await doing(devices.keepHere(ids[1]!));
		expect(standings()).toEqual(['kept-here', 'on']); // it is there: taking it away is another thing
		await doing(devices.bring(ids[0]!));
		expect(standings()).toEqual(['on', 'on']);
	});

	test('wait without a network; one whose request is dropped stays, and is not asked for again', async () => {
		const { device, devices, outbox, ids, standings, doing } = await setup('Castle', 'Tavern');
		device.lose = () => 'before';
		await doing(devices.choose('bring'));
		expect(standings()).toEqual(['waiting', 'waiting']);
		const request = outbox.state.requests.find(({ summary }) => summary.includes('Castle'))!;
		await doing(devices.noteDropped(request));
		expect(outbox.state.requests).toHaveLength(1);
		device.lose = () => null;
		await device.pass(120_000);
		await device.pass(120_000);
		expect(standings()).toEqual(['kept-here', 'on']);
		expect((await device.listed()).map(({ projectId }) => projectId)).toEqual([ids[1]]);
	});

	test('of one account are not brought to the next that signs in here', async () => {
		const { device, devices, ids, standings, doing } = await setup('Castle');
		await doing(devices.choose('bring'));
		device.become(`grace-${people}`);
		await device.pass(2_000);
		expect(devices.state.choice).toBeNull();
		expect(standings()).toEqual(['elsewhere']);
		await doing(devices.choose('bring'));
		await doing(devices.bring(ids[0]!));
		expect(await device.listed()).toEqual([]);
		device.become(null);
		await device.pass(2_000);
		expect(standings()).toEqual(['elsewhere']);
	});

	test('are brought to nobody when the person changes while that is under way', async () => {
		const { device, devices, outbox, ids, doing } = await setup('Castle');
		const brought = devices.bring(ids[0]!);
		device.become(`grace-${people}`);
		await doing(brought);
		expect(outbox.state.requests).toEqual([]);
		expect(await device.listed()).toEqual([]);
		expect(await device.entries()).toMatchObject([{ claim: null }]);
	});
});

test('[R98] a project that was changed while its person was signed out is sent when they say so', async () => {
	const { device, devices, ids, standings, doing } = await setup('Castle');
	await doing(devices.choose('bring'));
	const [tab] = device.tabs;
	await doing(tab!.storage.projects.patch(ids[0]!, { unsent: true, held: true }));
	expect(standings()).toEqual(['held']);
	// The name that somebody gave it meanwhile is a change like any other.
	await device.rename(ids[0]!, 'Mine now');
	await device.pass(2_000);
	expect(await device.listed()).toMatchObject([{ title: 'Castle' }]);
	await doing(devices.send(ids[0]!));
	expect(standings()).toEqual(['on']);
	expect(await device.entries()).toMatchObject([{ unsent: true, held: false }]);
	expect(await device.listed()).toMatchObject([{ title: 'Mine now' }]);
});

describe('[R96] what a project is called', () => {
	test('follows on the server, and of several names that wait the last is told', async () => {
		const { device, devices, ids, outbox, doing } = await setup('Castle');
		await doing(devices.choose('bring'));
		await device.rename(ids[0]!, 'Ruin');
		await device.pass(2_000);
		expect(await device.listed()).toMatchObject([{ title: 'Ruin' }]);
		device.lose = () => 'before';
		// The first one is on its way already when the others come: it may have been done.
		for (const title of ['Fort', 'Keep', 'Tower\u0007 ']) {
			await device.rename(ids[0]!, title);
			await device.pass(2_000);
		}
		expect(outbox.state.requests.map(({ input }) => JSON.stringify(input))).toEqual([
			expect.stringContaining('Fort'),
			expect.stringContaining('Tower'),
		]);
		device.lose = () => null;
		for (let turn = 0; turn < 4; turn++) await device.pass(60_000);
		expect(await device.listed()).toMatchObject([{ title: 'Tower' }]);
	});
});

describe('[R137] a project of the account that somebody wants no more', () => {
	const givenUp = (id: ProjectId, role: 'owner' | 'editor' = 'owner') => ({ id, title: 'Castle', role });

	test('is deleted for everybody by its owner, and what is left here is this device’s own', async () => {
		const { device, devices, ids, doing, outbox } = await setup('Castle', 'Tavern');
		await doing(devices.choose('bring'));
		await doing(giveUpProject({ outbox, clock: device.clock }, givenUp(ids[0]!)));
		expect((await device.listed()).map(({ projectId }) => projectId)).toEqual([ids[1]]);
		const entries = new Map((await device.entries()).map((entry) => [entry.id, entry]));
		expect(entries.get(ids[0]!)).toMatchObject({ account: { kind: 'kept-here' }, shared: false });
		expect(entries.get(ids[1]!)).toMatchObject({ account: { kind: 'on' } });
	});

	test('waits to be deleted while the server is away, and what waited for it before is dropped', async () => {
		const { device, devices, ids, doing, outbox } = await setup('Castle');
		await doing(devices.choose('bring'));
		device.lose = () => 'before';
		await device.rename(ids[0]!, 'Ruin');
		await device.pass(2_000);
		const given = giveUpProject({ outbox, clock: device.clock }, givenUp(ids[0]!));
		await doing(given);
		expect(await given).toEqual({ ok: true, value: 'waiting' });
		expect(outbox.state.requests.map(({ endpoint }) => endpoint)).toEqual(['DELETE /projects/:projectId']);
		device.lose = () => null;
		await device.pass(60_000);
		await device.pass(60_000);
		expect(await device.listed()).toEqual([]);
	});

	test('is left by who does not own it, and stays with its owner', async () => {
		const { device, ada, devices, ids, doing, outbox } = await setup('Castle');
		await doing(devices.choose('bring'));
		const invited = await world.call(createInvitation, ada, {
			params: { projectId: ids[0]! },
			body: { role: 'editor' },
		});
		device.become('ben');
		await device.pass(2_000);
		await world.call(acceptInvitationLink, 'ben', { body: { token: String(invited.body['token']) } });
		expect(await device.listed()).toHaveLength(1);
		await doing(giveUpProject({ outbox, clock: device.clock }, givenUp(ids[0]!, 'editor')));
		expect(await device.listed()).toEqual([]);
		device.become(ada);
		expect(await device.listed()).toHaveLength(1);
	});
});

describe('[R95] a project of the account', () => {
	test('is listed on another device under its own id, once', async () => {
		const first = await setup('Castle');
		await first.doing(first.devices.choose('bring'));
		const second = await setup();
		second.device.become(first.ada);
		await second.device.pass(2_000);
		const [project] = await second.device.listed();
		for (let twice = 0; twice < 2; twice++) await second.doing(second.devices.openHere(project!));
		expect(await second.device.entries()).toMatchObject([
			{ id: first.ids[0], title: 'Castle', origin: 'mine', role: 'owner', shared: true, claim: null },
		]);
	});

	test('that is opened twice is not given back the name it had when it was opened first', async () => {
		const first = await setup('Castle');
		await first.doing(first.devices.choose('bring'));
		const second = await setup();
		second.device.become(first.ada);
		await second.device.pass(2_000);
		const [castle] = await second.device.listed();
		await second.doing(second.devices.openHere(castle!));
		await first.device.rename(first.ids[0]!, 'Ruin');
		await first.device.pass(2_000);
		const [ruin] = await second.device.listed();
		await second.doing(second.devices.openHere(ruin!));
		await second.device.pass(2_000);
		expect(await second.device.listed()).toMatchObject([{ title: 'Ruin' }]);
	});

	test('that a device knew by a link goes by the account from then on; one that left the list does not', async () => {
		const { device, devices, doing } = await setup('Castle');
		await doing(devices.choose('bring'));
		const [castle] = await device.listed();
		const link = await device.make('Tavern', {
			origin: 'joined',
			role: 'viewer',
			shared: true,
			token: 'link',
		});
		const tavern = { ...castle!, projectId: link, title: 'Tavern', role: 'editor' as const };
		await doing(devices.noteListed([castle!, tavern], []));
		const entries = async () => new Map((await device.entries()).map((entry) => [entry.id, entry]));
		expect((await entries()).get(link)).toMatchObject({
			role: 'editor',
			account: { kind: 'on' },
			token: 'link',
		});
		await doing(devices.noteListed([], [castle!.projectId as ProjectId, link]));
		expect((await entries()).get(link)).toMatchObject({ account: null, shared: true });
		const left = (await entries()).get(castle!.projectId as ProjectId);
		expect(left).toMatchObject({ account: { kind: 'kept-here' }, shared: false });
	});
});
