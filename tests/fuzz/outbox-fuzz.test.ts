import { afterEach, describe, expect, test } from 'vitest';
import { seededRandom, type Random } from '#lib/base/random.ts';
import { doThing, doThingIn, OutboxWorld, type OutboxTab } from '../helpers/outbox-world.ts';
import { settle } from '../helpers/storage-rig.ts';
import { stoppedBy, subjectOf } from '#lib/sync/outbox-order.ts';

const SEEDS = 150;
const ROUNDS = 25;
const ACCOUNTS = ['ada', 'grace'] as const;

/** Something a person asked for: from when it was asked until it was kept, or as far as the tab lived. */
type Asked = {
	readonly account: string;
	/** Null: about no project. */
	readonly projectId: string | null;
	readonly isBad: boolean;
	thing: string;
	readonly from: number;
	to: number;
	dropped: boolean;
};
const PROJECTS = ['castle', 'tavern', null] as const;

const worlds: OutboxWorld[] = [];
afterEach(() => worlds.splice(0).forEach((world) => world.close()));

/** Tabs that come, ask, edit, drop, freeze and are killed at any step; a server that crashes before and after doing. */
class Run {
	readonly random: Random;
	readonly world: OutboxWorld;
	readonly asked: Asked[] = [];
	readonly happened = { killed: 0, edited: 0, dropped: 0, frozen: 0, crashed: 0, held: 0 };
	#tabs: OutboxTab[] = [];
	#time = 0;

	constructor(seed: number) {
		this.random = seededRandom(seed);
		this.world = new OutboxWorld(this.random);
		worlds.push(this.world);
	}

	async play(): Promise<void> {
		const { world } = this;
		world.server.trouble = () => this.#trouble();
		for (let round = 0; round < ROUNDS; round++) {
			await this.#act();
			if (this.#chance(0.6)) await settle();
			world.clock.advance(this.random() * 8_000);
		}
	}

	/** All is well again: a new tab sends what is left, for one account after the other. */
	async finish(): Promise<void> {
		const { world } = this;
		world.server.trouble = () => undefined;
		world.hasToken = true;
		const tab = await world.openTab();
		for (const account of ACCOUNTS) {
			world.become(account);
			await this.#sendWhatGoes(account);
			for (let turn = 0; turn < 60 && (await world.waiting(account)).length > 0; turn++) {
				await settle();
				world.clock.advance(60_000);
				await settle();
				for (const { key, state } of tab.outbox.state.requests) {
					if (state.kind === 'refused') await this.#edit(tab, key);
				}
			}
		}
		await settle();
	}

	/** Nobody decides about what was refused: what is left then waits behind a refusal about the same thing. */
	async #sendWhatGoes(account: string): Promise<void> {
		const { world } = this;
		for (let turn = 0; turn < 20; turn++) {
			await settle();
			world.clock.advance(60_000);
			await settle();
		}
		const left = await world.waiting(account);
		for (const request of left) {
			if (request.state.kind === 'refused') continue;
			this.happened.held += 1;
			const before = stoppedBy(left, request);
			expect(before && subjectOf(before), request.summary).toBe(subjectOf(request));
		}
	}

	async #act(): Promise<void> {
		const { world } = this;
		this.#tabs = this.#tabs.filter((tab) => !tab.isDead());
		if (this.#tabs.length === 0 || (this.#tabs.length < 4 && this.#chance(0.1))) {
			this.#tabs.push(await world.openTab());
		}
		const tab = this.#tabs[Math.floor(this.random() * this.#tabs.length)]!;
		const dice = this.random();
		if (dice < 0.5) this.#ask(tab);
		else if (dice < 0.62) tab.dieIn(Math.floor(this.random() * 12));
		else if (dice < 0.68) this.#freeze(tab);
		else if (dice < 0.74) world.become(this.#chance(0.7) ? 'ada' : 'grace');
		else if (dice < 0.8) world.hasToken = !world.hasToken;
		else await this.#decide(tab);
		this.happened.killed += this.#tabs.filter(({ isDead }) => isDead()).length;
	}

