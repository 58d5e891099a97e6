import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { VersionInfo, VersionReason } from '#lib/storage/ports.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

const REASONS: Readonly<Record<VersionReason, () => string>> = {
	timed: m.history_reason_timed,
	named: m.history_reason_timed,
	import: m.history_reason_import,
	restore: m.history_reason_restore,
	migration: m.history_reason_migration,
	merge: m.history_reason_merge,
	branch: m.history_reason_branch,
};

/** What a version is called: its name, or why it was kept. */
export const versionName = ({ label, reason }: Pick<VersionInfo, 'label' | 'reason'>): string =>
	label ?? REASONS[reason]();

/** “2 minutes ago”; times in milliseconds. */
export const agoWords = (at: number, now: number): string =>
	relativeTime(at, now, { locale: getLocale(), justNow: m.history_just_now() });

/** Day and time, to the minute. */
export const momentWords = (at: number): string =>
	new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
