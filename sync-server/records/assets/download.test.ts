import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../../tests/helpers/sync-server.ts';
import { hashOf, madeBytes, tusSteps } from '../../../tests/helpers/tus-steps.ts';

const content = madeBytes(5000);
const hash = hashOf(content);

describe('downloads', () => {
	let server: TestServer;
	let project: TestProject;

	beforeAll(async () => {
		server = await startServer();
		project = await registerProject(server.origin);
		await tusSteps(server.origin, project.projectId, project.token).send(content);
	});
	afterAll(() => server.close());

	const get = (headers: Record<string, string> = {}, { of = project, name = hash, method = 'GET' } = {}) =>
		fetch(`${server.origin}/api/projects/${of.projectId}/assets/${name}`, {
			method,
			headers: { Authorization: `Bearer ${of.token}`, ...headers },
		});
	const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

	it.each([
		['bytes=0-0', 0, 1],
		['bytes=100-199', 100, 200],
		['bytes=4000-', 4000, 5000],
		['bytes=4000-9999', 4000, 5000],
		['bytes=-10', 4990, 5000],
		['bytes=-9999', 0, 5000],
	])('[L50] gives the part %s', async (range, start, end) => {
		const answer = await get({ Range: range });
		expect(answer.status).toBe(206);
		expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/5000`);
		expect(answer.headers.get('content-length')).toBe(String(end - start));
		expect(await bytesOf(answer)).toEqual(content.slice(start, end));
	});

	it.each(['bytes=5000-', 'bytes=9999-10000', 'bytes=-0'])('[L50] has no part %s', async (range) => {
		const answer = await get({ Range: range });
		expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */5000']);
		expect(await answer.text()).toBe('');
	});

	it.each(['bytes=5-2', 'bytes=-', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5', 'bytes=99999999999999999-'])(
		'[L50] gives all of it for %s, which is no single part',
		async (range) => {
			const answer = await get({ Range: range });
			expect([answer.status, answer.headers.get('content-range')]).toEqual([200, null]);
			expect(await bytesOf(answer)).toEqual(content);
		},
	);

	it('[L50] gives a part only of what the client has the rest of', async () => {
		const same = await get({ Range: 'bytes=10-', 'If-Range': `"${hash}"` });
		expect(same.status).toBe(206);
		for (const other of ['"else"', `W/"${hash}"`, 'Wed, 21 Oct 2026 07:28:00 GMT']) {
			const answer = await get({ Range: 'bytes=10-', 'If-Range': other });
			expect(answer.status).toBe(200);
			expect(await bytesOf(answer)).toEqual(content);
		}
	});

	it('[L50] HEAD tells the same without the bytes', async () => {
		const whole = await get({}, { method: 'HEAD' });
		expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '5000']);
		expect(whole.headers.get('accept-ranges')).toBe('bytes');
		const part = await get({ Range: 'bytes=0-9' }, { method: 'HEAD' });
		expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
		expect(await part.text()).toBe('');
	});

	it('[L51] keeps for ever with who asked, and is asked for by no more than its name', async () => {
		const answer = await get();
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'cache-control': 'private, max-age=31536000, immutable',
			vary: 'Authorization',
			etag: `"${hash}"`,
		});
		for (const named of [`"${hash}"`, `W/"${hash}"`, `"x", "${hash}"`, '*']) {
			const again = await get({ 'If-None-Match': named });
			expect([again.status, await again.text()]).toEqual([304, '']);
		}
		expect((await get({ 'If-None-Match': '"x"' })).status).toBe(200);
	});

	it('[L51] asks who it is before it says whether anything changed', async () => {
		const headers = { 'If-None-Match': `"${hash}"`, Authorization: 'Bearer nobody' };
		const answer = await get(headers);
		expect(answer.status).toBe(401);
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('etag')).toBeNull();
	});

	it('[L51] is never a page: whatever was uploaded, it is saved, not shown, and runs nothing', async () => {
		const page = new TextEncoder().encode(
			'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
		);
		await tusSteps(server.origin, project.projectId, project.token).send(page);
		const answer = await get({ Accept: 'text/html' }, { name: hashOf(page) });
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'application/octet-stream',
			'content-disposition': `attachment; filename="${hashOf(page)}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
		});
	});

	it('[L51] what another project has shows in no answer', async () => {
		const stranger = await registerProject(server.origin);
		const answers = [hash, hashOf(madeBytes(10))].map(async (name) => {
			const answer = await get({}, { of: stranger, name });
			return [answer.status, await answer.text(), [...answer.headers.keys()].join()];
		});
		const [there, nowhere] = await Promise.all(answers);
		expect(there).toEqual(nowhere);
		expect(there?.[0]).toBe(404);
	});
});
