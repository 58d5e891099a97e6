import { vi } from 'vitest';
import { seededRandom, systemRandom, type Random } from '#lib/base/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let random: Random = systemRandom;

/**
 * Makes ids and jitter come from a seed, so that a failure replays and shrinks. The test file says
 * `vi.mock('nanoid', () => import('../helpers/seeded-chance.ts'))`.
 */
export function seedChance(seed: number): Random {
	random = seededRandom(seed);
	vi.spyOn(crypto, 'getRandomValues').mockImplementation((words) => {
		if (words instanceof Uint32Array) words.forEach((_, i) => (words[i] = random() * 2 ** 32));
		else throw new Error('Only words of 32 bits are drawn here.');
		return words;
	});
	return random;
}

/** What `nanoid` is in a seeded test. */
export function nanoid(size = 21): string {
	let id = '';
	for (let i = 0; i < size; i++) id += ALPHABET[Math.floor(random() * ALPHABET.length)];
	return id;
}
