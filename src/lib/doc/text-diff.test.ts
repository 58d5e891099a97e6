import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitsCharacter } from './plain-text.ts';
import { diffText, editsBetween, type TextEdit } from './text-diff.ts';

const apply = (text: string, edits: readonly TextEdit[]) =>
	edits
		.toReversed()
		.reduce((now, { start, end, text: added }) => now.slice(0, start) + added + now.slice(end), text);

const text = fc.array(fc.constantFrom('a', 'b', 'c', '\n', 'let x;\n', '😀', '😁', '\r\n'), {
	maxLength: 40,
});

describe('edits between two texts', () => {
	it('make one of the other, ascending and apart, never in the middle of a character', () => {
		fc.assert(
			fc.property(text, text, (some, other) => {
				const [before, after] = [some.join(''), other.join('')];
				const edits = editsBetween(before, after);
				expect(apply(before, edits)).toBe(after);
				let last = -1;
				for (const { start, end, text: added } of edits) {
					expect(start).toBeGreaterThan(last);
					expect(splitsCharacter(before, start) || splitsCharacter(before, end)).toBe(false);
					expect(added.isWellFormed()).toBe(true);
					expect(end - start + added.length).toBeGreaterThan(0);
					last = end;
				}
			}),
			{ seed: 4, numRuns: 500 },
		);
	});

	it('are as few characters as a person would have typed', () => {
		expect(editsBetween('', '')).toEqual([]);
		expect(editsBetween('same\n', 'same\n')).toEqual([]);
		expect(editsBetween('one\ntwo\nsix', 'one\nTwo\nsix!')).toEqual([
			{ start: 4, end: 5, text: 'T' },
			{ start: 11, end: 11, text: '!' },
		]);
		// Both faces share their first half.
		expect(editsBetween('a😀b', 'a😁b')).toEqual([{ start: 1, end: 3, text: '😁' }]);
	});

	it('of long texts that have nothing in common end soon, and still fit', () => {
		const lines = (of: string) => Array.from({ length: 40_000 }, (_, i) => `${of} ${i}`).join('\n');
		const [before, after] = [lines('left'), lines('right')];
		expect(apply(before, editsBetween(before, after))).toBe(after);
		const oneLine = 'xy'.repeat(200_000);
		expect(apply(oneLine, editsBetween(oneLine, 'z'.repeat(300_000)))).toBe('z'.repeat(300_000));
	});
});

describe('lines that differ', () => {
	it('are named with their numbers on both sides', () => {
		expect(diffText('a\nb\nc\nd', 'a\nB\nc\nd\ne')).toEqual([
			{ beforeLine: 2, removed: ['b'], afterLine: 2, added: ['B'] },
			{ beforeLine: 5, removed: [], afterLine: 5, added: ['e'] },
		]);
		expect(diffText('x', 'x')).toEqual([]);
		expect(diffText('', 'x')).toEqual([{ beforeLine: 1, removed: [''], afterLine: 1, added: ['x'] }]);
		expect(diffText('x', 'x\n')).toEqual([{ beforeLine: 2, removed: [], afterLine: 2, added: [''] }]);
	});

	it('put in place make one text of the other', () => {
		fc.assert(
			fc.property(text, text, (some, other) => {
				const [before, after] = [some.join(''), other.join('')];
				const lines = before.split('\n');
				for (const { beforeLine, removed, added } of diffText(before, after).toReversed()) {
					expect(lines.splice(beforeLine - 1, removed.length, ...added)).toEqual(removed);
				}
				expect(lines.join('\n')).toBe(after);
			}),
			{ seed: 4, numRuns: 500 },
		);
	});
});
