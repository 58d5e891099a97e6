import { m } from '#lib/paraglide/messages.js';
import {
	acceptInvitationLink,
	readInvitationLink,
	type OpenedInvitation,
} from '#lib/protocol/api/members.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { parseInvitationToken } from './invitation-link.ts';
import { isAway, memberProblem } from './member-words.ts';

type Options = {
	readonly account: Pick<AccountStore, 'state' | 'call'> & {
		readonly projects: Pick<AccountStore['projects'], 'openHere'>;
	};
	/** What stood behind the link's "#". */
	readonly fragment: string;
	/** The project is on this device now. */
	readonly onjoined: (projectId: string) => void;
};

export type InvitationStep =
	| { readonly kind: 'reading' }
	| { readonly kind: 'away' }
	| { readonly kind: 'refused'; readonly title: string; readonly text: string }
	| { readonly kind: 'offered'; readonly invitation: OpenedInvitation }
	| { readonly kind: 'joining'; readonly invitation: OpenedInvitation };

/** The way in by an invitation link: what it is, an account, then the project on this device. */
export class InvitationScreen {
	readonly #options: Options;
	readonly #token: string | null;
	#step = $state.raw<InvitationStep>({ kind: 'reading' });
	#problem = $state.raw<string | null>(null);

	constructor(options: Options) {
		this.#options = options;
		this.#token = parseInvitationToken(options.fragment);
	}

	get step(): InvitationStep {
		return this.#step;
	}
	/** Why it could not be accepted just now. */
	get problem(): string | null {
		return this.#problem;
	}
	get user() {
		const { state } = this.#options.account;
		return state.kind === 'signed-in' || state.kind === 'known' ? state.user : null;
	}

	async read(): Promise<void> {
		const token = this.#token;
		if (token === null) {
			const words = { title: m.invitation_broken_title(), text: m.invitation_broken_text() };
			this.#step = { kind: 'refused', ...words };
			return;
		}
		this.#step = { kind: 'reading' };
		const read = await this.#options.account.call(readInvitationLink, { body: { token } });
		if (read.ok) this.#step = { kind: 'offered', invitation: read.value };
		else this.#refuse(read.error);
	}

	/** Becomes a member. It is needed at once: what somebody waits for is the project. */
	async accept(): Promise<void> {
		const { step } = this;
		const token = this.#token;
		if (step.kind !== 'offered' || token === null) return;
		const { account, onjoined } = this.#options;
		this.#problem = null;
		this.#step = { kind: 'joining', invitation: step.invitation };
		const accepted = await account.call(acceptInvitationLink, { body: { token } });
		const projectId = accepted.ok ? await account.projects.openHere(accepted.value) : null;
		if (projectId !== null) return onjoined(projectId);
		this.#step = step;
		if (!accepted.ok) this.#refuse(accepted.error);
	}

	#refuse(problem: ApiProblem): void {
		if (problem.code === 'not-found') {
			const words = { title: m.invitation_ended_title(), text: m.invitation_ended_text() };
			this.#step = { kind: 'refused', ...words };
		} else if (this.#step.kind === 'offered') this.#problem = memberProblem(problem);
		else if (isAway(problem)) this.#step = { kind: 'away' };
		else this.#step = { kind: 'refused', title: m.invitation_away_title(), text: memberProblem(problem) };
	}
}
