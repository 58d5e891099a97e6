import type { Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LinkRole } from '#lib/protocol/api.ts';
import {
	acceptJoinRequest,
	changeMember,
	createInvitation,
	declineJoinRequest,
	leaveProject,
	readStanding,
	removeMember,
	revokeInvitation,
	transferProject,
	type Invitation,
	type JoinRequest,
	type Member,
	type Standing,
} from '#lib/protocol/api/members.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { Changed } from '#lib/studio/asked-change.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import { formatInvitationLink } from './invitation-link.ts';
import { InviteForm } from './invite-form.svelte.ts';
import { readMemberLists, type MemberLists } from './member-lists.ts';
import { agoWord, isAway, isolate, memberProblem, nameOf, roleWord } from './member-words.ts';
import { WaitingChanges } from './waiting-changes.ts';

export type MembersPort = Pick<AccountStore, 'state' | 'waiting' | 'call' | 'read' | 'change' | 'now'>;

type Options = {
	readonly account: MembersPort;
	readonly projectId: string;
	/** What the project is called now. */
	readonly title: () => string;
	/** As in `https://host`: where invitation links lead. */
	readonly origin: string;
};

const NOBODY: MemberLists = { members: [], invitations: [], requests: [] };

/** An invitation link that was just made. */
export type MadeLink = { readonly url: string; readonly role: LinkRole };

/** The members of one project: who they are, who is invited, who asks, and what the person here may do about it. */
export class MembersDesk {
	readonly form = new InviteForm();
	readonly #options: Options;
	#waiting = $derived.by(
		() => new WaitingChanges(this.#options.account.waiting.requests, this.#options.projectId),
	);
	#standing = $state.raw<CachedRead<Standing> | null>(null);
	#lists = $state.raw<CachedRead<MemberLists> | null>(null);
	#problem = $state.raw<string | null>(null);
	#outcome = $state.raw('');
	#failure = $state.raw<string | null>(null);
	#busy = $state.raw(false);
	#made = $state.raw<MadeLink | null>(null);
	#turn = 0;

	constructor(options: Options) {
		this.#options = options;
	}

