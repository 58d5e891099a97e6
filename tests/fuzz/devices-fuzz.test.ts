import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProjectId } from '#lib/base/ids.ts';
import { seededRandom, type Random } from '#lib/base/random.ts';
import { Device, type Loss } from '../helpers/device-world.ts';
import { MemberWorld, userIdOf } from '../helpers/member-world.ts';
import { registerProject } from '../helpers/sync-server.ts';

const SEEDS = 25;
const STEPS = 40;
const WEEK_MS = 7 * 24 * 60 * 60_000;

let world: MemberWorld;
beforeAll(async () => void (world = await MemberWorld.start()));
afterAll(() => world.end());

/** Two devices of one person who was a guest on both for a week; a network that loses; tabs that are killed. */
class Run {
	readonly random: Random;
	readonly person: string;
	readonly devices: readonly [Device, Device];
	/** What was made where, and what it is called now. */
	readonly made = new Map<ProjectId, { readonly device: Device; title: string }>();
	readonly happened = { lostBefore: 0, lostAfter: 0, killed: 0, renamed: 0, opened: 0 };
	#isHealthy = false;

	constructor(seed: number) {
		this.random = seededRandom(seed);
		this.person = `ada${seed}`;
		this.devices = [new Device(world, this.random), new Device(world, this.random)];
		for (const device of this.devices) device.lose = () => this.#lose();
	}

	/** A week without an account: projects are made, and some were shared by a link before. */
	async beGuests(): Promise<void> {
		for (const device of this.devices) {
			for (let number = 1 + Math.floor(this.random() * 3); number > 0; number--) {
				device.clock.advance(Math.floor((WEEK_MS / 4) * this.random()));
				const title = `${device === this.devices[0] ? 'laptop' : 'tablet'} ${number}`;
				const shared = this.#chance(0.4) ? await registerProject(world.server.origin) : null;
				const more = shared && {
					id: shared.projectId,
					claim: shared.claim,
					token: shared.token,
					shared: true,
				};
				const id = await device.make(title, more ?? {});
				this.made.set(id, { device, title });
			}
		}
	}

	/** Both sign in, in whatever order, while all kinds of things go wrong. */
	async claim(): Promise<void> {
		for (let step = 0; step < STEPS; step++) {
			const device = this.#oneOf(this.devices);
			await this.#act(device);
			if (this.#chance(0.6)) await this.#pass(device, Math.floor(this.random() * 20_000));
		}
	}

	/** All is well again: whoever has not signed in does, and what waits is sent. */
	async finish(): Promise<void> {
		this.#isHealthy = true;
		for (const device of this.devices) {
			if (device.tabs.length === 0) await device.openTab();
			device.become(this.person);
			await device.calm();
			await device.tabs[0]!.devices.choose('bring');
		}
		for (let turn = 0; turn < 40 && !(await this.#isSettled()); turn++) {
			for (const device of this.devices) await this.#pass(device, 60_000);
		}
	}

	/** Each lists on itself what the account has elsewhere. */
	async openAll(): Promise<void> {
		for (const device of this.devices) {
			const here = new Set<string>((await device.entries()).map(({ id }) => id));
			for (const project of await device.listed()) {
				if (here.has(project.projectId)) continue;
				await device.doing(device.tabs[0]!.devices.openHere(project));
			}
			await device.calm();
		}
	}

	close(): void {
		for (const device of this.devices) device.close();
	}

	async #act(device: Device): Promise<void> {
		const [first] = device.tabs;
		const what = this.random();
		if (!first || what < 0.15) return void (device.tabs.length < 3 && (await device.openTab()));
		if (what < 0.3) return this.#kill(device);
		if (what < 0.5) return device.become(this.person);
		if (what < 0.55) return device.become(null);
		if (what < 0.75) return void first.devices.choose('bring');
		if (what < 0.95) return this.#rename(device);
		return this.#openOne(device);
	}

	#kill(device: Device): void {
		this.happened.killed += 1;
		this.#oneOf(device.tabs).kill();
	}

	async #rename(device: Device): Promise<void> {
		const own = [...this.made].filter(([, made]) => made.device === device);
		const [id, made] = this.#oneOf(own);
		made.title = `${made.title.split(' now ')[0]} now ${Math.floor(this.random() * 1_000)}`;
		this.happened.renamed += 1;
		await device.rename(id, made.title);
	}

	async #openOne(device: Device): Promise<void> {
		const [tab] = device.tabs;
		if (!tab || device.person === null) return;
		const listed = await device.listed();
		const project = listed.find(({ projectId }) => this.made.get(projectId as ProjectId)?.device !== device);
		if (!project) return;
		this.happened.opened += 1;
		void tab.devices.openHere(project);
	}

	async #pass(device: Device, ms: number): Promise<void> {
		world.clock.advance(ms);
		await device.pass(ms);
	}

	async #isSettled(): Promise<boolean> {
		for (const device of this.devices) {
			for (const { outbox } of device.tabs) {
				if (((await outbox.list()) ?? []).length > 0) return false;
			}
			const own = (await device.entries()).filter(({ id }) => this.made.get(id)?.device === device);
			// A name that is not told yet is no request yet, either.
			if (own.some(({ account, title }) => account?.kind !== 'on' || account.title !== title)) return false;
		}
		return true;
	}

	#lose(): Loss {
		if (this.#isHealthy || this.#chance(0.5)) return null;
		const loss = this.#chance(0.5) ? 'before' : 'after';
		this.happened[loss === 'before' ? 'lostBefore' : 'lostAfter'] += 1;
		return loss;
	}

	#chance(of: number): boolean {
		return this.random() < of;
	}

	#oneOf<T>(things: readonly T[]): T {
		return things[Math.floor(this.random() * things.length)]!;
	}
}

describe('[R93] two devices of a guest claim one account', () => {
	const total = { lostBefore: 0, lostAfter: 0, killed: 0, renamed: 0, opened: 0 };
	const seeds = process.env['SEED']
		? [Number(process.env['SEED'])]
		: Array.from({ length: SEEDS }, (_, at) => at);

	test.each(seeds)('one set of projects, nothing doubled, nothing lost: seed %i', async (seed) => {
		const run = new Run(seed);
		try {
			await run.beGuests();
			await run.claim();
			await run.finish();
			const [laptop, tablet] = run.devices;
			const titles = new Map([...run.made].map(([id, { title }]) => [id as string, title]));
			const sorted = (pairs: Iterable<readonly [string, string | null]>) =>
				[...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
			const listed = await laptop.listed();
			expect(sorted(listed.map(({ projectId, title }) => [projectId, title]))).toEqual(sorted(titles));
			expect(listed.map(({ role }) => role)).toEqual(listed.map(() => 'owner'));

			await run.openAll();
			for (const device of [laptop, tablet]) {
				const entries = await device.entries();
				expect(entries.map(({ id }) => id).sort()).toEqual([...titles.keys()].sort());
				const account = { kind: 'on', userId: userIdOf(run.person) };
				for (const entry of entries) expect(entry).toMatchObject({ shared: true, role: 'owner', account });
				const own = entries.filter(({ id }) => run.made.get(id)?.device === device);
				expect(own.every(({ claim }) => claim !== null)).toBe(true);
			}
			for (const what of Object.keys(total) as (keyof typeof total)[]) total[what] += run.happened[what];
		} finally {
			run.close();
		}
	});

	test('of all that can go wrong, everything did', () => {
		if (seeds.length === 1) return;
		for (const [what, count] of Object.entries(total)) expect(count, what).toBeGreaterThan(SEEDS / 5);
	});
});
