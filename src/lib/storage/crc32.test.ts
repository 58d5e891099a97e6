import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { crc32 } from './crc32.ts';

test('is the checksum zip uses, at any length and in any pieces', () => {
	const random = seededRandom(7);
	for (let length = 0; length < 70; length++) {
		const bytes = new Uint8Array(length).map(() => random() * 256);
		const cut = Math.floor(random() * length);
		expect(crc32(bytes)).toBe(zlibCrc32(bytes));
		expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlibCrc32(bytes));
	}
});
