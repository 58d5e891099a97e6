import { describe, expect, it } from 'vitest';
import { saveWords } from './save-words.ts';

describe('the save indicator', () => {
	it('says exactly one of four sentences', () => {
		expect(saveWords({ kind: 'device' }).text).toBe('Saved on this device');
		expect(saveWords({ kind: 'waiting', count: 1 }).text).toBe('1 change waiting');
		expect(saveWords({ kind: 'waiting', count: 12 }).text).toBe('12 changes waiting');
		expect(saveWords({ kind: 'server' }).text).toBe('Saved here and on the server');
		expect(saveWords({ kind: 'failed', reason: 'the disk is full. ' }).text).toBe(
			'Not saved: the disk is full',
		);
	});
});
