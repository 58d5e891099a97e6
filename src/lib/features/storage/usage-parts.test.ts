import { expect, it } from 'vitest';
import { usageParts } from './usage-parts.ts';

const shared = { count: 0, bytes: 0 };
const kinds = { projects: 100, assets: 700, versions: 150, caches: 50, other: 0 };
const use = (quotaBytes: number | null) => ({ usedBytes: 1000, quotaBytes, kinds, projects: [], shared });
const sum = (parts: ReturnType<typeof usageParts>) => parts.reduce((all, { share }) => all + share, 0);

it('is a bar of what may be used, or of what is used where nobody says', () => {
	expect(usageParts(use(2000)).map(({ share }) => share)).toEqual([0.05, 0.35, 0.075, 0.025, 0]);
	expect(usageParts(use(null)).map(({ share }) => share)).toEqual([0.1, 0.7, 0.15, 0.05, 0]);
});

it('shows a little of something, and never more than the whole', () => {
	const little = usageParts({ ...use(1e12), usedBytes: 1000 });
	expect(little.filter(({ share }) => share > 0.003)).toHaveLength(4);
	const full = usageParts({
		usedBytes: 1e9,
		quotaBytes: 1e9,
		kinds: { projects: 1, assets: 1e9 - 4, versions: 1, caches: 1, other: 1 },
		projects: [],
		shared,
	});
	expect(sum(full)).toBeCloseTo(1, 9);
});

it('has no parts when nothing is kept', () => {
	const none = { projects: 0, assets: 0, versions: 0, caches: 0, other: 0 };
	expect(sum(usageParts({ usedBytes: 0, quotaBytes: null, kinds: none, projects: [], shared }))).toBe(0);
});
