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

	it.each([
		['epoch', /begun anew/],
		['too-large', /larger than the server takes/],
		['refused', /does not take/],
		['no-access', /link no longer works/],
		['held', /while you were signed out.*once you say so/],
		['too-old', /reload/],
		['too-new', /needs an update/],
		['closed', /ended the connection/],
		['failing', /cannot store it just now/],
		['restarting', /restarts/],
	] as const)(
		'keeps to the four sentences, and says beside them why the server has not got it: %s',
		(kind, why) => {
			const waiting = saveWords({ kind: 'waiting', count: 3, for: 'server', because: kind });
			expect([waiting.text, waiting.why]).toEqual(['3 changes waiting', expect.stringMatching(why)]);
			const here = saveWords({ kind: 'device', but: { kind: 'trouble', trouble: kind } });
			expect([here.text, here.why, here.tone]).toEqual(['Saved on this device', waiting.why, 'warning']);
		},
	);

	it('names the asset the server did not take, says why, and what to do', () => {
		const asset = { count: 1, name: 'Castle', message: 'Editors only' };
		const full = saveWords({ kind: 'device', but: { kind: 'refused', ...asset, reason: 'quota' } });
		expect([full.text, full.tone]).toEqual(['1 file only on this device', 'warning']);
		expect(full.why).toMatch(/“Castle” is not on the server.*all the room.*Whoever runs the server/);
		const other = saveWords({ kind: 'device', but: { kind: 'refused', ...asset, reason: 'forbidden' } });
		expect(other.why).toMatch(/“Castle” is not on the server.*Editors only.*project file/);
		const held = saveWords({ kind: 'waiting', count: 1, for: 'server', held: 'Castle' });
		expect(held.why).toMatch(/disk is full, so “Castle” waits/);
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
