import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { hashAsset, mintProjectId, type AssetHash } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { err, ok } from '../base/result.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { AssetSync, type AssetSyncState } from './asset-sync.ts';
import type { ProjectsProblem } from './projects-problem.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);

/** A device and a server, each with some assets. */
async function setup(here: readonly string[], there: readonly string[], canUpload = true) {
	const clock = new ManualClock();
	// Hashed beforehand, so that nothing in a run waits for more than promises.
	const names = new Map<string, AssetHash>();
	const name = async (text: string) => {
		const hash = await hashAsset(bytesOf(text));
		names.set(text, hash);
		return hash;
	};
	const named = async (texts: readonly string[]) =>
		new Map(await Promise.all(texts.map(async (text) => [await name(text), bytesOf(text)] as const)));
	const device = await named(here);
	const server = await named(there);
	const full = { now: false };
	/** What assets claim to have here instead of their few bytes. */
	const sizes = new Map<AssetHash, number>();
	const trouble: { problem: ProjectsProblem | null; calls: number } = { problem: null, calls: 0 };
	const asking = async <T>(answer: () => T) => {
		trouble.calls++;
		await Promise.resolve();
		return trouble.problem ? err(trouble.problem) : answer();
	};
	const sync = new AssetSync({
		projectId: mintProjectId(),
		token: 't',
		clock,
		random: seededRandom(1),
		canUpload: () => canUpload,
		source: {
			size: (hash) => Promise.resolve(sizes.get(hash) ?? device.get(hash)?.length ?? null),
			get: async (hash) => {
				const bytes = device.get(hash);
				return bytes ? new Blob([bytes]) : null;
			},
			put: async (hash, bytes) => {
				if (full.now) return err({ message: 'No room here' });
				device.set(hash, bytes);
				return ok();
			},
		},
		client: {
			missingAssets: (_project, _token, hashes) =>
				asking(() => ok(hashes.filter((hash) => !server.has(hash)))),
			putAsset: async (_project, _token, hash, blob) => {
				const bytes = new Uint8Array(await blob.arrayBuffer());
				return asking(() => {
					server.set(hash, bytes);
					return ok();
				});
			},
			getAsset: (_project, _token, hash) =>
				asking(() => {
					const found = server.get(hash);
					return found ? ok(found) : err({ reason: 'not-found' as const, message: 'Not here yet' });
				}),
		},
	});
	const states: AssetSyncState[] = [];
	sync.onChange((state) => states.push(state));
	const all = [...new Set([...device.keys(), ...server.keys()])];
	const want = (hashes: readonly AssetHash[], bytes = 1) =>
		sync.want(hashes.map((hash) => ({ hash, bytes })));
	return { sync, want, full, sizes, clock, device, server, trouble, states, all, name };
}

