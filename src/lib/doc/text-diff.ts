import { diffArrays } from 'diff';
import { commonEnds } from './common-ends.ts';

/** Replaces [start, end) of a text, in UTF-16 units. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

/** Lines that differ, for showing. Lines count from 1; a place without lines is where they would begin. */
export type TextHunk = {
	readonly beforeLine: number;
	readonly removed: readonly string[];
	readonly afterLine: number;
	readonly added: readonly string[];
};

// A comparison costs the square of how much differs; beyond this the whole stretch counts as different.
const MAX_LINES_APART = 2_000;
const MAX_CHARACTERS_APART = 400;
const MAX_CHARACTERS = 10_000;

/** Which lines changed from one text to the other. A text is its lines joined by `\n`. */
export function diffText(before: string, after: string): TextHunk[] {
	const old = before.split('\n');
	const now = after.split('\n');
	return diffTokens(old, now, MAX_LINES_APART).map(({ start, end, from, to }) => ({
		beforeLine: start + 1,
		removed: old.slice(start, end),
		afterLine: from + 1,
		added: now.slice(from, to),
	}));
}

/**
 * What to replace to make one text of the other: few characters, never half of one. Edits ascend, do not touch, and
 * their places are those in `before`.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
	const edits: TextEdit[] = [];
	const lines = linesOf(before);
	const nowLines = linesOf(after);
	let line = 0;
	let offset = 0;
	for (const { start, end, from, to } of diffTokens(lines, nowLines, MAX_LINES_APART)) {
		while (line < start) offset += lines[line++]?.length ?? 0;
		const removed = lines.slice(start, end).join('');
		const added = nowLines.slice(from, to).join('');
		for (const edit of editsWithin(removed, added)) {
			edits.push({ start: offset + edit.start, end: offset + edit.end, text: edit.text });
		}
	}
	return edits;
}

function editsWithin(before: string, after: string): TextEdit[] {
	const [head, tail] = commonEnds(before, after);
	const old = before.slice(head, before.length - tail);
	const now = after.slice(head, after.length - tail);
	if (old === '' || now === '' || old.length + now.length > MAX_CHARACTERS) {
		return [{ start: head, end: head + old.length, text: now }];
	}
	const characters = [...old];
	const nowCharacters = [...now];
	let index = 0;
	let offset = head;
	return diffTokens(characters, nowCharacters, MAX_CHARACTERS_APART).map(({ start, end, from, to }) => {
		while (index < start) offset += characters[index++]?.length ?? 0;
		const length = characters.slice(start, end).join('').length;
		return { start: offset, end: offset + length, text: nowCharacters.slice(from, to).join('') };
	});
}

type Difference = { start: number; end: number; from: number; to: number };

/** Where two lists differ: [start, end) of the one became [from, to) of the other. */
function diffTokens(before: readonly string[], after: readonly string[], maxApart: number): Difference[] {
	const most = Math.min(before.length, after.length);
	let head = 0;
	while (head < most && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const old = before.slice(head, before.length - tail);
	const now = after.slice(head, after.length - tail);
	if (old.length === 0 && now.length === 0) return [];
	const parts = diffArrays(old, now, { maxEditLength: maxApart });
	if (!parts) return [{ start: head, end: head + old.length, from: head, to: head + now.length }];
	const differences: Difference[] = [];
	let [at, nowAt] = [head, head];
	let open: Difference | undefined;
	for (const { added, removed, count } of parts) {
		if (!added && !removed) open = undefined;
		else if (!open) differences.push((open = { start: at, end: at, from: nowAt, to: nowAt }));
		if (!added) at += count;
		if (!removed) nowAt += count;
		if (open) Object.assign(open, { end: at, to: nowAt });
	}
	return differences;
}

const linesOf = (text: string) => text.split(/(?<=\n)/);
