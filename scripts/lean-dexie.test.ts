import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { cutOut, LIVE_QUERIES } from './lean-dexie.ts';

const DEXIE = join(import.meta.dirname, '../node_modules/dexie/dist/modern/dexie.mjs');

/** What it asks for and declares nowhere: the browser's own, and whatever was cut out by mistake. */
const askedFor = (code: string) =>
	new Set(
		new Linter()
			.verify(code, { rules: { 'no-undef': 'error' } })
			.map(({ ruleId, message }) => `${ruleId}: ${message}`),
	);

describe('Dexie without live queries', () => {
	const whole = readFileSync(DEXIE, 'utf8');
	const lean = cutOut(whole, LIVE_QUERIES);

	it('is smaller by what they take, and asks for nothing that went with them', () => {
		const before = askedFor(whole);
		expect([...askedFor(lean)].filter((name) => !before.has(name))).toEqual([]);
		expect(before).toContain("no-undef: 'BroadcastChannel' is not defined.");
		expect(lean).not.toMatch(/RangeSet|cacheMiddleware|liveQuery\(|BroadcastChannel/);
		expect(lean.length).toBeLessThan(whole.length * 0.85);
	});

	it('is refused where Dexie reads otherwise, instead of being cut anywhere', () => {
		expect(() => cutOut(whole.replace('function liveQuery(', 'function live('), LIVE_QUERIES)).toThrow(
			/up to date/,
		);
		expect(() => cutOut(`${whole}\nfunction liveQuery(querier) {`, LIVE_QUERIES)).toThrow(/up to date/);
	});
});
