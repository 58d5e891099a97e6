import type { Clock } from '../base/clock.ts';
import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { mintProjectToken } from '../protocol/api/members.ts';
import type { ApiClient } from './api-client.ts';
import type { ApiProblem } from './api-problem.ts';

type Options = {
	readonly api: Pick<ApiClient, 'call'>;
	readonly session: { readonly account: string | null };
	readonly clock: Clock;
};

type Held = {
	readonly token: string;
	readonly account: string;
	readonly gotAt: number;
	readonly lastsMs: number;
};

/** A token holds for an hour. By this device's clock alone, which may be wrong, it is renewed well before. */
const LONGEST_MS = 45 * 60_000;
/** The part of a token's life in which it is given out. */
const GOOD_FOR = 0.75;

/** Tokens that let an account into its projects, in memory only: asked for when there is none that will hold for a while. */
export class MemberTokens {
	readonly #options: Options;
	readonly #held = new Map<ProjectId, Held>();

	constructor(options: Options) {
		this.#options = options;
	}

	/** Another one than `stale`. The answer may be `signed-out`: nobody is, or somebody else. */
	async token(projectId: ProjectId, account: string, stale = ''): Promise<Result<string, ApiProblem>> {
		const { api, session, clock } = this.#options;
		const held = this.#held.get(projectId);
		if (held?.account === account && held.token !== stale && isGood(held, clock.now())) return ok(held.token);
		this.#held.delete(projectId);
		const minted = await api.call(mintProjectToken, { params: { projectId } }, { account });
		// Still signed in, as far as this device knows: the server did not say yet.
		if (!minted.ok) return err(isAway(minted.error) && session.account === account ? AWAY : minted.error);
		const { token, expiresAt } = minted.value;
		const gotAt = clock.now();
		const lastsMs = expiresAt > gotAt ? Math.min(expiresAt - gotAt, LONGEST_MS) : LONGEST_MS;
		this.#held.set(projectId, { token, account, gotAt, lastsMs });
		return ok(token);
	}

	/** When somebody signs out: what let them in is nowhere any more. */
	forget(): void {
		this.#held.clear();
	}
}

const AWAY: ApiProblem = { code: 'unreachable', message: 'The server cannot be reached' };
const isAway = ({ code }: ApiProblem): boolean => code === 'signed-out';

function isGood({ gotAt, lastsMs }: Held, now: number): boolean {
	return now >= gotAt && now < gotAt + lastsMs * GOOD_FOR;
}