/** Lets everything that waits for nothing but promises go on. */
async function settle(): Promise<void> {
	for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('asset sync', () => {
	it('uploads what the server lacks and downloads what this device lacks', async () => {
		const { want, sync, all, device, server, states, clock } = await setup(['a', 'b', 'both'], ['c', 'both']);
		want(all);
		expect(sync.state.uploading).toBe(4);
		await settle();
		expect([...server.keys()].sort()).toEqual([...all].sort());
		expect([...device.keys()].sort()).toEqual([...all].sort());
		expect(sync.state).toEqual({ uploading: 0, unsendable: 0, downloading: 0, failed: new Map() });
		expect(states.map(({ uploading }) => uploading)).toContain(2);
		expect(clock.pending).toBe(0);
	});

	it('a viewer only downloads', async () => {
		const { want, sync, all, device, server } = await setup(['a'], ['b'], false);
		want(all);
		await settle();
		expect(device.size).toBe(2);
		expect(server.size).toBe(1);
		expect(sync.state.uploading).toBe(0);
	});

	it('asks nothing again when the same assets are wanted', async () => {
		const { want, all, trouble } = await setup(['a'], ['b']);
		want(all);
		await settle();
		const { calls } = trouble;
		want([...all].reverse());
		await settle();
		expect(trouble.calls).toBe(calls);
	});

	it('tries ever more rarely while the server is away, and finishes when it is back', async () => {
		const { want, sync, all, trouble, clock } = await setup(['a'], ['b']);
		trouble.problem = { reason: 'unreachable', message: 'No network' };
		want(all);
		for (let i = 0; i < 600; i++) {
			await settle();
			clock.advance(1_000);
		}
		expect(sync.state).toMatchObject({ uploading: 1, downloading: 1 });
		expect(trouble.calls).toBeGreaterThan(10);
		expect(trouble.calls).toBeLessThan(120);
		trouble.problem = null;
		sync.resume();
		await settle();
		expect(sync.state).toMatchObject({ uploading: 0, downloading: 0 });
		expect(clock.pending).toBe(0);
	});

	it('waits as long as the server asks', async () => {
		const { want, all, trouble, clock } = await setup(['a'], []);
		trouble.problem = { reason: 'rate-limited', message: 'Later', retryAfter: 30 };
		want(all);
		await settle();
		const { calls } = trouble;
		clock.advance(29_000);
		await settle();
		expect(trouble.calls).toBe(calls);
	});

	it('fetches an asset that somebody uploads later', async () => {
		const { want, sync, device, server, clock, name } = await setup([], []);
		const late = await name('late');
		want([late]);
		await settle();
		expect(sync.state).toMatchObject({ uploading: 0, downloading: 1 });
		server.set(late, bytesOf('late'));
		clock.advance(60_000);
		await settle();
		expect(device.has(late)).toBe(true);
		expect(sync.state.downloading).toBe(0);
	});

	it('gives up on what is refused, says why, and tries again when asked', async () => {
		const { want, sync, all, trouble, clock, server } = await setup(['a'], []);
		trouble.problem = { reason: 'forbidden', message: 'Editors only' };
		want(all);
		await settle();
		clock.advance(60 * 60_000);
		await settle();
		const [hash] = all as [AssetHash];
		expect(sync.state.failed).toEqual(new Map([[hash, 'Editors only']]));
		expect(sync.state.uploading).toBe(1);
		expect(trouble.calls).toBe(1);
		trouble.problem = null;
		sync.resume();
		await settle();
		expect(server.has(hash)).toBe(true);
		expect(sync.state.failed.size).toBe(0);
	});

	it('leaves what is larger than the server takes on this device, says so, and does not try', async () => {
		const { want, sync, all, trouble, sizes, server, clock } = await setup(['huge', 'small'], []);
		const [huge, small] = all as [AssetHash, AssetHash];
		sizes.set(huge, MAX_ASSET_BYTES + 1);
		want(all);
		await settle();
		expect([...server.keys()]).toEqual([small]);
		expect(sync.state).toMatchObject({ uploading: 0, unsendable: 1, downloading: 0 });
		expect(sync.state.failed.size).toBe(0);
		expect(clock.pending).toBe(0);
		const { calls } = trouble;
		sync.resume();
		await settle();
		expect(sync.state.unsendable).toBe(1);
		expect(trouble.calls).toBe(calls);
	});

	it('does not wait for what no server ever has', async () => {
		const { want, sync, trouble, clock, name } = await setup([], []);
		want([await name('huge')], MAX_ASSET_BYTES + 1);
		await settle();
		expect(sync.state).toMatchObject({ uploading: 0, downloading: 1 });
		expect([trouble.calls, clock.pending]).toEqual([0, 0]);
	});

	it('says why this device cannot keep what came, and fetches it again only when asked', async () => {
		const { want, sync, all, full, device, clock } = await setup([], ['a']);
		full.now = true;
		want(all);
		await settle();
		expect([...sync.state.failed.values()]).toEqual(['No room here']);
		expect(clock.pending).toBe(0);
		full.now = false;
		sync.resume();
		await settle();
		expect(device.size).toBe(1);
		expect(sync.state).toMatchObject({ downloading: 0, failed: new Map() });
	});

	it('disposing ends it, with no timer left', async () => {
		const { want, sync, all, trouble, clock, server } = await setup(['a', 'b', 'c'], []);
		trouble.problem = { reason: 'unreachable', message: 'No network' };
		want(all);
		await settle();
		sync.dispose();
		sync.dispose();
		trouble.problem = null;
		expect(clock.pending).toBe(0);
		sync.resume();
		await settle();
		expect(server.size).toBe(0);
	});
});
