import type { LogFields } from './log.ts';

const REMOVED = '[removed]';
/** Letters of one text: those that are kept, and those that are looked at. */
const MAX_LENGTH = 1_000;
const MAX_READ = 10_000;

/** Fields that are secrets by their name, however it is written. */
const SECRET_NAME =
	/token|claim|secret|password|authorization|cookie|sec.?websocket.?protocol|signing.?key|recovery|verifier|ticket|setup.?code/i;

/** Secrets by their look: a signed token, what follows "Bearer", a claim (43 characters), the rest of an address. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
	[/eyJ[\w-]{10,}(\.[\w-]*){0,4}/g, REMOVED],
	[/\b(rastudios\.token\.)[^\s,;"']*/g, `$1${REMOVED}`],
	[/\b(Bearer|Basic)\s+[^\s,;"']+/gi, `$1 ${REMOVED}`],
	[/(?<![\w-])[\w-]{43}(?![\w-])/g, REMOVED],
	[/([a-z]+:\/\/[^\s?#"']*|(?<![\w.])\/[^\s?#"']*)[?#][^\s"']*/gi, '$1'],
];

/** The text without what looks like a secret, and not without end. */
export function redactText(text: string): string {
	const left = SECRET_TEXT.reduce(
		(rest, [pattern, put]) => rest.replace(pattern, put),
		text.slice(0, MAX_READ),
	);
	// Clipped last: half a secret has another look.
	return left.length > MAX_LENGTH ? `${left.slice(0, MAX_LENGTH)}…` : left;
}

/** The fields without those that are secrets by name or by look. */
export function redactFields(fields: LogFields): LogFields {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			if (SECRET_NAME.test(name)) return [name, REMOVED];
			return [name, typeof value === 'string' ? redactText(value) : value];
		}),
	);
}
