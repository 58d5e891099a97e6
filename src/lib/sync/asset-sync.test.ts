import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { hashAsset, mintProjectId, type AssetHash } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { err, ok } from '../base/result.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { AssetSync, RENEW_EVERY_MS, type AssetSyncState } from './asset-sync.ts';
import type { ProjectsProblem } from './projects-problem.ts';

/** Calls to come when nothing is tried again: the one that renews. */
const JUST_RENEWAL = 1;

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);

/** Transfers wait here while it is shut. */
class Gate {
	#waiting: (() => void)[] = [];
	shut = false;
	/** How many waited at once, at most. */
	most = 0;

	async pass(signal?: AbortSignal): Promise<void> {
		if (!this.shut) return;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#waiting.push(resolve);
		this.most = Math.max(this.most, this.#waiting.length);
		signal?.addEventListener('abort', () => resolve());
		await promise;
	}

	open(): void {
		this.shut = false;
		for (const go of this.#waiting.splice(0)) go();
	}
}

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
	/** Names of locks that another tab holds. */
	const locked = new Set<string>();
	/** Where downloads break, and what each one asked to go on after. */
	const cut: { at: number | null } = { at: null };
	const afters: number[] = [];
	const versionAssets: AssetHash[] = [];
	const asks: (readonly AssetHash[])[] = [];
	const gate = new Gate();
	const trouble: { problem: ProjectsProblem | null; calls: number } = { problem: null, calls: 0 };
	const asking = async <T>(answer: () => T) => {
		trouble.calls++;
		await Promise.resolve();
		return trouble.problem ? err(trouble.problem) : answer();
	};
	const projectId = mintProjectId();
	const sync = new AssetSync({
		projectId,
		token: () => Promise.resolve('t'),
		clock,
		random: seededRandom(1),
		canUpload: () => canUpload,
		versionAssets: async () => versionAssets,
		source: {
			size: (hash) => Promise.resolve(sizes.get(hash) ?? device.get(hash)?.length ?? null),
			get: async (hash) => {
				const bytes = device.get(hash);
				return bytes ? new Blob([bytes]) : null;
			},
			put: async (hash, blob) => {
				if (full.now) return err({ reason: 'full', message: 'No room here' });
				const bytes = new Uint8Array(await blob.arrayBuffer());
				if (createHash('sha256').update(bytes).digest('hex') !== hash)
					return err({ reason: 'differs', message: 'Others' });
				device.set(hash, bytes);
				return ok();
			},
		},
		places: { read: async () => undefined, write: async () => {} },
		holdLock: async (name) => (locked.has(name) ? null : () => {}),
		client: {
			missingAssets: (_project, _token, hashes) => {
				asks.push(hashes);
				return asking(() => ok(hashes.filter((hash) => !server.has(hash))));
			},
			sendAsset: async (_project, _token, hash, blob, { signal, onProgress }) => {
				const bytes = new Uint8Array(await blob.arrayBuffer());
				await gate.pass(signal);
				if (signal?.aborted) return err({ reason: 'unreachable' as const, message: 'Stopped' });
				onProgress?.(bytes.length);
				return asking(() => {
					server.set(hash, bytes);
					return ok();
				});
			},
			fetchAsset: async (_project, _token, hash, { after } = {}) => {
				afters.push(after?.size ?? 0);
				trouble.calls++;
				await gate.pass();
				const found = server.get(hash);
				if (trouble.problem) return { blob: null, problem: trouble.problem };
				if (!found)
					return { blob: new Blob(), problem: { reason: 'not-found' as const, message: 'Not here yet' } };
				const whole = new Blob([...(after ? [after] : []), found.subarray(after?.size ?? 0)]);
				if (cut.at === null) return { blob: whole, problem: null };
				const problem = { reason: 'unreachable' as const, message: 'No network' };
				return { blob: whole.slice(0, cut.at), problem };
			},
		},
	});
	const states: AssetSyncState[] = [];
	sync.onChange((state) => states.push(state));
	const all = [...new Set([...device.keys(), ...server.keys()])];
	const want = (hashes: readonly AssetHash[], bytes = 1) =>
		sync.want(hashes.map((hash) => ({ hash, bytes })));
	const parts = { sync, want, full, sizes, clock, device, server, trouble, states, all, name };
	return { ...parts, projectId, locked, cut, afters, gate, versionAssets, asks };
}

/** Lets everything that waits for nothing but promises go on. */
async function settle(): Promise<void> {
	for (let i = 0; i < 12; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('asset sync', () => {
	it('uploads what the server lacks and downloads what this device lacks', async () => {
		const { want, sync, all, device, server, states, clock } = await setup(['a', 'b', 'both'], ['c', 'both']);
		want(all);
		expect(sync.state.uploading).toBe(4);
		await settle();
		expect([...server.keys()].sort()).toEqual([...all].sort());
		expect([...device.keys()].sort()).toEqual([...all].sort());
		expect(sync.state).toEqual({
			...{ uploading: 0, refused: null, held: null, unsendable: 0, downloading: 0 },
			...{ failed: new Map(), transfers: new Map() },
		});
		expect(states.map(({ uploading }) => uploading)).toContain(2);
		expect(clock.pending).toBe(JUST_RENEWAL);
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
		expect(clock.pending).toBe(JUST_RENEWAL);
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
		expect(sync.state).toMatchObject({
			uploading: 0,
			refused: { count: 1, first: hash, problem: trouble.problem },
		});
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
		expect(clock.pending).toBe(JUST_RENEWAL);
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
		expect([trouble.calls, clock.pending]).toEqual([0, JUST_RENEWAL]);
	});

	it('says why this device cannot keep what came, and fetches it again only when asked', async () => {
		const { want, sync, all, full, device, clock } = await setup([], ['a']);
		full.now = true;
		want(all);
		await settle();
		expect([...sync.state.failed.values()]).toEqual(['No room here']);
		expect(clock.pending).toBe(JUST_RENEWAL);
		full.now = false;
		sync.resume();
		await settle();
		expect(device.size).toBe(1);
		expect(sync.state).toMatchObject({ downloading: 0, failed: new Map() });
	});

	it('[L52] brings three at a time each way, and says how far they are', async () => {
		const { want, sync, all, gate, server, states } = await setup(['a', 'b', 'c', 'd', 'e'], []);
		gate.shut = true;
		want(all);
		await settle();
		expect(gate.most).toBe(3);
		expect([...sync.state.transfers.values()].map(({ way, bytes }) => [way, bytes])).toEqual(
			Array.from({ length: 3 }, () => ['up', 1]),
		);
		gate.open();
		await settle();
		expect(server.size).toBe(5);
		expect(sync.state.transfers.size).toBe(0);
		expect(states.some(({ transfers }) => [...transfers.values()].some(({ done }) => done === 1))).toBe(true);
	});

	it('[L52] an upload that is cancelled stops until asked for again', async () => {
		const { want, sync, all, gate, server, clock } = await setup(['a', 'b'], []);
		gate.shut = true;
		want(all);
		await settle();
		sync.cancel(all[0]!, 'You stopped it');
		await settle();
		gate.open();
		await settle();
		expect([...server.keys()]).toEqual([all[1]]);
		expect(sync.state).toMatchObject({
			uploading: 0,
			refused: { count: 1, problem: { reason: 'here', message: 'You stopped it' } },
		});
		expect(clock.pending).toBe(JUST_RENEWAL);
		sync.resume();
		await settle();
		expect(server.size).toBe(2);
		expect(sync.state.refused).toBeNull();
	});

	it('[L52] leaves to another tab what that one sends, and looks again later', async () => {
		const { want, sync, all, locked, projectId, server, clock } = await setup(['a'], []);
		const name = `asset-upload:${projectId}:${all[0]}`;
		locked.add(name);
		want(all);
		await settle();
		expect([server.size, sync.state.uploading]).toEqual([0, 1]);
		locked.clear();
		clock.advance(60_000);
		await settle();
		expect([server.size, sync.state.uploading]).toEqual([1, 0]);
	});

	it.each(['quota', 'too-large'] as const)(
		'[L53] a refusal for %s is final, and says why',
		async (reason) => {
			const { want, sync, all, trouble, clock } = await setup(['a', 'b'], []);
			trouble.problem = { reason, message: 'No more room for this project' };
			want(all);
			await settle();
			expect(sync.state).toMatchObject({
				uploading: 0,
				refused: { count: 2, first: all[0], problem: trouble.problem },
			});
			expect(clock.pending).toBe(JUST_RENEWAL);
		},
	);

	it('[L53] a full disk of the server passes', async () => {
		const { want, sync, all, trouble, clock, server } = await setup(['a'], []);
		trouble.problem = { reason: 'storage-full', message: 'Full', retryAfter: 60 };
		want(all);
		await settle();
		expect(sync.state).toMatchObject({ uploading: 1, refused: null, held: all[0] });
		trouble.problem = null;
		clock.advance(120_000);
		await settle();
		expect(server.size).toBe(1);
		expect(sync.state.held).toBeNull();
	});

	it('[K12] asks for what versions name too, and for all of it again every half day', async () => {
		const t = await setup(['one'], ['two', 'old']);
		const [one, two, old] = [await t.name('one'), await t.name('two'), await t.name('old')];
		t.versionAssets.push(old);
		t.want([one, two]);
		await settle();
		expect(t.asks.flat()).toEqual([one, old]);
		expect(t.device.has(old), 'versions fetch nothing').toBe(false);
		t.asks.length = 0;
		t.clock.advance(RENEW_EVERY_MS);
		await settle();
		expect(t.asks.map((asked) => new Set(asked))).toEqual([new Set([one, two, old])]);
		t.sync.dispose();
		expect(t.clock.pending).toBe(0);
	});

	it('[K12] brings again what the server no longer has', async () => {
		const t = await setup(['one'], []);
		const one = await t.name('one');
		t.want([one]);
		await settle();
		t.server.delete(one);
		t.clock.advance(RENEW_EVERY_MS);
		await settle();
		expect(t.server.has(one)).toBe(true);
		expect(t.sync.state.uploading).toBe(0);
	});

	it('[K12] who may not upload asks to keep nothing', async () => {
		const t = await setup([], ['one', 'old'], false);
		t.versionAssets.push(await t.name('old'));
		t.want([await t.name('one')]);
		await settle();
		t.clock.advance(RENEW_EVERY_MS);
		await settle();
		expect(t.asks).toEqual([]);
	});

	it('[L54] a download goes on after what came before the line broke', async () => {
		const { want, all, cut, afters, device, clock } = await setup([], ['a model']);
		cut.at = 3;
		want(all);
		await settle();
		expect(device.size).toBe(0);
		cut.at = null;
		clock.advance(60_000);
		await settle();
		expect(afters.slice(0, 2)).toEqual([0, 3]);
		expect(device.get(all[0]!)).toEqual(bytesOf('a model'));
	});

	it('[L54] what is not what its name says is not kept, and fetched anew from its beginning', async () => {
		const { want, sync, all, afters, device, server, clock } = await setup([], ['a model']);
		server.set(all[0]!, bytesOf('another'));
		want(all);
		await settle();
		expect(device.size).toBe(0);
		expect(sync.state.downloading).toBe(1);
		server.set(all[0]!, bytesOf('a model'));
		clock.advance(60_000);
		await settle();
		expect(new Set(afters)).toEqual(new Set([0]));
		expect(device.size).toBe(1);
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
