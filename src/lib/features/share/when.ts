const MINUTE = 60_000;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
	['day', 24 * 60 * MINUTE],
	['hour', 60 * MINUTE],
	['minute', MINUTE],
];

/** “2 minutes ago”, “yesterday”, “now”; times in milliseconds. A clock ahead of ours says now. */
export function formatAgo(then: number, now: number, locale?: string): string {
	const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
	for (const [unit, length] of UNITS) {
		if (now - then >= length) return words.format(-Math.floor((now - then) / length), unit);
	}
	return words.format(0, 'second');
}
