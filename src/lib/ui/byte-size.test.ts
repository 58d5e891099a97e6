import { expect, it } from 'vitest';
import { byteSize } from './byte-size.ts';

it.each([
	[0, '0 bytes'],
	[1, '1 byte'],
	[999, '999 bytes'],
	[812_345, '812 kB'],
	[4_200_000, '4.2 MB'],
	[42_000_000, '42 MB'],
	[1_234_000_000, '1.2 GB'],
	[-5, '0 bytes'],
])('%d bytes are "%s"', (bytes, words) => {
	expect(byteSize(bytes, 'en')).toBe(words);
});
