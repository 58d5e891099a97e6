import { clipText } from '../base/clip-text.ts';

const MOST = 200;
// What the server refuses in a line of text: it cannot be seen, and nobody meant it.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** What a project is called in lists on the server; null when nothing of its title can be seen. */
export function toldTitle(title: string): string | null {
	const seen = title.toWellFormed().normalize('NFC').replace(UNSEEN, ' ').trim();
	return clipText(seen, MOST).trim() || null;
}
