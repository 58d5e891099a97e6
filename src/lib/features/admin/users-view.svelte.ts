import type { Dispose } from '#lib/base/disposer.ts';
import { listUsers, type UserInfo } from '#lib/protocol/api/users.ts';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { AdminPort } from './admin-port.ts';
import { OneUser } from './one-user.svelte.ts';
import { PagedList, readPage } from './paged-list.svelte.ts';

/** Milliseconds after the last letter: each search is a request. */
const TYPING_MS = 350;

export type UserState = 'active' | 'suspended';

/** The people of a server: looked for, listed, one of them opened. */
export class UsersView {
	readonly list: PagedList<UserInfo>;
	#search = $state.raw('');
	#role = $state.raw<GlobalRole | 'any'>('any');
	#state = $state.raw<UserState | 'any'>('any');
	#open = $state.raw<OneUser | null>(null);
	#cancel: Dispose = () => {};
	readonly #port: AdminPort;

	constructor(port: AdminPort) {
		this.#port = port;
		this.list = new PagedList((cursor) => readPage(port.store, listUsers, this.#query(cursor)));
	}

	get search(): string {
		return this.#search;
	}
	get role(): GlobalRole | 'any' {
		return this.#role;
	}
	get state(): UserState | 'any' {
		return this.#state;
	}
	/** The one who is looked at. */
	get open(): OneUser | null {
		return this.#open;
	}

	searchFor(text: string): void {
		this.#search = text;
		this.#cancel();
		this.#cancel = this.#port.clock.after(TYPING_MS, () => void this.list.first());
	}

	filter({
		role = this.#role,
		state = this.#state,
	}: {
		role?: GlobalRole | 'any';
		state?: UserState | 'any';
	}): void {
		this.#role = role;
		this.#state = state;
		this.list.clear();
		void this.list.first();
	}

	look(user: UserInfo): void {
		const note = (changed: UserInfo) =>
			this.list.replace((item) => (item.userId === changed.userId ? changed : item));
		this.#open = new OneUser(this.#port, user, note);
		void this.#open.readSessions();
	}

	close(): void {
		this.#open = null;
	}

	dispose(): void {
		this.#cancel();
	}

	#query(cursor: string | null) {
		// A handle has no other letters: what nobody can be called finds nobody, and is no mistake.
		const handle = this.#search
			.trim()
			.toLowerCase()
			.replace(/[^a-z0-9_-]/g, '')
			.slice(0, 32);
		return {
			...(handle !== '' && { handle }),
			...(this.#role !== 'any' && { role: this.#role }),
			...(this.#state !== 'any' && { state: this.#state }),
			...(cursor !== null && { cursor }),
		};
	}
}
