import { describe, expect, it } from 'vitest';
import type { AssetHash } from '#lib/base/ids.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import { readFacts } from './asset-facts.ts';

const image = (name: string): AssetEntry => ({
	hash: 'a'.repeat(64) as AssetHash,
	name,
	type: 'image',
	bytes: 9,
});

describe('[E120] the details of an asset', () => {
	it('say the size of a panorama with the light it really has', async () => {
		const header = '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n';
		const pixels = Array.from({ length: 8 }, () => [128, 64, 255, 129]).flat();
		const bytes = new Uint8Array([...new TextEncoder().encode(header), ...pixels]);
		const facts = await readFacts(image('sky.hdr'), () => Promise.resolve(bytes), 'en');
		expect(facts).toMatchObject([{ values: ['4 × 2'] }, {}]);
	});

	it('say so where the file cannot be read', async () => {
		const facts = await readFacts(image('sky.png'), () => Promise.reject(new Error('no database')), 'en');
		expect(facts).toMatch(/could not be looked into/);
	});
});
