import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import { mayPass, type ApiProblem } from '#lib/sync/api-problem.ts';
import { byteSize } from '#lib/ui/byte-size.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

const ROLES: Readonly<Record<GlobalRole, () => string>> = {
	guest: m.admin_role_guest,
	user: m.admin_role_user,
	moderator: m.admin_role_moderator,
	admin: m.admin_role_admin,
	'super-admin': m.admin_role_super_admin,
};

export const roleName = (role: GlobalRole): string => ROLES[role]();

/** A problem as a sentence with what to do about it. */
export function problemText(problem: ApiProblem): string {
	const { code, message, retryAfter } = problem;
	if (code === 'rate-limited') return m.admin_too_often({ seconds: String(retryAfter ?? 60) });
	return mayPass(problem) ? m.admin_away() : m.admin_refused({ reason: message });
}

export const sizeText = (bytes: number): string => byteSize(bytes, getLocale());

export const countText = (count: number): string => new Intl.NumberFormat(getLocale()).format(count);

/** A moment as people say it, from where they are. */
export const whenText = (at: number, now: number): string =>
	relativeTime(at, now, { locale: getLocale(), justNow: m.admin_just_now() });

/** To the second: two lines of a log may lie close together. */
export const exactTime = (at: number): string =>
	new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
