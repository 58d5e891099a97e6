import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { ManualClock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { JsonValue } from '../base/json.ts';
import { endpoint } from '../protocol/api/endpoint.ts';
import { ApiClient, API_TIMEOUT_MS } from './api-client.ts';
import { CachedReads } from './cached-reads.ts';
import { settle } from '../../../tests/helpers/storage-rig.ts';

const Thing = v.object({ name: v.string() });
const readThing = endpoint({
	method: 'GET',
	path: '/things/:thingId',
	needs: { global: 'project.list' },
	summary: 'One thing',
	params: v.strictObject({ thingId: v.string() }),
	query: v.strictObject({ limit: v.optional(v.string()) }),
	answer: Thing,
});
const renameThing = endpoint({
	method: 'PUT',
	path: '/thing',
	needs: 'account',
	summary: 'Renames it',
	body: Thing,
});
const askAnybody = endpoint({
	method: 'POST',
	path: '/open',
	needs: 'anybody',
	summary: 'Open to all',
	repeatable: true,
});

const takeAway = endpoint({
	method: 'GET',
	path: '/things/export',
	needs: 'account',
	summary: 'All of them as a file',
	streams: 'application/x-ndjson',
});

const readPeople = endpoint({
	method: 'GET',
	path: '/admin/people',
	needs: { global: 'admin.user.list' },
	summary: 'Who is here',
	answer: Thing,
});

type Sent = { readonly url: string; readonly init: RequestInit };

function setup(...answers: (Response | Error | 'silence')[]) {
	const sent: Sent[] = [];
	const clock = new ManualClock(1_000);
	let token = 1;
	const account = { current: 'ada' as string | null };
	const api = new ApiClient({
		origin: 'https://host',
		clock,
		mintKey: () => 'a-minted-key-of-21-chars',
		tokens: {
			token: async (asked) =>
				account.current !== null && (asked ?? account.current) === account.current ? `token-${token}` : null,
			get account() {
				return account.current;
			},
			renew: async (_, asked) =>
				(asked ?? account.current) === account.current ? `token-${(token += 1)}` : null,
		},
		async fetch(url, init) {
			sent.push({ url, init });
			const answer = answers.shift() ?? new Error('no answer left');
			if (answer instanceof Error) throw answer;
			if (answer !== 'silence') return answer;
			const signal = init.signal!;
			signal.throwIfAborted();
			return new Promise((_, reject) =>
				signal.addEventListener('abort', () => reject(signal.reason as Error)),
			);
		},
	});
	const headers = (index = 0) => new Headers(sent[index]?.init.headers);
	return { api, sent, clock, account, headers };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const thing = { params: { thingId: 'a/b' }, query: {} };
const refusal = (code: string, more = {}) =>
	json({ error: { number: 1, code, message: 'No', ...more } }, code === 'unauthorized' ? 401 : 400);

describe('the API client', () => {
	test('[R86] sends params, query, body and token where they belong', async () => {
		const { api, sent, headers } = setup(json({ name: 'A' }), new Response(null, { status: 204 }));
		const read = await api.call(readThing, { params: { thingId: 'a/b' }, query: { limit: '5' } });
		expect(read).toEqual({ ok: true, value: { name: 'A' } });
		expect(sent[0]?.url).toBe('https://host/api/things/a%2Fb?limit=5');
		expect(headers().get('authorization')).toBe('Bearer token-1');
		expect(headers().has('idempotency-key')).toBe(false);
		expect((await api.call(renameThing, { body: { name: 'B' } })).ok).toBe(true);
		expect(sent[1]?.init).toMatchObject({ method: 'PUT', body: '{"name":"B"}' });
		expect(headers(1).get('idempotency-key')).toBe('a-minted-key-of-21-chars');
	});

	test('[R86] believes no answer that is not what the endpoint says', async () => {
		const wrong = [json({ name: 5 }), new Response('<html>Welcome to the hotel</html>')];
		const { api } = setup(...wrong, new Response('<html>', { status: 200 }));
		for (let i = 0; i < 2; i++) {
			expect(await api.call(readThing, thing)).toMatchObject({ ok: false, error: { code: 'answer' } });
		}
		const renamed = await api.call(renameThing, { body: { name: 'B' } });
		expect(renamed).toMatchObject({ error: { code: 'answer' } });
	});

	test('[R86] a refusal says which field, and when to try again', async () => {
		const { api } = setup(
			refusal('rate-limited', { field: 'name', retryAfter: 7 }),
			new Response('', { status: 502 }),
		);
		const refused = await api.call(readThing, thing);
		expect(refused).toMatchObject({
			error: { code: 'rate-limited', field: 'name', retryAfter: 7, message: 'No' },
		});
		expect(await api.call(readThing, thing)).toMatchObject({ error: { code: 'unavailable' } });
	});

	test('[R86] what is not answered in 30 s, given up or unreachable says so', async () => {
		const { api, clock } = setup('silence', 'silence', new TypeError('Failed to fetch'));
		const late = api.call(readThing, thing);
		await new Promise(setImmediate);
		clock.advance(API_TIMEOUT_MS);
		expect(await late).toMatchObject({ error: { code: 'timeout' } });
		const abort = new AbortController();
		const given = api.call(readThing, thing, { signal: abort.signal });
		abort.abort();
		expect(await given).toMatchObject({ error: { code: 'aborted' } });
		expect(await api.call(readThing, thing)).toMatchObject({ error: { code: 'unreachable' } });
		expect(clock.pending).toBe(0);
	});

	test('[R86] a token that is refused is renewed once, and the request sent again with the same key', async () => {
		const { api, headers, sent } = setup(refusal('unauthorized'), new Response(null, { status: 204 }));
		expect((await api.call(renameThing, { body: { name: 'B' } })).ok).toBe(true);
		expect(headers(1).get('authorization')).toBe('Bearer token-2');
		expect(headers(1).get('idempotency-key')).toBe(headers(0).get('idempotency-key'));
		const { api: refused } = setup(refusal('unauthorized'), refusal('unauthorized'));
		expect(await refused.call(readThing, thing)).toMatchObject({ error: { code: 'unauthorized' } });
		expect(sent).toHaveLength(2);
	});

	test('[R84] what one person began is not sent again as the next who signs in', async () => {
		const { api, sent, account } = setup(refusal('unauthorized'), json({ name: 'A' }));
		const read = api.call(readThing, thing);
		account.current = 'grace';
		expect(await read).toMatchObject({ error: { code: 'unauthorized' } });
		expect(sent).toHaveLength(1);
	});

	test('[R84] a request of one account never goes as another, and none without a token', async () => {
		const { api, sent, headers } = setup(new Response(null, { status: 204 }));
		const other = await api.call(renameThing, { body: { name: 'B' } }, { account: 'grace' });
		expect(other).toMatchObject({ error: { code: 'signed-out' } });
		expect(sent).toHaveLength(0);
		expect((await api.call(askAnybody, {})).ok).toBe(true);
		expect(headers().has('authorization')).toBe(false);
		expect(headers().get('x-rastudios')).toBe('1');
	});

	test('[R86] what streams comes as a file, however long that takes; one that breaks off is none', async () => {
		let write: ReadableStreamDefaultController<Uint8Array> | null = null;
		const body = new ReadableStream<Uint8Array>({ start: (controller) => void (write = controller) });
		const { api, clock } = setup(new Response(body));
		const whole = api.call(takeAway, {});
		for (let i = 0; i < 20; i++) await Promise.resolve();
		const open = write as ReadableStreamDefaultController<Uint8Array> | null;
		open?.enqueue(new TextEncoder().encode('{"seq":1}\n'));
		clock.advance(10 * API_TIMEOUT_MS);
		open?.close();
		const file = await whole;
		expect(file.ok && (await file.value.text())).toBe('{"seq":1}\n');
		const broken = new ReadableStream({ start: (controller) => controller.error(new Error('cut off')) });
		const cut = setup(new Response(broken), refusal('forbidden'));
		expect(await cut.api.call(takeAway, {})).toMatchObject({ error: { code: 'unreachable' } });
		expect(await cut.api.call(takeAway, {})).toMatchObject({ error: { code: 'forbidden' } });
	});
});

describe('cached reads', () => {
	function cached(...answers: Parameters<typeof setup>) {
		const parts = setup(...answers);
		const settings = new Map<string, JsonValue>();
		const changed = new Emitter<void>();
		const become = async (account: string | null) => {
			parts.account.current = account;
			changed.emit();
			await settle();
		};
		const reads = new CachedReads({
			api: parts.api,
			clock: parts.clock,
			session: {
				get account() {
					return parts.account.current;
				},
				onChange: (listener) => changed.on(listener),
			},
			keep: {
				read: async (name) => settings.get(name),
				write: async (name, value) =>
					void (value === undefined ? settings.delete(name) : settings.set(name, value)),
			},
		});
		return { ...parts, reads, settings, become };
	}

	test('[R87] without the network, what the server last said is shown with its time', async () => {
		const { reads, clock } = cached(json({ name: 'A' }), new TypeError('Failed to fetch'));
		expect(await reads.read('ada', readThing, thing)).toEqual({
			ok: true,
			value: { value: { name: 'A' }, asOf: 1_000, trouble: null },
		});
		clock.advance(500);
		expect(await reads.read('ada', readThing, thing)).toMatchObject({
			value: { value: { name: 'A' }, asOf: 1_000, trouble: { code: 'unreachable' } },
		});
	});

	test('[R87] what the server refuses is forgotten', async () => {
		const gone = cached(json({ name: 'A' }), refusal('forbidden'), new TypeError('Failed to fetch'));
		await gone.reads.read('ada', readThing, thing);
		expect(await gone.reads.read('ada', readThing, thing)).toMatchObject({ error: { code: 'forbidden' } });
		expect(await gone.reads.read('ada', readThing, thing)).toMatchObject({ error: { code: 'unreachable' } });
	});

	test('[R87] nobody reads what was kept for somebody else, nor what another build left', async () => {
		const away = new TypeError('Failed to fetch');
		const { reads, account, settings } = cached(json({ name: 'A' }), away, away, away);
		await reads.read('ada', readThing, thing);
		account.current = 'grace';
		expect((await reads.read('grace', readThing, thing)).ok).toBe(false);
		account.current = 'ada';
		settings.set('reads.ada', JSON.parse(JSON.stringify(settings.get('reads.ada')).replace('"A"', '5')));
		expect((await reads.read('ada', readThing, thing)).ok).toBe(false);
		await reads.forget('ada');
		expect(settings.size).toBe(0);
	});

	test('[R87] what was under way when somebody signed out is not kept, nor is anything of theirs from before', async () => {
		const { reads, settings, become } = cached(json({ name: 'A' }), json({ name: 'B' }), json({ name: 'C' }));
		await reads.read('ada', readThing, thing);
		expect(settings.has('reads.ada')).toBe(true);
		const late = reads.read('ada', readThing, thing);
		await become(null);
		await late;
		expect(settings.size).toBe(0);
		await become('ada');
		await reads.read('ada', readThing, thing);
		await become('grace');
		expect(settings.size).toBe(0);
	});

	test('[R87] what only those see who look after the server is on no disk, and shown while the page lives', async () => {
		const away = new TypeError('Failed to fetch');
		const { reads, settings, become } = cached(json({ name: 'A' }), away, away);
		await reads.read('ada', readPeople, {});
		expect(settings.size).toBe(0);
		expect(await reads.read('ada', readPeople, {})).toMatchObject({ value: { value: { name: 'A' } } });
		await become(null);
		await become('ada');
		expect(await reads.read('ada', readPeople, {})).toMatchObject({ error: { code: 'unreachable' } });
	});
});
