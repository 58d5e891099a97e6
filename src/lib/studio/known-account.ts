import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import { err, type Result } from '../base/result.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { AccountStore } from './account-store.svelte.ts';
import type { Membership } from './parts.ts';

const NOBODY: ApiProblem = { code: 'signed-out', message: 'Nobody is signed in here' };

/** Whoever is signed in, to open projects as their member: its code comes when the first project asks for it. */
export class KnownAccount implements Membership {
	readonly #open: () => Promise<AccountStore | null>;
	readonly #changed = new Emitter<void>();
	#account: string | null | undefined;

	/** `open` gives null while nobody is known on this device. */
	constructor(open: () => Promise<AccountStore | null>) {
		this.#open = open;
	}

	/** The user, as far as somebody looked; null: nobody. */
	get account(): string | null {
		return this.#account ?? null;
	}

	async token(projectId: ProjectId, account: string, stale?: string): Promise<Result<string, ApiProblem>> {
		const known = await this.#open();
		return known ? known.tokens.token(projectId, account, stale) : err(NOBODY);
	}

	async isSignedIn(account: string): Promise<boolean> {
		return (await this.#open())?.account === account;
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Tells those who go by it from now on that somebody came or went. */
	follow(store: AccountStore): void {
		const look = () => {
			const isNews = this.#account !== undefined && this.#account !== store.account;
			this.#account = store.account;
			if (isNews) this.#changed.emit();
		};
		look();
		store.onSession(look);
	}
}
