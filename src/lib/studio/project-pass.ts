import type { ProjectId } from '../base/ids.ts';
import { mayPass, type ApiProblem } from '../sync/api-problem.ts';
import type { TokenRefusal, TokenSource } from '../sync/token-source.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import type { Membership } from './parts.ts';

type Options = {
	readonly projectId: ProjectId;
	readonly entry: () => Pick<ProjectEntry, 'account' | 'held' | 'origin' | 'token' | 'formerToken'>;
	readonly membership: Membership;
	/** The link that was followed last opens nothing: the one before it takes its place again. */
	readonly goBackTo: (formerToken: string) => void;
};

const HELD: TokenRefusal = {
	reason: 'held',
	message: 'It was changed here while its person was signed out: they say first whether that is sent',
};

/** By what right this device goes to the server with a project: an account's membership, else a link or a claim. */
export class ProjectPass {
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Whether it goes by an account: then tokens end and are renewed. */
	get isMember(): boolean {
		return this.#options.entry().account?.kind === 'on';
	}

	/** Whether there is any way at all. */
	get exists(): boolean {
		return this.isMember || this.#options.entry().token !== null;
	}

	/** A token that holds now; null while there is none. */
	async token(): Promise<string | null> {
		try {
			const found = await this.source('');
			return typeof found === 'string' ? found : null;
		} catch {
			return null; // the server is away: nobody could use one
		}
	}

	/**
	 * For the line. Who is no member any more, or signed out, may still have a link; a claim is worth nothing then, or
	 * whoever has the device would be the owner for ever.
	 */
	readonly source: TokenSource = async (stale) => {
		const { projectId, entry, membership } = this.#options;
		const { account, origin, token } = entry();
		if (account?.kind !== 'on') return token === stale ? this.#former() : token;
		const minted = await membership.token(projectId, account.userId, stale);
		// Looked at now: until it was known who is here, this person's own edits were held as well.
		if (minted.ok) return entry().held ? HELD : minted.value;
		if (mayPass(minted.error)) throw new Error(minted.error.message);
		const link = origin === 'joined' ? token : null;
		if (link !== null && link !== stale) return link;
		return (link !== null && this.#former()) || refusalOf(minted.error);
	};

	#former(): string | null {
		const { formerToken = null } = this.#options.entry();
		if (formerToken !== null) this.#options.goBackTo(formerToken);
		return formerToken;
	}
}

function refusalOf({ code, message }: ApiProblem): TokenRefusal {
	if (code === 'forbidden') return { reason: 'removed', message };
	if (code === 'not-found') return { reason: 'not-found', message };
	return { reason: 'signed-out', message };
}
