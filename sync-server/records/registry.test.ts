import { describe, expect, it } from 'vitest';
import type * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import { endpoint } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { openRecordsRig, read } from '../../tests/helpers/records-rig.ts';
import { notesModule } from '../../tests/samples/notes-module/notes-module.ts';
import { implement, type Call, type Person, type RecordsModule } from './module.ts';

const setup = () => openRecordsRig({ modules: (context) => [notesModule(context)] });
const key = 'k'.repeat(22);

describe('a module behind the door', () => {
	it('[R1] serves what its endpoints say: one thing, lists by cursor, changes, removals', async () => {
		const { request } = setup();
		const added = await read(request('POST /notes', { as: 'user', body: { text: 'one' } }));
		expect(added).toMatchObject({ status: 201, body: { text: 'one' } });
		for (const text of ['two', 'three']) await request('POST /notes', { as: 'user', body: { text } });
		const first = await read(request('GET /notes?limit=2', { as: 'user' }));
		expect(first.body).toMatchObject({ items: [{ text: 'three' }, { text: 'two' }] });
		const rest = await read(request(`GET /notes?cursor=${String(first.body?.['next'])}`, { as: 'user' }));
		expect(rest.body).toMatchObject({ items: [{ text: 'one' }], next: null });
		const { noteId } = added.body as { noteId: string };
		expect(await read(request(`DELETE /notes/${noteId}`, { as: 'user' }))).toEqual({
			status: 204,
			body: null,
		});
		expect((await request(`GET /notes/${noteId}`, { as: 'user' })).status).toBe(404);
	});

	it('[R2] what an answer holds beyond its schema stays on the server', async () => {
		const { request } = setup();
		await request('POST /notes', { as: 'user', body: { text: 'one' } });
		const list = await read(request('GET /notes', { as: 'user' }));
		expect(Object.keys((list.body?.['items'] as object[])[0] ?? {})).toEqual(['noteId', 'text', 'changedAt']);
	});

	it('[R3] nobody gets past the door without what an endpoint needs; a token that holds no more is said to', async () => {
		const { request } = setup();
		expect(await read(request('GET /notes'))).toMatchObject({
			status: 401,
			body: { error: { number: 1001 } },
		});
		expect((await request('GET /notes', { as: 'gibberish' })).status).toBe(401);
		expect(await read(request('GET /notes', { as: 'expired' }))).toMatchObject({
			status: 401,
			body: { error: { message: 'This token has expired' } },
		});
		expect((await request('GET /notes', { as: 'suspended' })).status).toBe(403);
	});
});

