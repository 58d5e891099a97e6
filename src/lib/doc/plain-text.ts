/**
 * Text as every replica reads it. Yjs sends UTF-8, in which half a character cannot be said: a lone surrogate would
 * stay here and arrive elsewhere as U+FFFD. NUL ends a text for many a tool. Neither may be written; where a peer
 * wrote one nevertheless, it is read as U+FFFD, which is as long.
 */
export const REPLACEMENT = '\uFFFD';

/** In UTF-16 units, as everything about texts here. */
export const MAX_TEXT_LENGTH = 1_000_000;

export function cleanText(raw: string): string {
	const text = raw.includes('\0') ? raw.replaceAll('\0', REPLACEMENT) : raw;
	return text.isWellFormed() ? text : text.toWellFormed();
}

/** The rule a text to be written breaks, in words that follow its name; undefined when it breaks none. */
export function faultOfText(text: string): string | undefined {
	if (text.length > MAX_TEXT_LENGTH) {
		return `may have at most ${MAX_TEXT_LENGTH} characters at once, but has ${text.length}`;
	}
	const nul = text.indexOf('\0');
	if (nul >= 0) return `must not contain NUL (U+0000), but has it at ${nul}`;
	if (text.isWellFormed()) return undefined;
	const at = loneSurrogateIn(text);
	const code = text.charCodeAt(at).toString(16).toUpperCase();
	return `must consist of whole characters, but has half of one (U+${code}) at ${at}`;
}

/** Whether this place lies between the two halves of one character. */
export function splitsCharacter(text: string, index: number): boolean {
	return isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

function loneSurrogateIn(text: string): number {
	let at = 0;
	for (const character of text) {
		if (!character.isWellFormed()) return at;
		at += character.length;
	}
	return -1;
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;
