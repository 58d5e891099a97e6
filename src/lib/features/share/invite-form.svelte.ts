import { m } from '#lib/paraglide/messages.js';
import type { LinkRole } from '#lib/protocol/api.ts';
import type { RequestOf } from '#lib/protocol/api/endpoint.ts';
import type { createInvitation } from '#lib/protocol/api/members.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { isolate, memberProblem } from './member-words.ts';

export type InviteBody = RequestOf<typeof createInvitation>['body'];
export type InviteWay = 'name' | 'link';

const HOUR_MS = 60 * 60 * 1000;
const HANDLE = /^[a-z0-9_-]{3,32}$/;

/** How long an invitation holds, in ms; null: until it is revoked. */
export const ENDS = {
	hour: { label: m.members_ends_hour, lastsMs: HOUR_MS },
	day: { label: m.members_ends_day, lastsMs: 24 * HOUR_MS },
	week: { label: m.members_ends_week, lastsMs: 7 * 24 * HOUR_MS },
	month: { label: m.members_ends_month, lastsMs: 30 * 24 * HOUR_MS },
	never: { label: m.members_ends_never, lastsMs: null },
} as const;
export type Ends = keyof typeof ENDS;

/** How many people a link lets in; null: any number. */
export const USES = {
	one: { label: m.members_uses_one, uses: 1 },
	five: { label: m.members_uses_five, uses: 5 },
	many: { label: m.members_uses_many, uses: 25 },
	any: { label: m.members_uses_any, uses: null },
} as const;
export type Uses = keyof typeof USES;

/** What an owner fills in to invite somebody, and what is wrong with it. */
export class InviteForm {
	way = $state.raw<InviteWay>('name');
	handle = $state.raw('');
	role = $state.raw<LinkRole>('editor');
	ends = $state.raw<Ends>('week');
	uses = $state.raw<Uses>('one');
	#error = $state.raw<string | null>(null);

	/** What is wrong with the name. */
	get error(): string | null {
		return this.#error;
	}

	/** As the server wants it; null, and a word about it, when something is missing. */
	read(): InviteBody | null {
		this.#error = null;
		const { lastsMs } = ENDS[this.ends];
		const body = { role: this.role, ...(lastsMs !== null && { lastsMs }) };
		if (this.way === 'link') {
			const { uses } = USES[this.uses];
			return { ...body, ...(uses !== null && { uses }) };
		}
		// As people say names: with an @, in capitals.
		const handle = this.handle.trim().replace(/^@/, '').toLowerCase();
		if (HANDLE.test(handle)) return { ...body, handle };
		this.#error = m.members_handle_rule();
		return null;
	}

	/** Whether the problem is one of the name, and is said there. */
	explain({ code, field, message }: ApiProblem, { handle }: InviteBody): boolean {
		if (handle === undefined || field !== 'handle') return false;
		if (code === 'not-found') this.#error = m.members_handle_nobody({ handle: isolate(handle) });
		else if (code === 'conflict') this.#error = m.members_handle_member({ handle: isolate(handle) });
		else this.#error = memberProblem({ code, message });
		return true;
	}

	/** For the next one. */
	clear(): void {
		this.handle = '';
		this.#error = null;
	}
}
