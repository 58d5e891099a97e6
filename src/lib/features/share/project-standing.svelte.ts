import { m } from '#lib/paraglide/messages.js';
import { acceptInvitation, askToJoin, readStanding, type Standing } from '#lib/protocol/api/members.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import { agoWord, isAway, memberProblem } from './member-words.ts';

export type StandingPort = Pick<AccountStore, 'state' | 'call' | 'change' | 'now'> & {
	readonly projects: Pick<AccountStore['projects'], 'openHere'>;
};

type Options = {
	readonly account: StandingPort;
	readonly projectId: string;
	/** The project is on this device now. */
	readonly onopen: (projectId: string) => void;
};

/** How whoever is signed in stands to a project that is not on this device, and their way into it. */
export class ProjectStanding {
	message = $state('');
	readonly #options: Options;
	#standing = $state.raw<Standing | null>(null);
	#isUnknown = $state.raw(false);
	#waits = $state.raw(false);
	#problem = $state.raw<string | null>(null);
	#busy = $state.raw(false);

	constructor(options: Options) {
		this.#options = options;
	}

	get isSignedIn(): boolean {
		const { kind } = this.#options.account.state;
		return kind === 'signed-in' || kind === 'known';
	}
	/** Null: not known, or the server has no such project. */
	get standing(): Standing | null {
		return this.#standing;
	}
	/** Whether the server said that it has no such project. */
	get isUnknown(): boolean {
		return this.#isUnknown;
	}
	/** Whether the request waits on this device. */
	get waits(): boolean {
		return this.#waits;
	}
	get problem(): string | null {
		return this.#problem;
	}
	get busy(): boolean {
		return this.#busy;
	}

	when(at: number): string {
		return agoWord(at, this.#options.account.now());
	}

	read(): Promise<void> {
		return this.#run(() => this.#look());
	}

	/** Brings it to this device, as the member one is. */
	open(): Promise<void> {
		return this.#run(async () => {
			if (this.#standing?.role) await this.#enter(this.#standing.role, null);
		});
	}

	accept(): Promise<void> {
		return this.#run(async () => {
			const { account } = this.#options;
			const invitation = this.#standing?.invitation;
			if (!invitation) return;
			const params = { invitationId: invitation.invitationId };
			const accepted = await account.call(acceptInvitation, { params });
			if (accepted.ok) await this.#enter(accepted.value.role, accepted.value.title);
			else this.#problem = memberProblem(accepted.error);
		});
	}

	ask(): Promise<void> {
		return this.#run(async () => {
			const { account, projectId } = this.#options;
			const request = { params: { projectId }, body: { message: this.message.trim() } };
			const asked = await account.change(askToJoin, request, m.members_waiting_ask());
			if (!asked.ok) {
				const { code, retryAfter } = asked.error;
				const isDeclined = code === 'rate-limited' && (retryAfter ?? 0) > 3600;
				this.#problem = isDeclined ? m.standing_declined() : memberProblem(asked.error);
				return;
			}
			if (asked.value === 'waiting') this.#waits = true;
			else await this.#look();
		});
	}

	async #look(): Promise<void> {
		const { account, projectId } = this.#options;
		const read = await account.call(readStanding, { params: { projectId } });
		this.#standing = read.ok ? read.value : null;
		if (read.ok) this.#waits = false;
		this.#isUnknown = !read.ok && ['not-found', 'invalid'].includes(read.error.code);
		const silent = read.ok || this.#isUnknown;
		this.#problem = silent ? null : isAway(read.error) ? m.members_needs_server() : memberProblem(read.error);
	}

	async #enter(role: ProjectRole, title: string | null): Promise<void> {
		const { account, projectId, onopen } = this.#options;
		const here = await account.projects.openHere({ projectId, title, role, since: account.now() });
		if (here !== null) onopen(here);
	}

	async #run(act: () => Promise<void>): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#problem = null;
		await act();
		this.#busy = false;
	}
}
