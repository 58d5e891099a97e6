import * as v from 'valibot';
import { ManualClock } from '#lib/base/clock.ts';
import { Emitter } from '#lib/base/emitter.ts';
import type { Random } from '#lib/base/random.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { endpoint } from '#lib/protocol/api/endpoint.ts';
import type { KeptRequest } from '#lib/protocol/api/kept-request.ts';
import type { CallOptions, RawRequest } from '#lib/sync/api-client.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { noHints } from '#lib/sync/hints.ts';
import { Outbox } from '#lib/sync/outbox.ts';
import { createMemoryRig, type QuietPage } from './storage-rig.ts';

export const doThing = endpoint({
	method: 'POST',
	path: '/things',
	needs: 'account',
	summary: 'Does a thing',
	body: v.strictObject({ thing: v.string() }),
});

/** The same, about one project. */
export const doThingIn = endpoint({
	method: 'POST',
	path: '/projects/:projectId/things',
	needs: 'account',
	summary: 'Does a thing in a project',
	params: v.strictObject({ projectId: v.string() }),
	body: v.strictObject({ thing: v.string() }),
});

export type Applied = { readonly account: string; readonly thing: string };

const UNREACHABLE: ApiProblem = { code: 'unreachable', message: 'The server cannot be reached' };

/** A server that does each request once by its key, and may crash before or after doing one. */
export class ThingServer {
	readonly applied: Applied[] = [];
	/** Requests that came, repeated ones as well. */
	came = 0;
	/** What happens to the next request; nothing when it returns undefined. */
	trouble: (thing: string) => 'before' | 'after' | ApiProblem | undefined = () => undefined;
	readonly #kept = new Map<string, string>();

	handle(account: string, key: string, thing: string): Result<void, ApiProblem> {
		this.came += 1;
		const trouble = this.trouble(thing);
		if (trouble === 'before') return err(UNREACHABLE);
		if (typeof trouble === 'object') return err(trouble);
		const done = this.#apply(account, key, thing);
		return trouble === 'after' ? err(UNREACHABLE) : done;
	}

	#apply(account: string, key: string, thing: string): Result<void, ApiProblem> {
		const kept = this.#kept.get(`${account} ${key}`);
		if (kept === thing) return ok();
		if (kept !== undefined) return err({ code: 'conflict', message: 'Another request had this key' });
		if (thing.startsWith('bad')) return err({ code: 'invalid', field: 'thing', message: 'It is bad' });
		this.#kept.set(`${account} ${key}`, thing);
		this.applied.push({ account, thing });
		return ok();
	}
}

/** A tab with its outbox. Dead, it does nothing any more, and nothing it waits for ever comes. */
export type OutboxTab = {
	readonly outbox: Outbox;
	readonly page: QuietPage;
	/** Dies at this step from now on: each port is asked before and after what it does. */
	dieIn(steps: number): void;
	readonly isDead: () => boolean;
};

/** One browser with any number of tabs, one server. */
export class OutboxWorld {
	readonly clock = new ManualClock(1_000_000);
	readonly server = new ThingServer();
	readonly rig = createMemoryRig();
	/** Who is signed in, in all tabs. */
	account: string | null = 'ada';
	hasToken = true;
	readonly #sessionChanged = new Emitter<void>();
	readonly #random: Random;
	#minted = 0;

	constructor(random: Random = () => 0.5) {
		this.#random = random;
	}

	become(account: string | null): void {
		this.account = account;
		this.#sessionChanged.emit();
	}

	sessionChanged(): void {
		this.#sessionChanged.emit();
	}

	async openTab(): Promise<OutboxTab> {
		const page = this.rig.page();
		const storage = await this.rig.open({ clock: this.clock, page });
		const rows = await storage.outbox();
		let left = Infinity;
		let dead = false;
		const diesNow = (): boolean => {
			if (!dead && (left -= 1) < 0) {
				dead = true;
				page.die();
			}
			return dead;
		};
		const never = () => new Promise<never>(() => {});
		const mortal =
			<A extends readonly unknown[], T>(run: (...args: A) => Promise<T>) =>
			async (...args: A): Promise<T> => {
				if (diesNow()) return never();
				const result = await run(...args);
				return diesNow() ? never() : result;
			};
		const present = () => this.account;
		const outbox = new Outbox({
			rows: {
				add: mortal((request) => rows.add(request)),
				list: mortal((account) => rows.list(account)),
				change: mortal((request, change) => rows.change(request, change)),
				remove: mortal((key) => rows.remove(key)),
				onChange: (listener) => rows.onChange(() => void (dead || listener())),
			},
			api: { callRaw: mortal((_, request, options = {}) => this.#travel(request, options)) },
			endpoints: [doThing, doThingIn],
			session: {
				get account() {
					return present();
				},
				token: mortal(async (account) => (this.hasToken && account === this.account ? 'token' : null)),
				onChange: (listener) => this.#sessionChanged.on(() => void (dead || listener())),
			},
			page: {
				holdLock: mortal((name) => page.holdLock(name)),
				onFreeze: (listener) => page.onFreeze(listener),
			},
			clock: this.clock,
			random: this.#random,
			hints: noHints,
			mintKey: () => `edited-${(this.#minted += 1)}`,
		});
		outbox.start();
		return { outbox, page, dieIn: (steps) => void (left = steps), isDead: () => dead };
	}

	/** What waits for this account, as the device has it. */
	async waiting(account: string): Promise<readonly KeptRequest[]> {
		const rows = await (await this.rig.open({ clock: this.clock })).outbox();
		const listed = await rows.list(account);
		return listed.ok ? listed.value.requests : [];
	}

	close(): void {
		this.rig.close();
	}

	/** The way there and back takes its time; what a tab sent arrives although it died. */
	async #travel(request: RawRequest, { account, key }: CallOptions): Promise<Result<void, ApiProblem>> {
		const { thing } = request.body as { thing: string };
		await this.#turns();
		const sender = account ?? '';
		if (sender !== this.account) return err({ code: 'signed-out', message: 'Nobody is signed in' });
		const answer = this.server.handle(sender, key ?? '', thing);
		await this.#turns();
		return answer;
	}

	async #turns(): Promise<void> {
		const count = Math.floor(this.#random() * 5);
		for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
	}
}
