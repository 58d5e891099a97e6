import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { LinkRole } from '#lib/protocol/api.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

/** What a role is called, and what it lets people do. */
export const ROLE_WORDS: Readonly<
	Record<ProjectRole, { readonly label: () => string; readonly hint: () => string }>
> = {
	owner: { label: m.members_owner, hint: m.members_owner_hint },
	editor: { label: m.members_editor, hint: m.members_editor_hint },
	commenter: { label: m.members_commenter, hint: m.members_commenter_hint },
	viewer: { label: m.members_viewer, hint: m.members_viewer_hint },
	player: { label: m.members_player, hint: m.members_player_hint },
};

export const roleWord = (role: ProjectRole): string => ROLE_WORDS[role].label();

/** What people can be made without becoming an owner. */
export const LINK_ROLES = PROJECT_ROLES.filter((role): role is LinkRole => role !== 'owner');

/** Words that people chose, amid ours: they turn the direction of nothing but themselves. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;

/** Somebody's name, for sentences; their account may be gone. */
export function nameOf({
	name,
	handle,
}: {
	readonly name: string | null;
	readonly handle: string | null;
}): string {
	const known = name ?? handle;
	return known === null ? m.members_gone() : isolate(known);
}

const AWAY: ReadonlySet<string> = new Set<ApiProblem['code']>([
	'unreachable',
	'timeout',
	'answer',
	'unavailable',
	'server',
]);

export const isAway = ({ code }: Pick<ApiProblem, 'code'>): boolean => AWAY.has(code);

/** A problem as a sentence with what to do about it. */
export function memberProblem(problem: ApiProblem): string {
	const { code, message, retryAfter } = problem;
	if (isAway(problem)) return m.members_away();
	if (code === 'rate-limited') return m.members_too_often({ seconds: String(retryAfter ?? 60) });
	return m.members_refused({ reason: message });
}

/** A moment gone by, as people say it. */
export const agoWord = (at: number, now: number): string =>
	relativeTime(at, now, { locale: getLocale(), justNow: m.members_just_now() });

/** A moment to come. */
export const momentWord = (at: number): string =>
	new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
