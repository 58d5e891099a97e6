import { describe, expect, test } from 'vitest';
import { hashAsset } from '../../base/ids.ts';
import { createStreamedHash, plainHash } from './streamed-hash.ts';

describe('a streamed sha-256', () => {
	test('[S30] is that of all bytes at once, however they are cut, in WebAssembly and without', async () => {
		const bytes = new Uint8Array(300_001).map((_, index) => (index * 31) >> 3);
		const whole = await hashAsset(bytes);
		for (const create of [createStreamedHash, plainHash]) {
			for (const size of [1 << 16, 65, 100_000, bytes.length]) {
				const hash = await create();
				for (let at = 0; at < bytes.length; at += size) hash.update(bytes.subarray(at, at + size));
				expect(hash.digest()).toBe(whole);
			}
			expect((await create()).digest()).toBe(await hashAsset(new Uint8Array()));
		}
	});

	test('[S30] two at once do not disturb each other', async () => {
		const [first, second] = [await createStreamedHash(), await createStreamedHash()];
		first.update(new Uint8Array([1]));
		second.update(new Uint8Array([2]));
		expect(first.digest()).toBe(await hashAsset(new Uint8Array([1])));
		expect(second.digest()).toBe(await hashAsset(new Uint8Array([2])));
	});
});
