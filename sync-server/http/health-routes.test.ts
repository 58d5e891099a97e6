import { afterEach, describe, expect, it } from 'vitest';
import { PrometheusMetrics } from '#server/ops/metrics/prometheus-metrics.ts';
import { JSON_TYPE, registerProject, startServer, type TestServer } from '../../tests/helpers/sync-server.ts';

const TOKEN = 'a-token-of-the-host';

describe('what the server says to its host', () => {
	const servers: TestServer[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) await server.close();
	});

	async function start(options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> {
		const server = await startServer(options);
		servers.push(server);
		return server;
	}

	async function startMeasured(): Promise<TestServer> {
		const metrics = new PrometheusMetrics();
		const metricsPage = {
			token: TOKEN,
			contentType: metrics.contentType,
			read: () => metrics.read(),
		};
		return start({ deps: { metrics, metricsPage } });
	}

	const readMetrics = async (origin: string, token = TOKEN) =>
		fetch(`${origin}/metrics`, { headers: { Authorization: `Bearer ${token}` } });

	it('[L58] is alive and ready', async () => {
		const { origin } = await start();
		for (const path of ['healthz', 'readyz']) {
			const answer = await fetch(`${origin}/${path}`);
			expect(answer.status).toBe(200);
			expect(answer.headers.get('cache-control')).toBe('no-store');
		}
	});

	it('[L58] a failing store is alive and not ready, without its inner words', async () => {
		const { origin, log } = await start({
			wrapStorage: (storage) => ({
				...storage,
				check() {
					throw new Error('disk I/O error');
				},
			}),
		});
		expect((await fetch(`${origin}/healthz`)).status).toBe(200);
		const answer = await fetch(`${origin}/readyz`);
		expect(answer.status).toBe(503);
		expect(await answer.json()).toEqual({ status: 'not ready', reasons: ['store'] });
		const errors = log.entries.filter(({ level }) => level === 'error');
		expect(errors).toMatchObject([{ fields: { cause: 'disk I/O error' } }]);
	});

	it('[L59] metrics are for nobody, until the host says for whom', async () => {
		const { origin } = await start();
		expect((await fetch(`${origin}/metrics`)).status).toBe(404);
	});

	it('[L59] metrics are for who has the token alone', async () => {
		const { origin } = await startMeasured();
		for (const answer of [
			await fetch(`${origin}/metrics`),
			await readMetrics(origin, 'another-token-altogether'),
			await readMetrics(origin, ''),
			await fetch(`${origin}/metrics?token=${TOKEN}`),
		]) {
			expect(answer.status).toBe(401);
			expect(await answer.text()).not.toContain('rastudios_');
		}
		const answer = await readMetrics(origin);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toContain('text/plain');
		expect(await answer.text()).toMatch(/^rastudios_http_requests_total\{status="4xx"\} 4$/m);
	});

	it('[L59] metrics name no project, no document, no token and no address', async () => {
		const { origin } = await startMeasured();
		const project = await registerProject(origin);
		const link = await project.share('editor');
		await fetch(`${origin}/api/projects/${project.projectId}/links`, {
			headers: { Authorization: `Bearer ${project.token}` },
		});
		const text = await (await readMetrics(origin)).text();
		for (const secret of [project.projectId, project.token, project.claim, link.linkId, '127.0.0.1']) {
			expect(text).not.toContain(secret);
		}
	});

	it('[L60] every answer carries the id its log entries have', async () => {
		const { origin, log } = await start({
			wrapStorage: (storage) => ({
				...storage,
				projects: { ...storage.projects, claim: () => Promise.reject(new Error('disk I/O error')) },
			}),
		});
		const body = JSON.stringify({ projectId: 'V1StGXR8_Z5jdHi6B-myTq', claim: 'c'.repeat(43) });
		const answer = await fetch(`${origin}/api/projects`, { method: 'POST', headers: JSON_TYPE, body });
		const id = answer.headers.get('x-request-id');
		expect(id).toMatch(/^[\w-]{12}$/);
		const failed = log.entries.find(({ message }) => message === 'A request failed');
		expect(failed?.fields).toMatchObject({ request: id, path: '/api/projects' });
		const other = await fetch(`${origin}/missing.js`);
		expect(other.headers.get('x-request-id')).not.toBe(id);
	});

	it('[L60] a trusted proxy names the request; anybody else does not', async () => {
		const headers = { 'X-Request-Id': 'from-outside', 'X-Forwarded-For': '203.0.113.9' };
		const open = await start();
		expect((await fetch(open.origin, { headers })).headers.get('x-request-id')).not.toBe('from-outside');
		const proxied = await start({ deps: { trustedProxies: ['127.0.0.1'] } });
		expect((await fetch(proxied.origin, { headers })).headers.get('x-request-id')).toBe('from-outside');
		const odd = { ...headers, 'X-Request-Id': 'a b' };
		expect((await fetch(proxied.origin, { headers: odd })).headers.get('x-request-id')).not.toBe('a b');
	});

	it('[L60] requests are written down at level debug, without what follows the path', async () => {
		const { origin, log } = await start();
		await fetch(`${origin}/api/version?token=secret`);
		expect(log.entries.filter(({ message }) => message === 'Answered')).toMatchObject([
			{ level: 'debug', message: 'Answered', fields: { method: 'GET', path: '/api/version', status: 200 } },
		]);
		expect(JSON.stringify(log.entries)).not.toContain('secret');
	});
});