	/** The person, while they are signed in as far as this device knows. */
	get user() {
		const { state } = this.#options.account;
		return state.kind === 'signed-in' || state.kind === 'known' ? state.user : null;
	}
	/** Their role by account; null: none, undefined: not known yet. */
	get role(): ProjectRole | null | undefined {
		return this.#standing?.value.role;
	}
	get canManage(): boolean {
		return this.role ? mayInProject(this.role, 'project.member.manage') : false;
	}
	/** Null before they were read. */
	get lists(): MemberLists | null {
		return this.#lists?.value ?? null;
	}
	/** When the server said all this, if that is not now. */
	get asOf(): string | null {
		const old = [this.#standing, this.#lists].find((read) => read?.trouble);
		return old ? this.when(old.asOf) : null;
	}
	/** Why nothing can be shown. */
	get problem(): string | null {
		return this.#problem;
	}
	/** What became of the last change, for eyes and ears. */
	get outcome(): string {
		return this.#outcome;
	}
	/** Why the last change was not made. */
	get failure(): string | null {
		return this.#failure;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get made(): MadeLink | null {
		return this.#made;
	}
	/** Whether anything shown waits to be sent. */
	get hasWaiting(): boolean {
		return !this.#waiting.isEmpty;
	}

	when(at: number): string {
		return agoWord(at, this.#options.account.now());
	}

	isSelf({ userId }: Pick<Member, 'userId'>): boolean {
		return userId === this.user?.userId;
	}

	/** Why this member can neither be lowered nor taken out; null when they can. */
	keepsReason({ role }: Pick<Member, 'role'>): string | null {
		const owners = this.lists?.members.filter((one) => one.role === 'owner').length ?? 0;
		return role === 'owner' && owners < 2 ? m.members_last_owner() : null;
	}

	/** Why what cannot wait can't be done now. */
	get awayReason(): string | undefined {
		return this.asOf === null ? undefined : m.members_needs_server();
	}

	/** What waits for a member, in a word; null: nothing. */
	waitingOf({ userId }: Pick<Member, 'userId'>): string | null {
		const change = this.#waiting.ofMember(userId, this.isSelf({ userId }));
		if (change?.kind === 'role') return m.members_waiting_role({ role: roleWord(change.role) });
		if (change?.kind === 'removed') return m.members_waiting_removed();
		return change && m.members_waiting();
	}
	isRevoking({ invitationId }: Pick<Invitation, 'invitationId'>): boolean {
		return this.#waiting.revokes(invitationId);
	}
	isAnswering({ requestId }: Pick<JoinRequest, 'requestId'>): boolean {
		return this.#waiting.answers(requestId);
	}

	/** Reads how the person stands to the project, and what they may see of its members. */
	async open(): Promise<void> {
		const turn = (this.#turn += 1);
		this.#problem = null;
		if (!this.user) return;
		const { account, projectId } = this.#options;
		const standing = await account.read(readStanding, { params: { projectId } });
		if (turn !== this.#turn) return;
		if (!standing.ok) return this.#cannotShow(standing.error);
		this.#standing = standing.value;
		const lists = await readMemberLists(account, projectId, standing.value.value.role);
		if (turn !== this.#turn) return;
		if (lists.ok) this.#lists = lists.value;
		else this.#cannotShow(lists.error);
	}

	changeRole(member: Member, role: ProjectRole): Promise<void> {
		const name = nameOf(member);
		const roleName = roleWord(role);
		const summary = m.members_waiting_change_role({ name, role: roleName, project: this.#project });
		const request = { params: { ...this.#params, userId: member.userId }, body: { role } };
		return this.#change(changeMember, request, summary, m.members_done_role({ name, role: roleName }));
	}

	remove(member: Member): Promise<void> {
		const name = nameOf(member);
		const summary = m.members_waiting_remove({ name, project: this.#project });
		const request = { params: { ...this.#params, userId: member.userId } };
		return this.#change(removeMember, request, summary, m.members_done_removed({ name }));
	}

	leave(): Promise<void> {
		const summary = m.members_waiting_leave({ project: this.#project });
		return this.#change(leaveProject, { params: this.#params }, summary, m.members_done_left());
	}

	revoke({ invitationId }: Invitation): Promise<void> {
		const summary = m.members_waiting_revoke({ project: this.#project });
		const request = { params: { ...this.#params, invitationId } };
		return this.#change(revokeInvitation, request, summary, m.members_done_revoked());
	}

	accept(request: JoinRequest, role: LinkRole): Promise<void> {
		const name = nameOf(request);
		const summary = m.members_waiting_accept_request({ name, project: this.#project });
		const asked = { params: { ...this.#params, requestId: request.requestId }, body: { role } };
		return this.#change(acceptJoinRequest, asked, summary, m.members_done_accepted({ name }));
	}

	decline(request: JoinRequest): Promise<void> {
		const name = nameOf(request);
		const summary = m.members_waiting_decline_request({ name, project: this.#project });
		const asked = { params: { ...this.#params, requestId: request.requestId } };
		return this.#change(declineJoinRequest, asked, summary, m.members_done_declined({ name }));
	}

	/** Nobody should find the project handed over days later: now, or not at all. */
	transfer(member: Member): Promise<void> {
		const request = { params: this.#params, body: { userId: member.userId } };
		return this.#run(async () => {
			const done = await this.#options.account.call(transferProject, request);
			return done.ok ? m.members_done_transferred({ name: nameOf(member) }) : done.error;
		});
	}

	/** Invites whom the form names, or makes a link: its answer is needed at once. */
	async invite(): Promise<void> {
		const body = this.form.read();
		if (!body) return;
		this.#made = null;
		await this.#run(async () => {
			const made = await this.#options.account.call(createInvitation, { params: this.#params, body });
			if (!made.ok) return this.form.explain(made.error, body) ? '' : made.error;
			const { token, role } = made.value;
			this.form.clear();
			if (token === null) return m.members_done_invited({ name: isolate(`@${body.handle}`) });
			this.#made = { url: formatInvitationLink(this.#options.origin, token), role };
			return m.members_done_link();
		});
	}

	/** The link is put away: it is not shown again. */
	putAway(): void {
		this.#made = null;
	}

	get #params() {
		return { projectId: this.#options.projectId };
	}
	get #project(): string {
		return isolate(this.#options.title());
	}

	#change(
		...[endpoint, request, summary, done]: [...Parameters<MembersPort['change']>, string]
	): Promise<void> {
		return this.#run(async () => {
			const changed: Result<Changed, ApiProblem> = await this.#options.account.change(
				endpoint,
				request,
				summary,
			);
			if (!changed.ok) return changed.error;
			return changed.value === 'done' ? done : m.members_done_waiting();
		});
	}

	/** One at a time; what was read is read again afterwards. */
	async #run(ask: () => Promise<string | ApiProblem>): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#failure = null;
		this.#outcome = '';
		const said = await ask();
		if (typeof said === 'string') this.#outcome = said;
		else this.#failure = memberProblem(said);
		// Before it is all read again: somebody who types on is not kept waiting for that.
		this.#busy = false;
		await this.open();
	}

	#cannotShow(problem: ApiProblem): void {
		this.#standing = null;
		this.#lists = null;
		// To the server the project is unknown: nobody is a member of it.
		if (problem.code === 'not-found') {
			const value = { role: null, invitation: null, askedAt: null };
			this.#standing = { value, asOf: this.#options.account.now(), trouble: null };
			this.#lists = { value: NOBODY, asOf: this.#options.account.now(), trouble: null };
		} else this.#problem = isAway(problem) ? m.members_needs_server() : memberProblem(problem);
	}
}
