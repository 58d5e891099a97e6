import { describe, expect, it } from 'vitest';
import { saveWords } from './save-words.ts';

describe('the save indicator', () => {
	it('says exactly one of four sentences', () => {
		expect(saveWords({ kind: 'device' }).text).toBe('Saved on this device');
		expect(saveWords({ kind: 'waiting', count: 1, for: 'server' }).text).toBe('1 change waiting');
		expect(saveWords({ kind: 'waiting', count: 12, for: 'server' }).text).toBe('12 changes waiting');
		expect(saveWords({ kind: 'server' }).text).toBe('Saved here and on the server');
		expect(saveWords({ kind: 'failed', reason: 'the disk is full. ' }).text).toBe(
			'Not saved: the disk is full',
		);
	});

	it('says of a shared project what is on this device only, and why', () => {
		const tooLarge = saveWords({ kind: 'device', but: { kind: 'too-large', count: 2 } });
		expect(tooLarge.text).toBe('2 files only on this device');
		expect(tooLarge.why).toMatch(/larger than the server takes/);
		const unmet = saveWords({ kind: 'device', but: { kind: 'unmet' } });
		expect([unmet.text, unmet.why]).toEqual([
			'Saved on this device',
			expect.stringMatching(/not been reached/),
		]);
	});

	it('never says that something is kept which is only on its way', () => {
		expect(saveWords({ kind: 'waiting', count: 1, for: 'device' }).why).not.toMatch(/kept/i);
	});

	it('says what happened, and beside it what to do', () => {
		const { text, why } = saveWords({
			kind: 'failed',
			reason: 'The disk is full. Free some space. Then wait.',
		});
		expect([text, why]).toEqual(['Not saved: The disk is full', 'Free some space. Then wait.']);
	});
});
