import { nanoid } from 'nanoid';
import { ManualClock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { mintClaim, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import type { Random } from '#lib/base/random.ts';
import { listProjects, type ServerProject } from '#lib/protocol/api/members.ts';
import type { OutboxStore } from '#lib/storage/outbox/outbox-store.ts';
import type { DeviceStorage, ProjectEntry } from '#lib/storage/ports.ts';
import { DeviceProjects } from '#lib/studio/device-projects.ts';
import { WAITING_ENDPOINTS } from '#lib/studio/waiting-endpoints.ts';
import { ApiClient } from '#lib/sync/api-client.ts';
import { noHints } from '#lib/sync/hints.ts';
import { Outbox } from '#lib/sync/outbox.ts';
import type { OutboxRows } from '#lib/sync/outbox-rows.ts';
import { userIdOf, type MemberWorld } from './member-world.ts';
import { createMemoryRig, makeEntry, settle } from './storage-rig.ts';

/** As a browser's database: what was told at once is on the disk some time later. */
const slow = (rows: OutboxStore): OutboxRows => ({
	add: (request) => rows.add(request),
	list: (account) => rows.list(account),
	change: (request, change) => rows.change(request, change),
	remove: async (key) => {
		const durable = await rows.remove(key);
		for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
		return durable;
	},
	onChange: (listener) => rows.onChange(listener),
});

/** What becomes of a request: it is lost before the server, or its answer is lost behind it. */
export type Loss = 'before' | 'after' | null;

export type DeviceTab = {
	readonly devices: DeviceProjects;
	readonly outbox: Outbox;
	readonly storage: DeviceStorage;
	/** Nothing it does arrives anywhere from now on. */
	kill(): void;
};

/** One browser of somebody, on a clock of its own, with a network that may lose what goes through it. */
export class Device {
	readonly clock = new ManualClock(Date.now());
	readonly rig = createMemoryRig();
	/** Who is signed in, in all tabs; null: a guest. */
	person: string | null = null;
	lose: () => Loss = () => null;
	/** Answers of the server that arrived. */
	answered = 0;
	readonly #world: MemberWorld;
	readonly #random: Random;
	readonly #listeners = new Set<() => void>();
	#tabs: DeviceTab[] = [];
	#underWay = 0;
	#lock: Promise<unknown> = Promise.resolve();

	constructor(world: MemberWorld, random: Random) {
		this.#world = world;
		this.#random = random;
	}

	get tabs(): readonly DeviceTab[] {
		return this.#tabs;
	}

	/** Somebody signs in, or out. */
	become(person: string | null): void {
		this.person = person;
		for (const listener of this.#listeners) listener();
	}

	/** A project of the guest, as the list of projects has it; `documents` of its content are not looked at here. */
	async make(title: string, more: Partial<ProjectEntry> = {}): Promise<ProjectId> {
		const id = more.id ?? mintProjectId();
		const storage = await this.rig.open({ clock: this.clock });
		await this.doing(storage.projects.put(makeEntry(id, { ...more, title })));
		return id;
	}

	async entries(): Promise<readonly ProjectEntry[]> {
		return (await this.rig.open({ clock: this.clock })).projects.list();
	}

	async rename(id: ProjectId, title: string): Promise<void> {
		const storage = this.#tabs[0]?.storage ?? (await this.rig.open({ clock: this.clock }));
		await this.doing(storage.projects.patch(id, { title }));
	}

	async openTab(): Promise<DeviceTab> {
		const page = this.rig.page();
		const storage = await this.rig.open({ clock: this.clock, page });
		const { clock } = this;
		let isDead = false;
		const held = new Set<Dispose>();
		const session = this.#session(() => isDead);
		const api = new ApiClient({
			origin: this.#world.server.origin,
			fetch: (url, init) => this.#travel(url, init, () => isDead),
			clock,
			mintKey: () => nanoid(),
			tokens: {
				get account() {
					return session.account;
				},
				token: session.token,
				renew: () => Promise.resolve(null),
			},
		});
		const outbox = new Outbox({
			rows: slow(await storage.outbox()),
			...{ api, session, clock, page },
			random: this.#random,
			endpoints: WAITING_ENDPOINTS,
			hints: noHints,
			mintKey: () => nanoid(),
		});
		const devices = new DeviceProjects({
			...{ storage, session, outbox, clock, mintClaim },
			holdLock: () => this.#takeTurn(held, () => isDead),
		});
		outbox.start();
		devices.start();
		const kill = () => {
			isDead = true;
			page.die();
			for (const letGo of held) letGo();
			devices.dispose();
			outbox.close();
			this.#tabs = this.#tabs.filter((tab) => tab.outbox !== outbox);
		};
		const tab = { devices, outbox, storage, kill };
		this.#tabs.push(tab);
		return tab;
	}

	/** What the server lists of whoever is signed in here. */
	async listed(): Promise<readonly ServerProject[]> {
		const { body } = await this.#world.call(listProjects, this.person, { query: { limit: '100' } });
		return body['items'] as readonly ServerProject[];
	}

	/** Time goes by, and so does what is under way. */
	async pass(ms: number): Promise<void> {
		await this.calm();
		this.clock.advance(ms);
		await this.calm();
	}

	async calm(): Promise<void> {
		do await settle();
		while (this.#underWay > 0);
	}

	close(): void {
		for (const tab of [...this.#tabs]) tab.kill();
		this.rig.close();
	}

	#session(isDead: () => boolean) {
		const present = () => (isDead() || this.person === null ? null : userIdOf(this.person));
		return {
			get account() {
				return present();
			},
			token: (account?: string) =>
				Promise.resolve(account === undefined || account === present() ? this.person : null),
			onChange: (listener: () => void): Dispose => {
				this.#listeners.add(listener);
				return () => void this.#listeners.delete(listener);
			},
		};
	}

	async #travel(url: string, init: RequestInit, isDead: () => boolean): Promise<Response> {
		if (isDead()) return new Promise(() => {});
		const loss = this.lose();
		if (loss === 'before') throw new TypeError('The network is away');
		this.#underWay += 1;
		try {
			// The virtual clock gives nothing up that is under way: what is lost is said by `lose`.
			const { signal: _, ...rest } = init;
			const answer = await fetch(url, {
				...rest,
				headers: { ...rest.headers, origin: this.#world.server.origin },
			});
			if (isDead()) return await new Promise(() => {});
			if (loss === 'after') throw new TypeError('The answer was lost');
			this.answered += 1;
			return answer;
		} finally {
			this.#underWay -= 1;
		}
	}

	/** One tab after the other; who is killed lets go. */
	async #takeTurn(held: Set<Dispose>, isDead: () => boolean): Promise<Dispose> {
		const before = this.#lock;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#lock = before.then(() => promise);
		held.add(resolve);
		await before;
		return isDead() ? new Promise(() => {}) : resolve;
	}

	/** Lets a write go out. */
	async doing<T>(write: Promise<T>): Promise<T> {
		let isDone = false;
		void write.finally(() => (isDone = true));
		while (!isDone) {
			this.clock.advance(1);
			await settle();
		}
		return write;
	}
}
