import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { hashAsset, mintLinkId, mintProjectId, type AssetHash } from '../base/ids.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { createProjectsClient, REQUEST_TIMEOUT_MS } from './projects-client.ts';

type Asked = { readonly url: string; readonly init: RequestInit };

const projectId = mintProjectId();

function setup(answer: (asked: Asked) => Response | Promise<Response>) {
	const clock = new ManualClock();
	const asked: Asked[] = [];
	const client = createProjectsClient({
		origin: 'http://server',
		clock,
		fetch: async (url, init) => {
			asked.push({ url, init });
			return answer({ url, init });
		},
	});
	return { client, clock, asked };
}

/** Answers only when the request is given up. */
const never = ({ init }: Asked) =>
	new Promise<Response>((_, reject) => {
		init.signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
	});

const json = (body: unknown, status = 200) => Response.json(body, { status });

describe('projects client', () => {
	it('registers a project with its claim and answers with the token', async () => {
		const { client, asked } = setup(() => json({ token: 't' }));
		expect(await client.register(projectId, 'c'.repeat(43))).toEqual({ ok: true, value: 't' });
		expect(asked[0]?.url).toBe('http://server/api/projects');
		expect(asked[0]?.init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'error' });
		expect(JSON.parse(asked[0]?.init.body as string)).toEqual({ projectId, claim: 'c'.repeat(43) });
	});

	it('makes, lists and revokes links as the bearer of the token', async () => {
		const link = { linkId: mintLinkId(), role: 'viewer', createdAt: 1, token: 'x' };
		const { client, asked } = setup(({ init: { method } }) =>
			method === 'DELETE'
				? new Response(null, { status: 204 })
				: json(method === 'GET' ? { links: [link] } : link),
		);
		expect(await client.createLink(projectId, 'owner', 'viewer')).toEqual({ ok: true, value: link });
		expect(await client.listLinks(projectId, 'owner')).toEqual({ ok: true, value: [link] });
		expect((await client.revokeLink(projectId, 'owner', mintLinkId())).ok).toBe(true);
		for (const { init } of asked) {
			expect(new Headers(init.headers).get('authorization')).toBe('Bearer owner');
		}
	});

	it("passes on the server's own reason", async () => {
		const error = { number: 1004, code: 'rate-limited', message: 'Slow down', retryAfter: 7 };
		const { client } = setup(() => json({ error }, 429));
		expect(await client.listLinks(projectId, 't')).toEqual({
			ok: false,
			error: { reason: 'rate-limited', message: 'Slow down', retryAfter: 7 },
		});
	});

	it.each([
		[502, 'unavailable'],
		[404, 'not-found'],
		[418, 'invalid'],
	])("tells a proxy's page with status %i as %s", async (status, reason) => {
		const { client } = setup(() => new Response('<html>', { status }));
		expect(await client.listLinks(projectId, 't')).toMatchObject({ ok: false, error: { reason } });
	});

	it.each([
		['not JSON', () => new Response('<html>')],
		['another shape', () => json({ tokens: [] })],
	])('does not believe an answer that is %s', async (_, answer) => {
		const { client } = setup(answer);
		expect(await client.register(projectId, 'c')).toMatchObject({ ok: false, error: { reason: 'answer' } });
	});

	it('tells a server that cannot be reached', async () => {
		const { client } = setup(() => Promise.reject(new TypeError('Failed to fetch')));
		expect(await client.register(projectId, 'c')).toMatchObject({
			ok: false,
			error: { reason: 'unreachable' },
		});
	});

	it('gives up after 30 s and leaves no timer', async () => {
		const { client, clock } = setup(never);
		const asking = client.register(projectId, 'c');
		clock.advance(REQUEST_TIMEOUT_MS);
		expect(await asking).toMatchObject({ ok: false, error: { reason: 'timeout' } });
		expect(clock.pending).toBe(0);
	});

	it('gives a large upload the time its size needs', async () => {
		const { client, clock } = setup(never);
		const blob = new Blob([new Uint8Array(50_000_000)]);
		let done = false;
		const sending = client.putAsset(projectId, 't', 'a'.repeat(64) as AssetHash, blob).then((sent) => {
			done = true;
			return sent;
		});
		clock.advance(10 * 60_000);
		await Promise.resolve();
		expect(done).toBe(false);
		clock.advance(10 * 60_000);
		expect(await sending).toMatchObject({ ok: false, error: { reason: 'timeout' } });
	});

	it('fetches an asset piece by piece and checks it against its name', async () => {
		const bytes = new TextEncoder().encode('a model');
		const { client, clock } = setup(() => new Response(bytes));
		const progress: number[] = [];
		const onProgress = (received: number) => progress.push(received);
		const hash = await hashAsset(bytes);
		expect(await client.getAsset(projectId, 't', hash, { onProgress })).toEqual({ ok: true, value: bytes });
		expect(progress).toEqual([7]);
		const other = await hashAsset(new TextEncoder().encode('another'));
		expect(await client.getAsset(projectId, 't', other)).toMatchObject({
			ok: false,
			error: { reason: 'damaged' },
		});
		expect(clock.pending).toBe(0);
	});

	it('stops reading an asset that never ends', async () => {
		let pulled = 0;
		const piece = new Uint8Array(32 * 1024 * 1024);
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				pulled++;
				controller.enqueue(piece);
			},
		});
		const { client } = setup(() => new Response(endless));
		const fetched = await client.getAsset(projectId, 't', 'a'.repeat(64) as AssetHash);
		expect(fetched).toMatchObject({ ok: false, error: { reason: 'answer' } });
		expect(pulled * piece.byteLength).toBeLessThan(MAX_ASSET_BYTES * 2);
	});

	it('asks about many assets in portions the server takes', async () => {
		const hashes = Array.from({ length: 10_001 }, (_, i) => i.toString(16).padStart(64, '0') as AssetHash);
		const { client, asked } = setup(({ init }) => {
			const { hashes: portion } = JSON.parse(init.body as string) as { hashes: string[] };
			return json({ hashes: portion.slice(0, 1) });
		});
		const missing = await client.missingAssets(projectId, 't', hashes);
		expect(missing).toEqual({ ok: true, value: [hashes[0], hashes[10_000]] });
		expect(asked).toHaveLength(2);
	});
});
