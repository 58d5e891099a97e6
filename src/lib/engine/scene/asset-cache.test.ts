import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import type { AssetHash } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { AssetCache } from './asset-cache.ts';

const HASH = 'b'.repeat(64) as AssetHash;

function setup() {
	const stored = new Map<AssetHash, Uint8Array<ArrayBuffer>>();
	const clock = new ManualClock();
	const load = vi.fn(async (hash: AssetHash) => stored.get(hash) ?? null);
	const free = vi.fn();
	const onChange = vi.fn();
	const cache = new AssetCache<string>({
		source: { load },
		decode: async (bytes) => (bytes[0] === 0 ? err('bad') : ok(`thing ${bytes[0]}`)),
		free,
		clock,
		onChange,
	});
	return { cache, stored, clock, load, free, onChange };
}

describe('assets', () => {
	it('load once for all users', async () => {
		const { cache, stored, load, onChange } = setup();
		stored.set(HASH, new Uint8Array([1]));
		expect(cache.acquire(HASH)).toEqual({ status: 'loading' });
		cache.acquire(HASH);
		await cache.idle();
		expect(cache.peek(HASH)).toEqual({ status: 'ready', value: 'thing 1' });
		expect([load.mock.calls.length, onChange.mock.calls.length]).toEqual([1, 1]);
	});

	it('are asked for again only when missing or broken', async () => {
		const { cache, stored, load } = setup();
		cache.acquire(HASH);
		await cache.idle();
		expect(cache.peek(HASH)?.status).toBe('missing');
		stored.set(HASH, new Uint8Array([2]));
		cache.retry(HASH);
		await cache.idle();
		cache.retry(HASH);
		expect(cache.peek(HASH)?.status).toBe('ready');
		expect(load).toHaveBeenCalledTimes(2);
	});

	it('say why they are broken, also when the source throws', async () => {
		const { cache, load } = setup();
		load.mockRejectedValueOnce(new Error('disk'));
		cache.acquire(HASH);
		await cache.idle();
		expect(cache.peek(HASH)).toEqual({ status: 'broken', message: 'disk' });
	});

	it('outlive their last user for a while, then are freed once', async () => {
		const { cache, stored, clock, free } = setup();
		stored.set(HASH, new Uint8Array([3]));
		cache.acquire(HASH);
		await cache.idle();
		cache.release(HASH);
		clock.advance(1000);
		expect(cache.acquire(HASH).status, 'undo finds it still here').toBe('ready');
		cache.release(HASH);
		clock.advance(60_000);
		expect(free).toHaveBeenCalledExactlyOnceWith('thing 3');
		expect(cache.size).toBe(0);
	});

	it('that arrive after the end are freed at once', async () => {
		const { cache, stored, free, onChange } = setup();
		stored.set(HASH, new Uint8Array([4]));
		cache.acquire(HASH);
		cache.dispose();
		await cache.idle();
		expect(free).toHaveBeenCalledOnce();
		expect(onChange).not.toHaveBeenCalled();
	});
});
