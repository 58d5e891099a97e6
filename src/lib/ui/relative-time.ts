const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUST_NOW_MS = 45_000;
const DAYS_IN_WORDS = 7;

export interface RelativeTimeWords {
	locale: string;
	justNow: string;
}

/** A moment as people say it: "Just now", "2 minutes ago", "Yesterday", "3 days ago", then the date. Milliseconds. */
export function relativeTime(at: number, now: number, { locale, justNow }: RelativeTimeWords): string {
	const ago = Math.max(0, now - at);
	if (ago < JUST_NOW_MS) return justNow;
	const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
	if (ago < HOUR) return words.format(-Math.max(1, Math.round(ago / MINUTE)), 'minute');
	const days = daysBetween(at, now);
	if (days === 0) return words.format(-Math.max(1, Math.round(ago / HOUR)), 'hour');
	if (days <= DAYS_IN_WORDS) return capitalise(words.format(-days, 'day'), locale);
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	const year = sameYear ? {} : ({ year: 'numeric' } as const);
	return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year }).format(at);
}

/** Midnights passed, in this place's own calendar. */
function daysBetween(at: number, now: number): number {
	const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
	return Math.round((midnight(now) - midnight(at)) / DAY);
}

function capitalise(text: string, locale: string): string {
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