	#ask(tab: OutboxTab): void {
		const account = this.world.account!;
		const number = this.asked.length;
		const isBad = this.#chance(0.1);
		const projectId = PROJECTS[Math.floor(this.random() * PROJECTS.length)]!;
		const thing = `${isBad ? 'bad' : 'good'}-${number}`;
		const asked = { account, projectId, isBad, thing, from: this.#tick(), to: Infinity, dropped: false };
		this.asked.push(asked);
		const adding =
			projectId === null
				? tab.outbox.add(doThing, { body: { thing } }, thing)
				: tab.outbox.add(doThingIn, { params: { projectId }, body: { thing } }, thing);
		void adding.then((added) => {
			// What a frozen page could not write is said to be in that tab only.
			if (added?.durable) asked.to = this.#tick();
		});
	}

	#freeze(tab: OutboxTab): void {
		this.happened.frozen += 1;
		tab.page.freeze();
	}

	/** What a person does about a request that was refused. */
	async #decide(tab: OutboxTab): Promise<void> {
		const refused = tab.outbox.state.requests.find(({ state }) => state.kind === 'refused');
		if (!refused) return;
		if (this.#chance(0.5)) return this.#edit(tab, refused.key);
		const asked = this.#askedAs((refused.input as { body: { thing: string } }).body.thing);
		asked.dropped = true;
		this.happened.dropped += 1;
		void tab.outbox.drop(refused.key);
	}

	async #edit(tab: OutboxTab, key: string): Promise<void> {
		this.happened.edited += 1;
		const request = tab.outbox.state.requests.find((one) => one.key === key)!;
		const input = request.input as { readonly params?: { projectId: string }; body: { thing: string } };
		const { thing } = input.body;
		// Two tabs may edit one request at once: the number says which it is.
		const better = `good-${numberOf(thing)}`;
		void tab.outbox.edit(key, { ...input, body: { thing: better } }, better);
		await settle();
	}

	#askedAs = (thing: string): Asked => this.asked[numberOf(thing)]!;

	#trouble() {
		if (!this.#chance(0.4)) return undefined;
		this.happened.crashed += 1;
		if (this.#chance(0.2)) return { code: 'unavailable', message: 'Busy', retryAfter: 5 } as const;
		return this.#chance(0.5) ? 'before' : 'after';
	}

	#tick = (): number => (this.#time += 1);
	#chance = (share: number): boolean => this.random() < share;
}

/** About one thing, as the same person. */
const isAlike = (a: Asked, b: Asked): boolean => a.account === b.account && a.projectId === b.projectId;

const numberOf = (thing: string): number => Number(thing.split('-')[1]);

describe('the outbox, whatever happens', () => {
	test('[R82] [R136] each request is done once, as who asked for it, and in order unless a refusal is in the way', async () => {
		const total = { asked: 0, killed: 0, edited: 0, dropped: 0, frozen: 0, crashed: 0, held: 0 };
		for (let seed = 1; seed <= SEEDS; seed++) {
			const run = new Run(seed);
			await run.play();
			await run.finish();
			check(seed, run);
			total.asked += run.asked.length;
			for (const [name, count] of Object.entries(run.happened)) total[name as keyof typeof total] += count;
			worlds.splice(0).forEach((world) => world.close());
		}
		for (const [name, count] of Object.entries(total)) expect(count, name).toBeGreaterThan(SEEDS / 10);
	}, 120_000);
});

function check(seed: number, { asked, world }: Run): void {
	const { applied } = world.server;
	const numbers = applied.map(({ thing }) => numberOf(thing));
	expect(new Set(numbers).size, `seed ${seed}: done twice`).toBe(numbers.length);
	for (const { account, thing } of applied) {
		expect(asked[numberOf(thing)]?.account, `seed ${seed}: ${thing}`).toBe(account);
	}
	for (const [number, { to, dropped }] of asked.entries()) {
		const isDone = numbers.includes(number);
		if (to !== Infinity && !dropped) expect(isDone, `seed ${seed}: ${number} lost`).toBe(true);
	}
	const isHeldUp = (one: Asked) =>
		asked.some((other) => other.isBad && isAlike(other, one) && other.from <= one.to);
	// Whatever was kept before another was asked for goes before it, unless that is about something else than a refusal.
	const done = numbers.map((number) => asked[number]!);
	for (const [place, later] of done.entries()) {
		for (const earlier of done.slice(place + 1)) {
			if (earlier.account !== later.account) continue;
			if (!isAlike(earlier, later) && isHeldUp(earlier)) continue;
			expect(earlier.to < later.from, `seed ${seed}: ${later.thing} overtook ${earlier.thing}`).toBe(false);
		}
	}
}
