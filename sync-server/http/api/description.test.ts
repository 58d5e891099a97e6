import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../tests/helpers/sync-server.ts';
import { ROWS } from '../../../tests/permissions/rows.ts';

type Call = {
	summary: string;
	parameters: { name: string; in: string }[];
	responses: Record<string, unknown>;
};

describe('what the API says of itself', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer();
	});
	afterAll(() => server.close());

	it('[R9] to programs: every call, in OpenAPI 3.1, with references that lead somewhere', async () => {
		const answer = await fetch(`${server.origin}/api/openapi.json`);
		expect(answer.headers.get('content-type')).toBe('application/json');
		const text = await answer.text();
		const description = JSON.parse(text) as { openapi: string; paths: Record<string, Record<string, Call>> };
		expect(description.openapi).toBe('3.1.0');
		const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map(
				(method) => `${method.toUpperCase()} ${path.slice('/api'.length).replace(/\{(\w+)\}/g, ':$1')}`,
			),
		);
		expect(Object.keys(ROWS)).toEqual(expect.arrayContaining(calls));
		expect(calls.length).toBeGreaterThan(20);
		for (const [path, methods] of Object.entries(description.paths)) {
			for (const call of Object.values(methods)) {
				const named = call.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
				expect(named, path).toEqual(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name));
				expect(Object.keys(call.responses).length, path).toBe(2);
			}
		}
		const references = Array.from(text.matchAll(/"\$ref":"#\/([^"]+)"/g), ([, path = '']) => path.split('/'));
		for (const path of references) {
			const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], description);
			expect(found, path.join('/')).toBeDefined();
		}
		expect(description.paths['/api/admin/audit']?.['get']?.parameters.map(({ name }) => name)).toContain(
			'cursor',
		);
	});

	it('[R9] to people: a page without scripts, and with nothing from elsewhere', async () => {
		const answer = await fetch(`${server.origin}/api`);
		const page = await answer.text();
		expect(answer.headers.get('content-type')).toContain('text/html');
		expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
		expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
		for (const name of ['GET /admin/audit', 'POST /accounts', 'DELETE /users/me/sessions/:sessionId']) {
			expect(page).toContain(name.replace(' ', ' /api'));
		}
		expect(page).not.toMatch(/<script|https?:|url\(/);
	});
});
