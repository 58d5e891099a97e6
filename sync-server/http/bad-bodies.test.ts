import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import { ApiError } from '#lib/protocol/api.ts';
import {
	JSON_TYPE,
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';

const HTML = '<img src=x onerror=alert(1)>';
const claim = 'c'.repeat(43);

type Body = NonNullable<RequestInit['body']>;

describe('what is wrong with the body of the calls that no module has', () => {
	let server: TestServer;
	let project: TestProject;
	beforeAll(async () => {
		server = await startServer();
		project = await registerProject(server.origin);
	});
	afterAll(() => server.close());

	/** Each call, a body that would do, and one of its fields. */
	const calls = () =>
		[
			{ path: '/api/projects', good: { projectId: mintProjectId(), claim }, field: 'claim' },
			{ path: `/api/projects/${project.projectId}/links`, good: { role: 'viewer' }, field: 'role' },
			{ path: `/api/projects/${project.projectId}/assets/missing`, good: { hashes: [] }, field: 'hashes' },
		] as const;
	const send = async (path: string, body: Body, headers: Record<string, string> = {}, method = 'POST') => {
		const all = { ...JSON_TYPE, Authorization: `Bearer ${project.token}`, ...headers };
		const answer = await fetch(`${server.origin}${path}`, { method, body, headers: all });
		const text = await answer.text();
		expect(text, 'nothing of the inside').not.toMatch(/\.ts:|node:|at .*\(|Error:/);
		if (answer.ok) return { status: answer.status };
		expect(answer.headers.get('content-type')).toContain('application/json');
		const { error } = v.parse(ApiError, JSON.parse(text));
		expect(text, 'what was sent is not said again').not.toContain('onerror');
		return { status: answer.status, code: error.code, field: error.field };
	};
	const invalid = (field?: string) => ({ status: 400, code: 'invalid', field });

	it('[R135] is refused with its code and its field, whatever it is', async () => {
		for (const { path, good, field } of calls()) {
			const json = JSON.stringify(good);
			const wrong = async (text: Body, named?: string) =>
				expect([path, text, await send(path, text)]).toEqual([path, text, invalid(named)]);
			for (const text of ['', '{', 'null', '7', '"x"', '[]', '[{}]']) await wrong(text);
			await wrong(new Uint8Array([0x7b, 0xff, 0x7d]));
			await wrong(`{"${field}":1,${json.slice(1)}`, field);
			await wrong(`{"__proto__":{"role":"owner"},${json.slice(1)}`, '__proto__');
			await wrong(JSON.stringify({ ...good, [HTML.slice(0, 4)]: 1 }), HTML.slice(0, 4));
			for (const odd of [null, 7, true, {}, HTML, '\u202eedoc', 'ｏｗｎｅｒ', 'оwner', ['x', HTML], '\u0000'])
				await wrong(JSON.stringify({ ...good, [field]: odd }), expect.stringMatching(`^${field}`) as string);
			const { [field]: _left, ...rest } = good as Record<string, unknown>;
			await wrong(JSON.stringify(rest), field);
			await wrong(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
		}
		expect(server.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('[R135] is refused when it says that it is something else, whatever it is', async () => {
		for (const { path, good } of calls()) {
			for (const type of [
				'text/plain',
				'text/html',
				'multipart/form-data',
				'application/jsonp',
				'',
				'\u00ff',
			]) {
				const answer = await send(path, JSON.stringify(good), { 'Content-Type': type });
				expect([path, type, answer]).toEqual([path, type, { ...invalid('Content-Type'), status: 415 }]);
			}
			const type = 'Application/JSON; charset=utf-8';
			const { status } = await send(path, JSON.stringify(good), { 'Content-Type': type });
			expect([200, 201]).toContain(status);
		}
		const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '2', 'Upload-Offset': '0' };
		const uploads = `/api/projects/${project.projectId}/uploads`;
		const metadata = { 'Upload-Metadata': `hash ${btoa('0'.repeat(64))}` };
		const refusal = { ...invalid('Content-Type'), status: 415 };
		expect(await send(uploads, 'xx', { ...tus, ...metadata })).toEqual(refusal);
		const upload = `${uploads}/${'x'.repeat(32)}`;
		expect(await send(upload, 'xx', { ...tus, 'X-HTTP-Method-Override': 'PATCH' })).toMatchObject({
			status: 404,
		});
		expect(await send(upload, 'xx', tus, 'PATCH')).toEqual(refusal);
		expect(server.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('[R135] is refused alike when a part of the address is not what it should be', async () => {
		const bodies = ['%00', '..%2f..', encodeURIComponent(HTML), 'x'.repeat(3_000), '%ff'];
		for (const odd of bodies) {
			const { status, code } = await send(`/api/projects/${odd}/links`, '{"role":"viewer"}');
			expect([odd, [400, 404].includes(status), code]).toEqual([
				odd,
				true,
				expect.stringMatching(/^(invalid|not-found)$/) as string,
			]);
		}
		expect(server.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});
});