describe('a change that is sent twice', () => {
	it('[R10] is made once and answered alike, also after a restart', async () => {
		const { request, database } = setup();
		const send = (as = 'user') =>
			request('POST /notes', { as, body: { text: 'one' }, headers: { 'Idempotency-Key': key } });
		const first = await send();
		const again = await send();
		expect(await again.json()).toEqual(await first.json());
		expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
		const later = openRecordsRig({ modules: (context) => [notesModule(context)], database });
		const afterRestart = await later.request('POST /notes', {
			as: 'user',
			body: { text: 'one' },
			headers: { 'Idempotency-Key': key },
		});
		expect(afterRestart.headers.get('idempotency-replayed')).toBe('true');
		expect(database.prepare('SELECT count(*) AS n FROM notes').get()).toEqual({ n: 1 });
	});

	it('[R10] two at the same moment are one', async () => {
		const { request, database } = setup();
		const send = () =>
			request('POST /notes', { as: 'user', body: { text: 'one' }, headers: { 'Idempotency-Key': key } });
		const answers = await Promise.all([send(), send(), send()]);
		const notes = await Promise.all(answers.map((answer) => answer.text()));
		expect(new Set(notes).size).toBe(1);
		expect(database.prepare('SELECT count(*) AS n FROM notes').get()).toEqual({ n: 1 });
	});

	it('[R11] a key belongs to its sender and to one request', async () => {
		const { request } = setup();
		const headers = { 'Idempotency-Key': key };
		await request('POST /notes', { as: 'user', body: { text: 'one' }, headers });
		const other = await read(request('POST /notes', { as: 'user', body: { text: 'two' }, headers }));
		expect(other).toMatchObject({
			status: 409,
			body: { error: { code: 'conflict', field: 'Idempotency-Key' } },
		});
		const stranger = await request('POST /notes', { as: 'user:2', body: { text: 'one' }, headers });
		expect([stranger.status, stranger.headers.get('idempotency-replayed')]).toEqual([201, null]);
	});

	it('[R11] a change without a key, or with one that can be guessed, is refused', async () => {
		const { request } = setup();
		for (const given of ['', 'short', 'with spaces in it, and long']) {
			const answer = request('POST /notes', {
				as: 'user',
				body: { text: 'one' },
				headers: { 'Idempotency-Key': given },
			});
			expect(await read(answer)).toMatchObject({
				status: 400,
				body: { error: { field: 'Idempotency-Key' } },
			});
		}
	});

	it('[R12] a refused change keeps nothing: neither its rows nor its answer', async () => {
		const { request, database } = setup();
		const headers = { 'Idempotency-Key': key };
		const path = `DELETE /notes/${'n'.repeat(22)}`;
		expect((await request(path, { as: 'user', headers })).status).toBe(404);
		expect(database.prepare('SELECT count(*) AS n FROM kept_answers').get()).toEqual({ n: 0 });
	});

	it('[R12] an answer lies sealed, and is forgotten after 30 days', async () => {
		const { request, database, registry, clock } = setup();
		await registry.start();
		await request('POST /notes', {
			as: 'user',
			body: { text: 'a secret of mine' },
			headers: { 'Idempotency-Key': key },
		});
		const row = database.prepare('SELECT * FROM kept_answers').get() ?? {};
		const stored = Object.values(row)
			.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
			.join();
		expect(stored).not.toMatch(/secret of mine|kkkk/);
		clock.advance(31 * 24 * 60 * 60 * 1000);
		expect(database.prepare('SELECT count(*) AS n FROM kept_answers').get()).toEqual({ n: 0 });
		await registry.stop();
		expect(clock.pending).toBe(0);
	});

	it('[R12] a handler that makes a change past "commit" is a fault, not an answer', async () => {
		const careless = implement(
			endpoint({ method: 'POST', path: '/careless', needs: 'anybody', summary: 'Forgets' }),
			async () => ok(undefined),
		);
		const module: RecordsModule = { name: 'careless', version: '1', migrations: [], routes: [careless] };
		const { request, log } = openRecordsRig({ modules: () => [module] });
		expect((await request('POST /careless')).status).toBe(503);
		expect(JSON.stringify(log.entries)).toContain('without \\"commit\\"');
	});
});

describe('a change that waits for something before it is made', () => {
	const change = endpoint({ method: 'POST', path: '/change', needs: 'account', summary: 'Waits' });
	const look = endpoint({
		method: 'POST',
		path: '/look',
		needs: { global: 'admin.user.list' },
		summary: 'Waits',
	});
	type Now = (person: Person) => Result<Person, ProtocolError>;
	const gone: Now = () => err({ code: 'unauthorized', message: 'You are signed out here' });

	/** Calls as an admin, who becomes another while the handler waits. */
	async function callWhile(path: string, become: Now) {
		let now: Now = ok;
		let made = 0;
		const wait = async (_input: unknown, call: Call) => {
			now = become;
			await Promise.resolve();
			return call.commit(() => {
				made++;
				return ok(undefined);
			});
		};
		const routes = [implement(change, wait), implement(look, wait)];
		const module: RecordsModule = { name: 'waiting', version: '1', migrations: [], routes };
		const present = { person: (person: Person) => now(person), projectRole: () => null };
		const { request, database } = openRecordsRig({ modules: () => [module], present });
		const { status } = await request(`POST ${path}`, { as: 'admin' });
		const { refused } = database
			.prepare("SELECT count(*) AS refused FROM audit WHERE outcome = 'refused'")
			.get() as { refused: number };
		return { status, made, refused };
	}

	it('[R3] is not made for a session that ended meanwhile, nor for a role that was lost', async () => {
		expect(await callWhile('/change', ok)).toEqual({ status: 204, made: 1, refused: 0 });
		expect(await callWhile('/change', gone)).toEqual({ status: 401, made: 0, refused: 0 });
		const lower: Now = (person) => ok({ ...person, role: 'user' });
		expect(await callWhile('/look', lower)).toEqual({ status: 403, made: 0, refused: 1 });
	});

	it('[R3] nor by who they were: another role that would do is asked to try again', async () => {
		const raise: Now = (person) => ok({ ...person, role: 'super-admin' });
		expect(await callWhile('/change', raise)).toMatchObject({ status: 409, made: 0 });
	});
});

