import { m } from '#lib/paraglide/messages.js';
import { nameOf as endpointName } from '#lib/protocol/api/endpoint.ts';
import {
	acceptInvitation,
	declineInvitation,
	listReceivedInvitations,
	type ReceivedInvitation,
} from '#lib/protocol/api/members.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import { projectWord } from './invited-words.ts';
import { agoWord, memberProblem } from './member-words.ts';
import { readWhole } from './whole-list.ts';

export type ReceivedPort = Pick<AccountStore, 'state' | 'waiting' | 'read' | 'change' | 'now'> & {
	readonly projects: Pick<AccountStore['projects'], 'openHere'>;
};

/** What somebody just accepted, and can open. */
export type Joined = { readonly projectId: string; readonly text: string };

/** The invitations to whoever is signed in, by name. */
export class ReceivedInvitations {
	readonly #account: ReceivedPort;
	#read = $state.raw<CachedRead<readonly ReceivedInvitation[]> | null>(null);
	#problem = $state.raw<string | null>(null);
	#outcome = $state.raw('');
	#joined = $state.raw<Joined | null>(null);
	#busy = $state.raw(false);

	constructor(account: ReceivedPort) {
		this.#account = account;
	}

	get isSignedIn(): boolean {
		const { kind } = this.#account.state;
		return kind === 'signed-in' || kind === 'known';
	}
	/** Null before they were read. */
	get list(): readonly ReceivedInvitation[] | null {
		return this.#read?.value ?? null;
	}
	/** When the server said so, if that is not now. */
	get asOf(): string | null {
		return this.#read?.trouble ? agoWord(this.#read.asOf, this.#account.now()) : null;
	}
	get problem(): string | null {
		return this.#problem;
	}
	get outcome(): string {
		return this.#outcome;
	}
	get joined(): Joined | null {
		return this.#joined;
	}
	get busy(): boolean {
		return this.#busy;
	}

	when(at: number): string {
		return agoWord(at, this.#account.now());
	}

	/** Whether an answer to it waits to be sent. */
	waits({ invitationId }: ReceivedInvitation): boolean {
		const answers = [acceptInvitation, declineInvitation].map(endpointName);
		return this.#account.waiting.requests.some(({ endpoint, input }) => {
			const { params } = (input ?? {}) as { readonly params?: { readonly invitationId?: unknown } };
			return answers.includes(endpoint) && params?.invitationId === invitationId;
		});
	}

	async open(): Promise<void> {
		const read = await readWhole((query) => this.#account.read(listReceivedInvitations, { query }));
		this.#read = read.ok ? read.value : null;
		this.#problem = read.ok ? null : memberProblem(read.error);
	}

	accept(invitation: ReceivedInvitation): Promise<void> {
		return this.#answer(async () => {
			const { invitationId, projectId, title, role } = invitation;
			const project = projectWord(invitation);
			const summary = m.members_waiting_accept({ project });
			const params = { invitationId };
			const changed = await this.#account.change(acceptInvitation, { params }, summary);
			if (!changed.ok) return memberProblem(changed.error);
			if (changed.value === 'waiting') return m.members_done_waiting();
			const here = await this.#account.projects.openHere({
				projectId,
				title,
				role,
				since: this.#account.now(),
			});
			const text = m.invitations_accepted({ project });
			if (here !== null) this.#joined = { projectId: here, text };
			return text;
		});
	}

	decline(invitation: ReceivedInvitation): Promise<void> {
		return this.#answer(async () => {
			const project = projectWord(invitation);
			const params = { invitationId: invitation.invitationId };
			const summary = m.members_waiting_decline({ project });
			const changed = await this.#account.change(declineInvitation, { params }, summary);
			if (!changed.ok) return memberProblem(changed.error);
			return changed.value === 'done' ? m.invitations_declined({ project }) : m.members_done_waiting();
		});
	}

	async #answer(ask: () => Promise<string>): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#outcome = '';
		this.#joined = null;
		this.#outcome = await ask();
		this.#busy = false;
		await this.open();
	}
}
