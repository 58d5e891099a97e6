import { describe, expect, it } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { unwrap } from '#lib/base/result.ts';
import { CodePoints } from './code-points.ts';
import { makeConcurrentTrace, makeSequentialTrace } from './made-traces.ts';
import { replayTrace } from './replay.ts';
import { parseTrace, type ConcurrentTrace } from './trace.ts';
import { addToHeads, compareVersions } from './versions.ts';

const SEEDS = [1, 2, 3, 4, 5];

const concurrent = (endContent: string, txns: ConcurrentTrace['txns']): ConcurrentTrace => ({
	kind: 'concurrent',
	endContent,
	txns,
});

describe('[D27] recorded editing histories', () => {
	it.each(SEEDS)('seed %i: one person’s replays to what was recorded, characters of all widths', (seed) => {
		const trace = makeSequentialTrace(seededRandom(seed), 300);
		expect(trace.endContent).toMatch(/[\u{10000}-\u{10FFFF}]/u);
		const replayed = unwrap(replayTrace(trace));
		expect(replayed.patches).toBeGreaterThan(300);
	});

	it.each(SEEDS)('seed %i: that of three people at once replays by real merges', (seed) => {
		const trace = makeConcurrentTrace(seededRandom(seed), 300);
		const { replicas, exchanged } = unwrap(replayTrace(trace));
		expect(replicas).toBe(3);
		expect(exchanged).toBeGreaterThan(300);
		expect(trace.txns.some(({ parents }) => parents.length > 1)).toBe(true);
	});

	it('somebody who goes back and branches off gets another replica, and all is merged', () => {
		const trace = concurrent('a1 b2 c3!', [
			{ parents: [], agent: 0, patches: [[0, 0, 'a b c']] },
			{ parents: [0], agent: 0, patches: [[1, 0, '1']] },
			{ parents: [0], agent: 0, patches: [[3, 0, '2']] },
			{ parents: [0], agent: 1, patches: [[5, 0, '3']] },
			{ parents: [1, 2, 3], agent: 1, patches: [[8, 0, '!']] },
		]);
		expect(unwrap(replayTrace(trace)).replicas).toBe(3);
	});

	it('of two at one place, either may come first', () => {
		const txns = [
			{ parents: [], agent: 0, patches: [[0, 0, 'x']] },
			{ parents: [0], agent: 0, patches: [[1, 0, 'A']] },
			{ parents: [0], agent: 1, patches: [[1, 0, 'B']] },
		] satisfies ConcurrentTrace['txns'];
		expect(unwrap(replayTrace(concurrent('xAB', txns))).order).toBe('agents ascending');
		expect(unwrap(replayTrace(concurrent('xBA', txns))).order).toBe('agents descending');
	});

	it('an outcome other than the recorded one is told, with its place', () => {
		for (const trace of [
			makeSequentialTrace(seededRandom(1), 50),
			makeConcurrentTrace(seededRandom(1), 50),
		]) {
			const wrong = {
				...trace,
				endContent: `${trace.endContent.slice(0, 12)}!${trace.endContent.slice(12)}`,
			};
			expect(replayTrace(wrong)).toMatchObject({ ok: false, error: expect.stringMatching(/^differs at 12/) });
		}
	});

	it('a patch that does not fit is told, with its transaction', () => {
		const replayed = replayTrace({
			kind: 'sequential',
			startContent: 'abc',
			endContent: '',
			txns: [
				{ patches: [] },
				{
					patches: [
						[0, 1, ''],
						[5, 1, ''],
					],
				},
			],
		});
		expect(replayed).toMatchObject({
			ok: false,
			error: expect.stringMatching(/^transaction 1, patch 1: The range 5 to 6/),
		});
	});
});

describe('reading a trace', () => {
	it.each([
		[7, 'object'],
		[{ txns: [] }, 'endContent'],
		[{ endContent: '' }, 'txns'],
		[{ endContent: '', txns: [{}] }, 'Transaction 0'],
		[{ endContent: '', txns: [{ patches: [[0, -1, '']] }] }, 'patch 0'],
		[{ kind: 'other', endContent: '', txns: [] }, 'other'],
		[{ kind: 'concurrent', endContent: '', txns: [{ patches: [], agent: 0, parents: [0] }] }, 'earlier'],
	])('refuses %j, naming %s', (json, word) => {
		expect(parseTrace(json)).toMatchObject({ ok: false, error: expect.stringContaining(word) });
	});

	it('takes what has no times, no start and no kind', () => {
		expect(parseTrace({ endContent: 'a', txns: [{ patches: [[0, 0, 'a']] }] })).toMatchObject({
			ok: true,
			value: { kind: 'sequential', startContent: '' },
		});
	});
});

describe('code points as units', () => {
	it('stay right while the text changes', () => {
		const random = seededRandom(9);
		let text = 'a😀b😀😀';
		const codePoints = new CodePoints(text);
		for (let step = 0; step < 500; step++) {
			const characters = [...text];
			for (let index = 0; index <= characters.length; index++) {
				expect(codePoints.toUnits(index)).toBe(characters.slice(0, index).join('').length);
			}
			const at = Math.floor(random() * (characters.length + 1));
			const deleted = Math.floor(random() * Math.min(4, characters.length - at + 1));
			const inserted = random() < 0.5 ? 'x😀' : '';
			const index = characters.slice(0, at).join('').length;
			const removed = characters.slice(at, at + deleted).join('').length;
			codePoints.apply({ index, removed, inserted });
			text = text.slice(0, index) + inserted + text.slice(index + removed);
		}
	});
});

describe('versions', () => {
	const parents = [[], [0], [0], [1, 2], [2], [3], [4, 5]];
	const parentsOf = (step: number) => parents[step] ?? [];

	it.each([
		[[3], [4], [1, 3], [4]],
		[[6], [6], [], []],
		[[], [3], [], [0, 1, 2, 3]],
		[[5], [0], [1, 2, 3, 5], []],
		[[1, 4], [5], [4], [3, 5]],
	])('%j and %j differ by %j and %j', (a, b, onlyA, onlyB) => {
		expect(compareVersions(parentsOf, a, b)).toEqual({ onlyA, onlyB });
	});

	it('end in what nothing came after', () => {
		expect(addToHeads(parentsOf, [3], [4])).toEqual([3, 4]);
		expect(addToHeads(parentsOf, [3, 4], [5, 6])).toEqual([6]);
	});
});
