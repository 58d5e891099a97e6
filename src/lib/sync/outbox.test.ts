import { afterEach, describe, expect, test } from 'vitest';
import { doThing, doThingIn, OutboxWorld, type OutboxTab } from '../../../tests/helpers/outbox-world.ts';
import { settle } from '../../../tests/helpers/storage-rig.ts';
import { stoppedBy } from './outbox-order.ts';

const worlds: OutboxWorld[] = [];
afterEach(() => worlds.splice(0).forEach((world) => world.close()));

async function setup() {
	const world = new OutboxWorld();
	worlds.push(world);
	const tab = await world.openTab();
	const things = () => world.server.applied.map(({ thing }) => thing);
	return { world, tab, things, server: world.server };
}

const ask = ({ outbox }: OutboxTab, thing: string, projectId?: string) =>
	projectId === undefined
		? outbox.add(doThing, { body: { thing } }, `Do ${thing}`)
		: outbox.add(doThingIn, { params: { projectId }, body: { thing } }, `Do ${thing}`);

const OVERLOADED = { code: 'rate-limited', message: 'Too many', retryAfter: 30 } as const;

describe('the outbox', () => {
	test('[R82] sends what was asked, in order, and keeps nothing of it', async () => {
		const { world, tab, things } = await setup();
		for (const thing of ['a', 'b', 'c']) expect(await ask(tab, thing)).toMatchObject({ durable: true });
		await settle();
		expect(things()).toEqual(['a', 'b', 'c']);
		expect(tab.outbox.state).toMatchObject({ account: 'ada', requests: [] });
		expect(await world.waiting('ada')).toEqual([]);
	});

	test('[R82] what was asked without the network goes when it is back', async () => {
		const { world, tab, things, server } = await setup();
		server.trouble = () => 'before';
		await ask(tab, 'a');
		await ask(tab, 'b');
		await settle();
		expect(tab.outbox.state.requests).toMatchObject([
			{ summary: 'Do a', attempts: 1, state: { kind: 'waiting', trouble: { reason: 'unreachable' } } },
			{ summary: 'Do b', attempts: 0, state: { kind: 'waiting' } },
		]);
		server.trouble = () => undefined;
		world.clock.advance(60_000);
		await settle();
		expect(things()).toEqual(['a', 'b']);
	});

	test('[R82] no tab is more impatient than the server asked for', async () => {
		const { world, tab, server } = await setup();
		const others = [await world.openTab(), await world.openTab()];
		server.trouble = () => OVERLOADED;
		await ask(tab, 'a');
		await settle();
		await ask(others[0]!, 'b');
		for (let second = 0; second < 29; second++) {
			world.clock.advance(1_000);
			await settle();
		}
		expect(server.came).toBe(1);
		world.clock.advance(3_000);
		await settle();
		expect(server.came).toBe(2);
	});

	test('[R82] another tab goes on when the one that sends is killed', async () => {
		const { world, tab, things, server } = await setup();
		const other = await world.openTab();
		await settle();
		server.trouble = () => {
			tab.dieIn(0);
			return 'after';
		};
		await ask(tab, 'a');
		await ask(other, 'b');
		await settle();
		expect(tab.isDead()).toBe(true);
		server.trouble = () => undefined;
		world.clock.advance(6_000);
		await settle();
		expect(things()).toEqual(['a', 'b']);
		expect(server.came).toBeGreaterThan(2);
	});

	test('[R82] a tab that is frozen lets another one go on', async () => {
		const { world, tab, things, server } = await setup();
		const other = await world.openTab();
		server.trouble = () => {
			tab.page.freeze();
			return undefined;
		};
		void ask(tab, 'a');
		await settle();
		void ask(other, 'b');
		for (let turn = 0; turn < 3; turn++) {
			await settle();
			world.clock.advance(6_000);
		}
		await settle();
		expect(things()).toEqual(['a', 'b']);
		expect(other.outbox.state.requests).toEqual([]);
	});

	test('[R136] a refusal about one project holds up what is about that project, and nothing else', async () => {
		const { tab, things } = await setup();
		await ask(tab, 'a', 'castle');
		await ask(tab, 'bad', 'castle');
		await ask(tab, 'c', 'castle');
		await ask(tab, 'd', 'tavern');
		await ask(tab, 'e');
		await settle();
		expect(things()).toEqual(['a', 'd', 'e']);
		const { requests } = tab.outbox.state;
		expect(requests.map(({ summary, state }) => [summary, state.kind])).toEqual([
			['Do bad', 'refused'],
			['Do c', 'waiting'],
		]);
		expect(stoppedBy(requests, requests[1]!)?.summary).toBe('Do bad');
		expect(stoppedBy(requests, requests[0]!)).toBeNull();
		await tab.outbox.drop(requests[0]!.key);
		await settle();
		expect(things()).toEqual(['a', 'd', 'e', 'c']);
	});

	test('[R136] what an answer changes here is kept before the request leaves the list, again after a crash', async () => {
		const { world, tab } = await setup();
		const seen: [string, number][] = [];
		tab.outbox.onSent(async ({ request }) => {
			seen.push([request.summary, (await world.waiting('ada')).length]);
		});
		await ask(tab, 'a');
		await settle();
		expect(seen).toEqual([['Do a', 1]]);
		expect(await world.waiting('ada')).toEqual([]);
		const other = await world.openTab();
		other.outbox.onSent(async ({ request }) => void seen.push([request.summary, -1]));
		tab.outbox.onSent(() => {
			tab.dieIn(0);
			return Promise.resolve();
		});
		await ask(tab, 'b');
		await settle();
		expect(await world.waiting('ada')).toHaveLength(1);
		world.clock.advance(6_000);
		await settle();
		expect(seen).toEqual([
			['Do a', 1],
			['Do b', 1],
			['Do b', -1],
		]);
		expect(world.server.applied.map(({ thing }) => thing)).toEqual(['a', 'b']);
	});

	test('[R136] an answer that could not be kept here is asked for again, and keeps its request in the list', async () => {
		const { world, tab, things } = await setup();
		let full = true;
		const kept: string[] = [];
		tab.outbox.onSent(({ request }) => {
			if (full) return Promise.reject(new Error('The device is full'));
			kept.push(request.summary);
			return Promise.resolve();
		});
		await ask(tab, 'a');
		await settle();
		expect(tab.outbox.state.requests).toMatchObject([{ summary: 'Do a', state: { kind: 'waiting' } }]);
		full = false;
		world.clock.advance(60_000);
		await settle();
		expect(kept).toEqual(['Do a']);
		expect(tab.outbox.state.requests).toEqual([]);
		expect(things()).toEqual(['a']);
	});

	test('[R83] stops at a refusal, says why, and goes on once it was edited', async () => {
		const { tab, things } = await setup();
		for (const thing of ['a', 'bad', 'c']) await ask(tab, thing);
		await settle();
		expect(things()).toEqual(['a']);
		const [refused] = tab.outbox.state.requests;
		expect(refused?.state).toEqual({
			kind: 'refused',
			trouble: { reason: 'invalid', field: 'thing', message: 'It is bad' },
		});
		expect(await tab.outbox.edit(refused!.key, { body: { thing: 'b' } }, 'Do b')).toEqual({ ok: true });
		await settle();
		expect(things()).toEqual(['a', 'b', 'c']);
	});

	test('[R83] goes on once the refused one was dropped', async () => {
		const { tab, things } = await setup();
		for (const thing of ['bad', 'b']) await ask(tab, thing);
		await settle();
		await tab.outbox.drop(tab.outbox.state.requests[0]!.key);
		await settle();
		expect(things()).toEqual(['b']);
	});

	test('[R83] a refused request can be tried again as it is', async () => {
		const { tab, things, server } = await setup();
		server.trouble = () => ({ code: 'forbidden', message: 'Not yours' });
		await ask(tab, 'a');
		await settle();
		server.trouble = () => undefined;
		expect(await tab.outbox.retry(tab.outbox.state.requests[0]!.key)).toEqual({ ok: true });
		await settle();
		expect(things()).toEqual(['a']);
	});

	test('[R83] what may have been done already cannot be edited, what never left can', async () => {
		const { tab, server } = await setup();
		server.trouble = () => 'after';
		await ask(tab, 'a');
		await ask(tab, 'b');
		await settle();
		const [sent, unsent] = tab.outbox.state.requests;
		const edit = (key: string) => tab.outbox.edit(key, { body: { thing: 'x' } }, 'Do x');
		expect(await edit(sent!.key)).toEqual({ ok: false, error: 'under-way' });
		expect(await edit(unsent!.key)).toEqual({ ok: true });
		expect(await edit('nothing')).toEqual({ ok: false, error: 'gone' });
	});

	test('[R84] requests of one account wait while another is signed in', async () => {
		const { world, tab, server } = await setup();
		world.hasToken = false;
		await ask(tab, 'a');
		world.become('grace');
		world.hasToken = true;
		await ask(tab, 'g');
		await settle();
		expect(server.applied).toEqual([{ account: 'grace', thing: 'g' }]);
		expect(tab.outbox.state).toMatchObject({ account: 'grace', requests: [] });
		world.become(null);
		expect(await ask(tab, 'nobody’s')).toBeNull();
		world.become('ada');
		await settle();
		expect(server.applied.at(-1)).toEqual({ account: 'ada', thing: 'a' });
	});

	test('[R84] what was begun as one account is not kept as the next that signs in, nor looked for in its requests', async () => {
		const { world, tab } = await setup();
		world.hasToken = false;
		await ask(tab, 'a');
		world.become('grace');
		expect(await tab.outbox.add(doThing, { body: { thing: 'b' } }, 'Do b', 'ada')).toBeNull();
		expect(await tab.outbox.list('ada')).toMatchObject([{ summary: 'Do a' }]);
		expect(await world.waiting('grace')).toEqual([]);
	});

	test('[R85] nothing overtakes a request that only another version knows', async () => {
		const { world, tab, things } = await setup();
		world.hasToken = false;
		const added = await ask(tab, 'a');
		const { request } = added!;
		const strange = { ...request, key: 'x', order: request.order + 0.5, endpoint: 'POST /new-things' };
		await world.rig.plantRequest(strange);
		world.hasToken = true;
		await ask(tab, 'b');
		await settle();
		// What stands before it goes; what stands behind it does not.
		expect(things()).toEqual(['a']);
		expect(tab.outbox.state).toMatchObject({ unknown: 1, requests: [{ summary: 'Do b' }] });
	});

	test('[R85] while the device does not say what waits, nothing is sent and nothing is called empty', async () => {
		const { world, tab, server } = await setup();
		world.hasToken = false;
		await ask(tab, 'a');
		world.hasToken = true;
		world.rig.fail('denied', ['listRequests']);
		world.sessionChanged();
		await settle();
		expect(server.came).toBe(0);
		expect(tab.outbox.state.readable).toBe(false);
		world.rig.fail(null);
		world.clock.advance(60_000);
		await settle();
		expect(server.came).toBe(1);
	});

	test('closed, it sends nothing more and leaves no timer', async () => {
		const { world, tab, server } = await setup();
		server.trouble = () => 'before';
		await ask(tab, 'a');
		await settle();
		const { pending } = world.clock;
		tab.outbox.close();
		expect(world.clock.pending).toBe(pending - 1);
		server.trouble = () => undefined;
		world.clock.advance(60_000);
		await settle();
		expect(server.applied).toEqual([]);
	});
});
