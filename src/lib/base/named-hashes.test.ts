import { describe, expect, test } from 'vitest';
import { hashAsset, type AssetHash } from './ids.ts';
import { strikeNamed, strikeNamedIn } from './named-hashes.ts';

describe('hashes named in bytes', () => {
	test('[S34] are found wherever they stand, also right beside others', async () => {
		const hashes = await Promise.all([1, 2, 3, 4].map((n) => hashAsset(new Uint8Array(n))));
		const [a, b, c, d] = hashes as [AssetHash, AssetHash, AssetHash, AssetHash];
		const found = (text: string) => {
			const unnamed = new Set(hashes);
			strikeNamed(new TextEncoder().encode(text), unnamed);
			return hashes.filter((hash) => !unnamed.has(hash));
		};
		expect(found(`${a}${b}`)).toEqual([a, b]);
		expect(found(`0${a}ff${b}x`)).toEqual([a, b]);
		expect(found(`…\0${c}`)).toEqual([c]);
		expect(found(d)).toEqual([d]);
		expect(found(d.slice(1))).toEqual([]);
		expect(found(d.toUpperCase())).toEqual([]);
		expect(found(`${d.slice(0, 40)} ${d.slice(40)}`)).toEqual([]);
		expect(found('')).toEqual([]);
	});

	test('[S34] are found in values of any shape', async () => {
		const [a, b] = [await hashAsset(new Uint8Array(1)), await hashAsset(new Uint8Array(2))];
		const unnamed = new Set([a, b]);
		strikeNamedIn({ rows: [{ [a]: 1 }] }, unnamed);
		strikeNamedIn(undefined, unnamed);
		expect([...unnamed]).toEqual([b]);
	});
});
