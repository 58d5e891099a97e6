import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { hashAsset, mintProjectId, type AssetHash } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { err, ok } from '../base/result.ts';
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
			has: (hash) => Promise.resolve(device.has(hash)),
			get: (hash) => Promise.resolve(device.get(hash) ?? null),
			put: async (bytes) => device.set(names.get(new TextDecoder().decode(bytes)) as AssetHash, bytes),
		},
		client: {
			missingAssets: (_project, _token, hashes) =>
				asking(() => ok(hashes.filter((hash) => !server.has(hash)))),
			putAsset: (_project, _token, hash, bytes) =>
				asking(() => {
					server.set(hash, bytes);
					return ok();
				}),
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
	return { sync, clock, device, server, trouble, states, all, name };
}

/** Lets everything that waits for nothing but promises go on. */
async function settle(): Promise<void> {
	for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('asset sync', () => {
	it('uploads what the server lacks and downloads what this device lacks', async () => {
		const { sync, all, device, server, states, clock } = await setup(['a', 'b', 'both'], ['c', 'both']);
		sync.want(all);
		expect(sync.state.uploading).toBe(4);
		await settle();
		expect([...server.keys()].sort()).toEqual([...all].sort());
		expect([...device.keys()].sort()).toEqual([...all].sort());
		expect(sync.state).toEqual({ uploading: 0, downloading: 0, failed: new Map() });
		expect(states.map(({ uploading }) => uploading)).toContain(2);
		expect(clock.pending).toBe(0);
	});

	it('a viewer only downloads', async () => {
		const { sync, all, device, server } = await setup(['a'], ['b'], false);
		sync.want(all);
		await settle();
		expect(device.size).toBe(2);
		expect(server.size).toBe(1);
		expect(sync.state.uploading).toBe(0);
	});

	it('asks nothing again when the same assets are wanted', async () => {
		const { sync, all, trouble } = await setup(['a'], ['b']);
		sync.want(all);
		await settle();
		const { calls } = trouble;
		sync.want([...all].reverse());
		await settle();
		expect(trouble.calls).toBe(calls);
	});

	it('tries ever more rarely while the server is away, and finishes when it is back', async () => {
		const { sync, all, trouble, clock } = await setup(['a'], ['b']);
		trouble.problem = { reason: 'unreachable', message: 'No network' };
		sync.want(all);
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
		const { sync, all, trouble, clock } = await setup(['a'], []);
		trouble.problem = { reason: 'rate-limited', message: 'Later', retryAfter: 30 };
		sync.want(all);
		await settle();
		const { calls } = trouble;
		clock.advance(29_000);
		await settle();
		expect(trouble.calls).toBe(calls);
	});

	it('fetches an asset that somebody uploads later', async () => {
		const { sync, device, server, clock, name } = await setup([], []);
		const late = await name('late');
		sync.want([late]);
		await settle();
		expect(sync.state).toMatchObject({ uploading: 0, downloading: 1 });
		server.set(late, bytesOf('late'));
		clock.advance(60_000);
		await settle();
		expect(device.has(late)).toBe(true);
		expect(sync.state.downloading).toBe(0);
	});

	it('gives up on what is refused, says why, and tries again when asked', async () => {
		const { sync, all, trouble, clock, server } = await setup(['a'], []);
		trouble.problem = { reason: 'forbidden', message: 'Editors only' };
		sync.want(all);
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

	it('disposing ends it, with no timer left', async () => {
		const { sync, all, trouble, clock, server } = await setup(['a', 'b', 'c'], []);
		trouble.problem = { reason: 'unreachable', message: 'No network' };
		sync.want(all);
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