describe('what was read', () => {
	it('[R13] is not sent again while it is the same, and is changed only as long as it is', async () => {
		const { request } = setup();
		const added = await read(request('POST /notes', { as: 'user', body: { text: 'one' } }));
		const path = `/notes/${(added.body as { noteId: string }).noteId}`;
		const tag = (await request(`GET ${path}`, { as: 'user' })).headers.get('etag') ?? '';
		const unchanged = await request(`GET ${path}`, { as: 'user', headers: { 'If-None-Match': tag } });
		expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
		const change = (text: string) =>
			request(`PATCH ${path}`, { as: 'user', body: { text }, headers: { 'If-Match': tag } });
		expect((await change('two')).status).toBe(200);
		expect(await read(change('three'))).toMatchObject({ status: 412, body: { error: { code: 'stale' } } });
		expect((await request(`GET ${path}`, { as: 'user', headers: { 'If-None-Match': tag } })).status).toBe(
			200,
		);
		const meaningless = request('POST /notes', {
			as: 'user',
			body: { text: 'x' },
			headers: { 'If-Match': tag },
		});
		expect(await read(meaningless)).toMatchObject({ status: 400, body: { error: { field: 'If-Match' } } });
	});
});

describe('requests over an allowance', () => {
	it('[R14] wait, by person and by address, and are told for how long', async () => {
		const { request, clock } = openRecordsRig({
			modules: (context) => [notesModule(context)],
			rates: { default: { perMinute: 2, perHour: 3 } },
		});
		const first = await request('GET /notes', { as: 'user' });
		expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual([
			'2',
			'1',
		]);
		await request('GET /notes', { as: 'user' });
		const third = await request('GET /notes', { as: 'user' });
		expect(await read(third)).toMatchObject({
			status: 429,
			body: { error: { number: 1004, code: 'rate-limited', retryAfter: 30 } },
		});
		expect(third.headers.get('retry-after')).toBe('30');
		expect((await request('GET /notes', { as: 'user:2' })).status).toBe(200);
		clock.advance(60_000);
		await request('GET /notes', { as: 'user' });
		const hourly = await read(request('GET /notes', { as: 'user' }));
		expect(hourly.status).toBe(429);
		expect((hourly.body as { error: { retryAfter: number } }).error.retryAfter).toBeGreaterThan(1000);
	});

	it('[R14] made-up tokens are no fresh allowances', async () => {
		const { request } = openRecordsRig({
			modules: (context) => [notesModule(context)],
			rates: { default: { perMinute: 2 } },
		});
		const statuses: number[] = [];
		for (const as of ['a', 'b', 'c', 'd']) statuses.push((await request('GET /notes', { as })).status);
		expect(statuses).toEqual([401, 401, 429, 429]);
		expect((await request('GET /notes', { as: 'e', address: '192.0.2.2' })).status).toBe(401);
	});
});

