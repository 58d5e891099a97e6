import { ManualClock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { SignedIn } from '#lib/protocol/api/account-fields.ts';
import { createPageAround } from '#lib/storage/page-adapter.ts';
import { MemoryTabs } from '#lib/storage/tab-channel.ts';
import { AccountSession, type AccountSessionOptions } from '#lib/sync/account-session.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';

const GRACE_MS = 10_000;
const ACCESS_MS = 15 * 60_000;
const UNREACHABLE: ApiProblem = { code: 'unreachable', message: 'The server cannot be reached' };

/**
 * One browser (a cookie, a note on the device, tabs) and a server whose refresh tokens rotate, and whose family of them
 * is killed when an old one is used.
 */
export class SessionServer {
	readonly clock = new ManualClock(1_000_000);
	readonly tabs = new MemoryTabs();
	note: unknown;
	/** Answers of refreshes wait for it. */
	hold: Promise<void> | null = null;
	/** What the browser sends. */
	cookie: string | null = null;
	refreshes = 0;
	signOuts = 0;
	isAway = false;
	/** Answers that get lost after the server did what it was asked. */
	loseAnswers = 0;
	#current: string | null = null;
	#before: { readonly token: string; readonly at: number } | null = null;
	#killed = false;
	#minted = 0;
	readonly #random: Random;

	constructor(random: Random = () => 0) {
		this.#random = random;
	}

	get killed(): boolean {
		return this.#killed;
	}

	openTab(locks: AccountSessionOptions['locks'] = createPageAround()): AccountSession {
		return new AccountSession({
			calls: { refresh: () => this.refresh(), signOut: () => this.signOut() },
			clock: this.clock,
			keep: {
				read: async () => structuredClone(this.note) as never,
				write: async (value) => void (this.note = structuredClone(value)),
			},
			locks,
			tabs: this.tabs.open('account'),
		});
	}

	/** What signing in with a password answers. */
	async signIn(userId = 'a'.repeat(22)): Promise<Result<SignedIn, ApiProblem>> {
		await this.#travel();
		if (this.isAway) return err(UNREACHABLE);
		this.#killed = false;
		this.#before = null;
		this.#current = this.#mint();
		this.cookie = this.#current;
		return ok(this.#answer(userId));
	}

	kill(): void {
		this.#killed = true;
	}

	async refresh(): Promise<Result<SignedIn, ApiProblem>> {
		if (this.isAway) return err(UNREACHABLE);
		const sent = this.cookie;
		await this.#travel();
		this.refreshes += 1;
		const refused = this.#rotate(sent);
		const next = this.#current;
		await this.#travel();
		await this.hold;
		if (this.loseAnswers > 0) {
			this.loseAnswers -= 1;
			return err(UNREACHABLE);
		}
		if (refused) return err(refused);
		this.cookie = next;
		return ok(this.#answer());
	}

	async signOut(): Promise<Result<void, ApiProblem>> {
		await this.#travel();
		if (this.isAway) return err(UNREACHABLE);
		this.signOuts += 1;
		this.#current = null;
		this.cookie = null;
		return ok();
	}

	#rotate(sent: string | null): ApiProblem | null {
		const refused: ApiProblem = { code: 'unauthorized', message: 'Sign in again' };
		if (this.#killed || sent === null || this.#current === null) return refused;
		if (sent === this.#current) {
			this.#before = { token: sent, at: this.clock.now() };
			this.#current = this.#mint();
			return null;
		}
		if (sent === this.#before?.token && this.clock.now() - this.#before.at <= GRACE_MS) return null;
		this.#killed = true;
		return refused;
	}

	/** Anything may happen meanwhile. */
	async #travel(): Promise<void> {
		const turns = Math.floor(this.#random() * 4);
		for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
	}

	#mint(): string {
		this.#minted += 1;
		return `refresh-${this.#minted}`;
	}

	#answer(userId = 'a'.repeat(22)): SignedIn {
		this.#minted += 1;
		return {
			accessToken: `access-${this.#minted}`,
			expiresAt: this.clock.now() + ACCESS_MS,
			sessionId: 's'.repeat(22),
			user: { userId, handle: 'ada', displayName: 'Ada', role: 'user', createdAt: 1 },
		};
	}
}
