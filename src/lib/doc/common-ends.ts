import { splitsCharacter } from './plain-text.ts';

/** How many units two texts share at their beginning and, of the rest, at their end; whole characters only. */
export function commonEnds(a: string, b: string): [head: number, tail: number] {
	const most = Math.min(a.length, b.length);
	let head = 0;
	while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
	if (splitsCharacter(a, head) || splitsCharacter(b, head)) head--;
	let tail = 0;
	while (tail < most - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
		tail++;
	if (splitsCharacter(a, a.length - tail) || splitsCharacter(b, b.length - tail)) tail--;
	return [head, tail];
}