describe('bad input', () => {
	const cases: [string, Parameters<ReturnType<typeof setup>['request']>[1], object][] = [
		['no JSON', { text: '{' }, { code: 'invalid' }],
		['nothing', { text: '' }, { code: 'invalid' }],
		[
			'no UTF-8',
			{ text: new Uint8Array([0x22, 0xff, 0x22]) },
			{ code: 'invalid', message: 'The request body must be UTF-8' },
		],
		['the wrong type', { body: { text: 7 } }, { code: 'invalid', field: 'text' }],
		['a missing key', { body: {} }, { code: 'invalid', field: 'text', message: '"text": is missing' }],
		[
			'an unknown key',
			{ body: { text: 'x', mine: 1 } },
			{ field: 'mine', message: '"mine": is not known here' },
		],
		[
			'a key twice',
			{ text: '{"text":"a","text":"b"}' },
			{ field: 'text', message: '"text" stands there twice' },
		],
		['a key of every object', { text: '{"text":"a","__proto__":{}}' }, { field: '__proto__' }],
		['an escaped key twice', { text: '{"text":"a","te\\u0078t":"b"}' }, { field: 'text' }],
		['something deep', { text: `{"text":${'['.repeat(1000)}${']'.repeat(1000)}}` }, { code: 'invalid' }],
		['too long a text', { body: { text: 'x'.repeat(201) } }, { field: 'text' }],
		['what cannot be seen', { body: { text: 'a\u202eb' } }, { field: 'text' }],
		['half a character', { text: '{"text":"\\ud800"}' }, { field: 'text' }],
	];
	it.each(cases)('[R4] %s is refused by name', async (_name, sent, error) => {
		const { request, log } = setup();
		const answer = await read(request('POST /notes', { as: 'user', ...sent }));
		expect(answer).toMatchObject({ status: 400, body: { error: { number: 1000, ...error } } });
		expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('[R4] another content type is 415, too much is 413, a query stands once', async () => {
		const { request } = setup();
		const plain = request('POST /notes', {
			as: 'user',
			body: { text: 'x' },
			headers: { 'Content-Type': 'text/plain' },
		});
		expect(await read(plain)).toMatchObject({
			status: 415,
			body: { error: { code: 'invalid', field: 'Content-Type' } },
		});
		const huge = request('POST /notes', { as: 'user', body: { text: 'x'.repeat(70_000) } });
		expect(await read(huge)).toMatchObject({ status: 413, body: { error: { code: 'too-large' } } });
		for (const query of [
			'limit=1&limit=2',
			'limit=0',
			'limit=1e1',
			'more=1',
			'cursor=!',
			'cursor=e30',
			'__proto__=1',
		]) {
			const answer = await read(request(`GET /notes?${query}`, { as: 'user' }));
			expect(answer).toMatchObject({ status: 400, body: { error: { field: query.split('=')[0] } } });
		}
		expect((await request('GET /notes/short', { as: 'user' })).status).toBe(400);
		expect((await request('GET /notes/%E0%A4%A', { as: 'user' })).status).toBe(400);
	});

	it('[R4] what was sent is not repeated in the refusal', async () => {
		const { request } = setup();
		const answer = await request('POST /notes', {
			as: 'user',
			body: { text: { password: 'hunter2hunter2' } },
		});
		expect(await answer.text()).not.toContain('hunter2');
	});
});

describe('paths', () => {
	it('[R1] a path without its params, or answered twice, is found when the server starts', () => {
		const route = (path: `/${string}`, params?: v.GenericSchema<Record<string, unknown>>) =>
			implement(
				endpoint({ method: 'GET', path, needs: 'anybody', summary: '', ...(params && { params }) }),
				async () => ok(undefined),
			);
		const open = (...routes: RecordsModule['routes']) =>
			openRecordsRig({ modules: () => [{ name: 'odd', version: '1', migrations: [], routes }] });
		expect(() => open(route('/a/:id'))).toThrow('lacks its params');
		expect(() => open(route('/a'), route('/a'))).toThrow('Two modules answer GET /a');
	});
});
