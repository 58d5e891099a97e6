import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import { ApiError, ShareLink, ShareLinks } from '#lib/protocol/api.ts';
import {
	JSON_TYPE,
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';
import { tusSteps } from '../../tests/helpers/tus-steps.ts';

const content = new TextEncoder().encode('a small model');
const hash = createHash('sha256').update(content).digest('hex');
const claim = 'c'.repeat(43);

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function errorOf(response: Response) {
	return { status: response.status, code: v.parse(ApiError, await response.json()).error.code };
}

describe('the API', () => {
	let server: TestServer;
	let project: TestProject;
	let base: string;

	beforeEach(async () => {
		server = await startServer();
		project = await registerProject(server.origin);
		base = `${server.origin}/api/projects/${project.projectId}`;
	});
	afterEach(() => server.close());

	const register = (body: unknown, headers = {}) =>
		fetch(`${server.origin}/api/projects`, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { ...JSON_TYPE, ...headers },
		});
	const send = (token: string) => tusSteps(server.origin, project.projectId, token).send(content);

	it('[A1] registering again with the same claim answers again; another claim is refused', async () => {
		const projectId = mintProjectId();
		const first = await register({ projectId, claim });
		expect(first.status).toBe(200);
		const again = (await (await register({ projectId, claim })).json()) as { token: string };
		const links = await fetch(`${server.origin}/api/projects/${projectId}/links`, {
			headers: bearer(again.token),
		});
		expect(links.status).toBe(200);
		const thief = await register({ projectId, claim: 'd'.repeat(43) });
		expect(await errorOf(thief)).toEqual({ status: 403, code: 'forbidden' });
	});

	it('[A1] a body that is not what the schema says is refused by name', async () => {
		for (const body of [
			{},
			{ projectId: 'short', claim },
			{ projectId: mintProjectId(), claim, more: 1 },
			7,
			null,
		]) {
			expect(await errorOf(await register(body))).toEqual({ status: 400, code: 'invalid' });
		}
		const noJson = await fetch(`${server.origin}/api/projects`, {
			method: 'POST',
			headers: JSON_TYPE,
			body: '{',
		});
		expect(await errorOf(noJson)).toEqual({ status: 400, code: 'invalid' });
		const huge = await register({ projectId: mintProjectId(), claim: 'x'.repeat(2 * 1024 * 1024) });
		expect(await errorOf(huge)).toEqual({ status: 413, code: 'too-large' });
	});

	it('[A2] links are made, listed with their tokens, and revoked', async () => {
		const link = v.parse(ShareLink, await project.share('viewer'));
		await project.share('editor');
		const list = async () => {
			const answer = await fetch(`${base}/links`, { headers: bearer(project.token) });
			return v.parse(ShareLinks, await answer.json()).links;
		};
		expect((await list()).map(({ role }) => role).sort()).toEqual(['editor', 'viewer']);
		expect(await list()).toContainEqual(link);
		expect((await project.revoke(link.linkId)).status).toBe(204);
		expect((await project.revoke(link.linkId)).status).toBe(204);
		expect((await list()).map(({ role }) => role)).toEqual(['editor']);
		const late = await fetch(`${base}/assets/${hash}`, { headers: bearer(link.token) });
		expect(await errorOf(late)).toEqual({ status: 403, code: 'forbidden' });
	});

	it('[A2] only the owner manages links', async () => {
		const { token } = await project.share('editor');
		const requests = [
			fetch(`${base}/links`, { headers: bearer(token) }),
			fetch(`${base}/links`, { method: 'POST', body: '{"role":"editor"}', headers: bearer(token) }),
			fetch(`${base}/links/${mintProjectId()}`, { method: 'DELETE', headers: bearer(token) }),
		];
		for (const answer of await Promise.all(requests)) {
			expect(await errorOf(answer)).toEqual({ status: 403, code: 'forbidden' });
		}
		const ownerLink = await fetch(`${base}/links`, {
			method: 'POST',
			body: '{"role":"owner"}',
			headers: { ...JSON_TYPE, ...bearer(project.token) },
		});
		expect(await errorOf(ownerLink)).toEqual({ status: 400, code: 'invalid' });
		expect(await errorOf(await project.revoke(mintProjectId()))).toEqual({ status: 404, code: 'not-found' });
	});

	it('[A3] whether a project exists shows in no answer to a stranger', async () => {
		const stranger = await registerProject(server.origin);
		const answers = [project.projectId, mintProjectId()].map(async (projectId) => {
			const url = `${server.origin}/api/projects/${projectId}/assets/${hash}`;
			const answer = await fetch(url, { headers: bearer(stranger.token) });
			return { status: answer.status, body: await answer.text() };
		});
		const [existing, made] = await Promise.all(answers);
		expect(existing).toEqual(made);
		expect(existing?.status).toBe(403);
		const nobody = await fetch(`${base}/assets/${hash}`);
		expect(await errorOf(nobody)).toEqual({ status: 401, code: 'unauthorized' });
	});

	it('[A4] an editor stores an asset, and everybody with a link reads it', async () => {
		const editor = await project.share('editor');
		const viewer = await project.share('viewer');
		expect((await send(editor.token)).status).toBe(201);
		const read = await fetch(`${base}/assets/${hash}`, { headers: bearer(viewer.token) });
		expect(new Uint8Array(await read.arrayBuffer())).toEqual(content);
		expect(Object.fromEntries(read.headers)).toMatchObject({
			'content-type': 'application/octet-stream',
			'x-content-type-options': 'nosniff',
			'content-disposition': `attachment; filename="${hash}"`,
			'cache-control': 'private, max-age=31536000, immutable',
		});
		const head = await fetch(`${base}/assets/${hash}`, { method: 'HEAD', headers: bearer(viewer.token) });
		expect(head.headers.get('content-length')).toBe(String(content.byteLength));
		expect(await head.text()).toBe('');
	});

	it('[A4] a viewer stores nothing', async () => {
		const { token } = await project.share('viewer');
		expect(await errorOf(await send(token))).toEqual({ status: 403, code: 'forbidden' });
		const absent = await fetch(`${base}/assets/${hash}`, { headers: bearer(token) });
		expect(await errorOf(absent)).toEqual({ status: 404, code: 'not-found' });
	});

	it('[A5] says which assets are missing, per project', async () => {
		await send(project.token);
		const other = 'f'.repeat(64);
		const ask = async (url: string, token: string) => {
			const body = JSON.stringify({ hashes: [hash, other] });
			const headers = { ...JSON_TYPE, ...bearer(token) };
			const answer = await fetch(`${url}/assets/missing`, { method: 'POST', body, headers });
			return answer.json();
		};
		expect(await ask(base, project.token)).toEqual({ hashes: [other] });
		const stranger = await registerProject(server.origin);
		const strange = `${server.origin}/api/projects/${stranger.projectId}`;
		expect(await ask(strange, stranger.token)).toEqual({ hashes: [hash, other] });
	});

	it('[A6] a page of another site changes nothing', async () => {
		const { host } = new URL(server.origin);
		for (const origin of ['https://evil.example', `http://${host}.evil.example`, 'null']) {
			const answer = await register({ projectId: mintProjectId(), claim }, { Origin: origin });
			expect(await errorOf(answer)).toEqual({ status: 403, code: 'forbidden' });
		}
		const own = await register({ projectId: mintProjectId(), claim }, { Origin: server.origin });
		expect(own.status).toBe(200);
		expect(own.headers.get('access-control-allow-origin')).toBeNull();
	});

	it('[A7] too many changes are slowed down, with the seconds to wait', async () => {
		const busy = await startServer({ limits: { changesPerMinute: 3 } });
		const attempt = (headers = {}) =>
			fetch(`${busy.origin}/api/projects`, {
				method: 'POST',
				headers: { ...JSON_TYPE, ...headers },
				body: JSON.stringify({ projectId: mintProjectId(), claim }),
			});
		const statuses: number[] = [];
		for (let i = 0; i < 4; i++) statuses.push((await attempt()).status);
		expect(statuses).toEqual([200, 200, 200, 429]);
		const renamed = await attempt({ Authorization: 'Bearer made-up' });
		expect(renamed.status, 'another made-up token is no new allowance').toBe(429);
		const refused = await attempt();
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(v.parse(ApiError, await refused.json()).error).toMatchObject({
			number: 1004,
			code: 'rate-limited',
		});
		await busy.close();
	});

	it('[A8] answers what it is, how it is, and that there is no such thing', async () => {
		expect(await (await fetch(`${server.origin}/api/version`)).json()).toEqual({
			name: 'rastudios',
			version: '0.0.0-test',
			protocol: 1,
			modules: expect.any(Object),
		});
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		expect(await errorOf(await fetch(`${server.origin}/api/nothing`))).toEqual({
			status: 404,
			code: 'not-found',
		});
		expect((await fetch(`${server.origin}/studio/x`, { method: 'POST' })).status).toBe(405);
	});

	it('[A8] a store that fails is "unavailable", without its inner words', async () => {
		const broken = await startServer({
			wrapStorage: (storage) => ({
				...storage,
				projects: { ...storage.projects, claim: () => Promise.reject(new Error('disk I/O secret')) },
				check() {
					throw new Error('disk I/O error');
				},
			}),
		});
		const body = JSON.stringify({ projectId: mintProjectId(), claim });
		const answer = await fetch(`${broken.origin}/api/projects`, { method: 'POST', headers: JSON_TYPE, body });
		const text = await answer.clone().text();
		expect(await errorOf(answer)).toEqual({ status: 503, code: 'unavailable' });
		expect(text).not.toContain('secret');
		await broken.close();
	});
});
