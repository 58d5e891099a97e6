import { describe, expect, it } from 'vitest';
import { parseTabMessage } from './tab-message.ts';

const bytes = new Uint8Array([1, 2]);
const ledger = { ana: { made: 3, acknowledged: 2 } };
const MESSAGES = {
	update: { kind: 'update', replica: 'ana', made: 1, bytes, epoch: 2 },
	ask: { kind: 'ask', replica: 'ana', stateVector: bytes },
	answer: { kind: 'answer', to: 'jo', bytes, held: { ana: 3 }, ledger, epoch: 2 },
	acknowledged: { kind: 'acknowledged', ledger },
};

describe('what another tab says', () => {
	it('is taken as it was meant, without what this version does not know', () => {
		for (const message of Object.values(MESSAGES)) {
			expect(parseTabMessage({ ...message, newer: true })).toEqual(message);
		}
	});

	it('is of the first beginning when a tab of an earlier build does not say of which', () => {
		const { epoch, ...older } = MESSAGES.update;
		expect(epoch).toBe(2);
		expect(parseTabMessage(older)).toEqual({ ...older, epoch: 0 });
	});

	it('is passed over whole when any part of it is something else', () => {
		const wrong: unknown[] = [undefined, null, 'update', 7, {}, { kind: 'other' }];
		for (const message of Object.values(MESSAGES)) {
			for (const field of Object.keys(message)) {
				wrong.push({ ...message, [field]: null }, { ...message, [field]: -1.5 });
			}
		}
		wrong.push(
			{ ...MESSAGES.answer, held: { ana: '3' } },
			{ ...MESSAGES.acknowledged, ledger: { ana: { made: 3 } } },
			{ ...MESSAGES.acknowledged, ledger: { ana: null } },
			{ ...MESSAGES.update, bytes: [1, 2] },
			{ ...MESSAGES.update, made: Number.NaN },
		);
		expect(wrong.filter((one) => parseTabMessage(one) !== null)).toEqual([]);
	});
});
