import * as v from 'valibot';

// Control characters, and those that change the direction of what follows them: nobody types them into a name.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const UNSEEN_BUT_LINES = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;

const wellFormed = v.pipe(
	v.string(),
	v.check((text) => text.isWellFormed(), 'has half a character'),
	v.transform((text) => text.normalize('NFC').trim()),
);

/** One line that people wrote, shown as text and nothing else: NFC, trimmed, no control characters. */
export const lineOfText = (most: number, least = 1) =>
	v.pipe(
		wellFormed,
		v.check((text) => !UNSEEN.test(text), 'has characters that cannot be seen'),
		v.minLength(least, least === 1 ? 'must not be empty' : `must have at least ${least} characters`),
		v.maxLength(most, `must have at most ${most} characters`),
	);

/** The same, with line breaks and tabs. */
export const linesOfText = (most: number) =>
	v.pipe(
		wellFormed,
		v.check((text) => !UNSEEN_BUT_LINES.test(text), 'has characters that cannot be seen'),
		v.maxLength(most, `must have at most ${most} characters`),
	);

/** An id of this server: 128 random bits. */
export const idText = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z0-9_-]{22}$/, 'must be 22 letters, digits, "-" or "_"'),
);
