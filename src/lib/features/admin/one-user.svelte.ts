import type { Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	changeRole,
	endUserSessions,
	liftSuspension,
	listUserSessions,
	suspendUser,
	type SessionOfUser,
	type UserInfo,
} from '#lib/protocol/api/users.ts';
import { GLOBAL_ROLES, mayGlobally, type GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { AdminPort } from './admin-port.ts';
import { problemText, roleName } from './admin-words.ts';

export type GivenRole = Exclude<GlobalRole, 'guest'>;

/** One person as somebody looks at them who may act upon them, or may not, and then why. */
export class OneUser {
	#user: UserInfo;
	#sessions = $state.raw<readonly SessionOfUser[] | null>(null);
	#chosen = $state.raw<GivenRole | null>(null);
	#reason = $state('');
	#reasonMissing = $state.raw(false);
	#problem = $state.raw<string | null>(null);
	#busy = $state.raw(false);
	readonly #port: AdminPort;
	readonly #onchanged: (user: UserInfo) => void;

	constructor(port: AdminPort, user: UserInfo, onchanged: (user: UserInfo) => void) {
		this.#port = port;
		this.#user = $state.raw(user);
		this.#onchanged = onchanged;
	}

	get user(): UserInfo {
		return this.#user;
	}
	/** Null until they were read. */
	get sessions(): readonly SessionOfUser[] | null {
		return this.#sessions;
	}
	get problem(): string | null {
		return this.#problem;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get reason(): string {
		return this.#reason;
	}
	set reason(text: string) {
		this.#reason = text;
		this.#reasonMissing = false;
	}
	get reasonMissing(): boolean {
		return this.#reasonMissing;
	}
	/** The role that is chosen, and given when somebody says so. */
	get role(): GivenRole {
		return this.#chosen ?? (this.#user.role as GivenRole);
	}

	get #me() {
		const { state } = this.#port.store;
		return state.kind === 'signed-in' || state.kind === 'known' ? state.user : null;
	}
	get isMe(): boolean {
		return this.#me?.userId === this.#user.userId;
	}
	/** Why nothing can be done to them; null when something can. */
	get barred(): string | null {
		const me = this.#me;
		if (this.isMe) return m.admin_user_is_you();
		return me && rank(this.#user.role) < rank(me.role) ? null : m.admin_user_above();
	}
	/** What they can be made; none when this person may make nobody anything. */
	get roles(): readonly GivenRole[] {
		const role = this.#me?.role ?? 'guest';
		if (this.isMe || !mayGlobally(role, 'admin.user.role.change')) return [];
		if (mayGlobally(role, 'admin.admin.change')) return GIVEN;
		return this.barred === null ? GIVEN.filter((given) => rank(given) < rank(role)) : [];
	}

	choose(role: GivenRole): void {
		this.#chosen = role;
	}

	async readSessions(): Promise<void> {
		const read = await this.#port.store.call(listUserSessions, { params: { userId: this.#user.userId } });
		if (read.ok) this.#sessions = read.value.sessions;
		else this.#problem = problemText(read.error);
	}

	giveRole(): Promise<void> {
		const { role } = this;
		return this.#change(
			(params) => this.#port.store.call(changeRole, { params, body: { role } }),
			m.admin_user_role_changed({ handle: this.#user.handle, role: roleName(role) }),
		);
	}

	async suspend(): Promise<void> {
		const reason = this.#reason.trim();
		this.#reasonMissing = reason === '';
		if (reason === '') return;
		await this.#change(
			(params) => this.#port.store.call(suspendUser, { params, body: { reason } }),
			m.admin_user_suspended({ handle: this.#user.handle }),
		);
	}

	lift(): Promise<void> {
		return this.#change(
			(params) => this.#port.store.call(liftSuspension, { params }),
			m.admin_user_lifted({ handle: this.#user.handle }),
		);
	}

	signOut(): Promise<void> {
		return this.#change(
			async (params) => {
				const ended = await this.#port.store.call(endUserSessions, { params });
				return ended.ok ? { ok: true, value: this.#user } : ended;
			},
			m.admin_user_ended({ handle: this.#user.handle }),
		);
	}

	async #change(
		send: (params: { userId: string }) => Promise<Result<UserInfo, ApiProblem>>,
		done: string,
	): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#problem = null;
		const changed = await send({ userId: this.#user.userId });
		this.#busy = false;
		if (!changed.ok) {
			this.#problem = problemText(changed.error);
			return;
		}
		this.#user = changed.value;
		this.#chosen = null;
		this.#reason = '';
		this.#onchanged(changed.value);
		this.#port.toasts.show({ kind: 'success', text: done });
		await this.readSessions();
	}
}

const GIVEN = GLOBAL_ROLES.filter((role): role is GivenRole => role !== 'guest');
const rank = (role: GlobalRole): number => GLOBAL_ROLES.indexOf(role);
