import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { mintLinkId, mintProjectId, type AssetHash } from '../base/ids.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { createProjectsClient, REQUEST_TIMEOUT_MS } from './projects-client.ts';

type Asked = { readonly url: string; readonly init: RequestInit };

const projectId = mintProjectId();
const hash = 'a'.repeat(64) as AssetHash;

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

	it('[L54] fetches an asset piece by piece', async () => {
		const bytes = new TextEncoder().encode('a model');
		const { client, clock, asked } = setup(() => new Response(bytes));
		const progress: number[] = [];
		const onProgress = (received: number) => progress.push(received);
		const fetched = await client.fetchAsset(projectId, 't', hash, { onProgress });
		expect([await fetched.blob?.text(), fetched.problem]).toEqual(['a model', null]);
		expect(progress).toEqual([7]);
		expect(new Headers(asked[0]?.init.headers).get('range')).toBeNull();
		expect(clock.pending).toBe(0);
	});

	it('[L54] keeps what came before the line broke, and asks for the rest of the same', async () => {
		const breaking = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(new TextEncoder().encode('a mo')),
			pull: (controller) => controller.error(new TypeError('network')),
		});
		const { client, asked } = setup(({ init }) =>
			new Headers(init.headers).has('range')
				? new Response('del', { status: 206, headers: { 'content-range': 'bytes 4-6/7' } })
				: new Response(breaking),
		);
		const broken = await client.fetchAsset(projectId, 't', hash);
		expect([await broken.blob?.text(), broken.problem?.reason]).toEqual(['a mo', 'unreachable']);
		const fetched = await client.fetchAsset(projectId, 't', hash, { after: broken.blob });
		expect([await fetched.blob?.text(), fetched.problem]).toEqual(['a model', null]);
		const headers = new Headers(asked[1]?.init.headers);
		expect([headers.get('range'), headers.get('if-range')]).toEqual(['bytes=4-', `"${hash}"`]);
	});

	it('[L54] begins anew when all of it comes, and believes no other part', async () => {
		const whole = setup(() => new Response('a model'));
		const after = new Blob(['a mo']);
		const fetched = await whole.client.fetchAsset(projectId, 't', hash, { after });
		expect(await fetched.blob?.text()).toBe('a model');
		const headers = { 'content-range': 'bytes 5-6/7' };
		const other = setup(() => new Response('el', { status: 206, headers }));
		expect(await other.client.fetchAsset(projectId, 't', hash, { after })).toMatchObject({
			blob: null,
			problem: { reason: 'answer' },
		});
	});

	it('[L54] takes what came for all of it when there is nothing after it', async () => {
		const { client } = setup(() => new Response(null, { status: 416 }));
		const fetched = await client.fetchAsset(projectId, 't', hash, { after: new Blob(['a model']) });
		expect([await fetched.blob?.text(), fetched.problem]).toEqual(['a model', null]);
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
		const fetched = await client.fetchAsset(projectId, 't', hash);
		expect(fetched).toMatchObject({ blob: null, problem: { reason: 'answer' } });
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
