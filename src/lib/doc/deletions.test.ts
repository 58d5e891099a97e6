import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { decodeDeletions, DeletionIndex, encodeDeletions } from './deletions.ts';

describe('deletions', () => {
	it('[L3] knows exactly what it was told, however spans overlap', () => {
		const random = seededRandom(3);
		const index = new DeletionIndex();
		const deleted = new Set<number>();
		let added = 0;
		for (let i = 0; i < 2000; i++) {
			const from = Math.floor(random() * 3000);
			const to = from + 1 + Math.floor(random() * 12);
			const clocks = Array.from({ length: to - from }, (_, k) => from + k);
			const span = new Map([[5, [from, to]]]);
			expect(index.contains(span)).toBe(clocks.every((clock) => deleted.has(clock)));
			if (random() < 0.3) {
				index.add(span);
				added++;
				for (const clock of clocks) deleted.add(clock);
			}
		}
		expect(added).toBeGreaterThan(400);
		expect(index.contains(new Map([[6, [0, 1]]]))).toBe(false);
		expect(index.contains(new Map())).toBe(true);
	});

	it('reads back what it writes', () => {
		const deletions = new Map([
			[7, [0, 4, 9, 10]],
			[3, [1, 2]],
		]);
		expect(decodeDeletions(encodeDeletions(deletions))).toEqual(deletions);
	});
});
