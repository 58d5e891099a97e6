import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mintDocumentId, type VersionId } from '../../base/ids.ts';
import type { VersionInfo } from '../ports.ts';
import { versionsToRemove } from './thin-out.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2030, 5, 15, 9, 30);

type Dated = Pick<VersionInfo, 'id' | 'documentId' | 'createdAt' | 'label' | 'reason'>;

describe('thinning out', () => {
	test('[S21] all of the last 24 hours stay, however many', () => {
		const versions = Array.from({ length: 144 }, (_, i) => make(NOW - i * 10 * 60_000));
		expect(versionsToRemove(versions, NOW)).toEqual([]);
	});

	test('[S21] of earlier days the newest stays, by UTC days', () => {
		const morning = make(Date.UTC(2030, 5, 10, 0, 0));
		const evening = make(Date.UTC(2030, 5, 10, 23, 59));
		const nextDay = make(Date.UTC(2030, 5, 11, 0, 1));
		expect(versionsToRemove([evening, morning, nextDay], NOW)).toEqual([morning.id]);
	});

	test('[S21] after 30 days automatic ones go', () => {
		const inTime = make(NOW - 30 * DAY + 1);
		const tooOld = make(NOW - 30 * DAY);
		expect(versionsToRemove([inTime, tooOld], NOW)).toEqual([tooOld.id]);
	});

	test('[S21] named ones and bases of branches stay for ever', () => {
		const versions = [
			make(NOW - 900 * DAY, { label: 'First release', reason: 'named' }),
			make(NOW - 900 * DAY, { label: '', reason: 'timed' }),
			make(NOW - 900 * DAY, { reason: 'branch' }),
		];
		expect(versionsToRemove(versions, NOW)).toEqual([]);
	});

	test('[S21] a named one does not stand in for the automatic one of its day', () => {
		const automatic = make(NOW - 5 * DAY);
		const named = make(NOW - 5 * DAY + HOUR, { label: 'Mine' });
		expect(versionsToRemove([automatic, named], NOW)).toEqual([]);
	});

	test('[S21] each document has its own newest of the day', () => {
		const versions = [make(NOW - 5 * DAY), make(NOW - 5 * DAY, { documentId: OTHER })];
		expect(versionsToRemove(versions, NOW)).toEqual([]);
	});

	test('[S21] whatever there is: what must stay stays, and thinning again removes nothing', () => {
		let removedAny = 0;
		fc.assert(
			fc.property(fc.array(anyVersion, { maxLength: 80, size: 'max' }), (drawn) => {
				const versions = drawn.map((one, i) => make(one.createdAt, { ...one, id: `v${i}` as VersionId }));
				const removed = new Set(versionsToRemove(versions, NOW));
				removedAny += removed.size;
				const rest = versions.filter(({ id }) => !removed.has(id));
				for (const { id, label, reason, createdAt } of versions) {
					const forEver = label !== null || reason === 'branch' || NOW - createdAt < DAY;
					if (forEver) expect(removed.has(id)).toBe(false);
				}
				const daily = rest.filter(
					({ label, reason, createdAt }) => label === null && reason !== 'branch' && NOW - createdAt >= DAY,
				);
				const days = new Set(daily.map((one) => `${one.documentId}${Math.floor(one.createdAt / DAY)}`));
				expect(days.size).toBe(daily.length);
				for (const documentId of [ONE, OTHER]) {
					expect(daily.filter((one) => one.documentId === documentId).length).toBeLessThanOrEqual(31);
				}
				for (const { createdAt } of daily) expect(NOW - createdAt).toBeLessThan(30 * DAY);
				expect(versionsToRemove(rest, NOW)).toEqual([]);
				expect(new Set(versionsToRemove(versions.toReversed(), NOW))).toEqual(removed);
			}),
			{ seed: 3, numRuns: 300 },
		);
		expect(removedAny).toBeGreaterThan(1000);
	});

	test('[S21] every day in between leaves something to go back to', () => {
		fc.assert(
			fc.property(fc.array(anyVersion, { minLength: 1, maxLength: 80, size: 'max' }), (drawn) => {
				const versions = drawn.map((one, i) => make(one.createdAt, { ...one, id: `v${i}` as VersionId }));
				const removed = new Set(versionsToRemove(versions, NOW));
				for (const gone of versions.filter(({ id }) => removed.has(id))) {
					if (NOW - gone.createdAt >= 29 * DAY) continue;
					const sameDay = versions.filter(
						(one) =>
							!removed.has(one.id) &&
							one.documentId === gone.documentId &&
							Math.floor(one.createdAt / DAY) === Math.floor(gone.createdAt / DAY),
					);
					expect(sameDay.some(({ createdAt }) => createdAt >= gone.createdAt)).toBe(true);
				}
			}),
			{ seed: 4, numRuns: 200 },
		);
	});
});

const ONE = mintDocumentId();
const OTHER = mintDocumentId();
let count = 0;

const make = (createdAt: number, fields: Partial<Dated> = {}): Dated => ({
	id: `version-${++count}` as VersionId,
	documentId: ONE,
	label: null,
	reason: 'timed',
	...fields,
	createdAt,
});

const anyVersion = fc.record({
	createdAt: fc.integer({ min: NOW - 40 * DAY, max: NOW + HOUR }),
	documentId: fc.constantFrom(ONE, OTHER),
	label: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.string() }),
	reason: fc.constantFrom('timed' as const, 'import' as const, 'merge' as const, 'branch' as const),
});
