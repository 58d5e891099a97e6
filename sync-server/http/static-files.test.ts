import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../tests/helpers/sync-server.ts';

const FILES: Record<string, string> = {
	'build/200.html': `<!doctype html><title>RaStudios</title>${' '.repeat(2000)}`,
	'build/_app/immutable/entry.abc.js': 'console.log(1)',
	'build/_app/version.json': '{"version":"1"}',
	'build/service-worker.js': 'self',
	'build/manifest.webmanifest': '{}',
	'build/models/box.glb': 'glTF',
	'build/decoder.wasm': 'wasm',
	'secret.txt': 'not for visitors',
};

describe('the app, served', () => {
	let folder: string;
	let server: TestServer;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-build-'));
		for (const [path, text] of Object.entries(FILES)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
		symlinkSync(join(folder, 'secret.txt'), join(folder, 'build/link.txt'));
		server = await startServer({ buildDir: join(folder, 'build') });
	});
	afterEach(async () => {
		await server.close();
		rmSync(folder, { recursive: true });
	});

	const get = (path: string, headers = {}) => fetch(`${server.origin}${path}`, { headers });

	/** Without the tidying that fetch does to paths. */
	function getRaw(path: string): Promise<{ status: number | undefined; body: string }> {
		const { hostname, port } = new URL(server.origin);
		return new Promise((resolve, reject) => {
			request({ hostname, port, path }, (response) => {
				let body = '';
				response.on('data', (chunk: Buffer) => (body += chunk.toString()));
				response.on('end', () => resolve({ status: response.statusCode, body }));
			})
				.on('error', reject)
				.end();
		});
	}

	it('[A9] every page of the app is the shell, asked about each time', async () => {
		for (const path of ['/', '/studio/abc', '/join/x?y=1']) {
			const page = await get(path);
			expect(page.status).toBe(200);
			expect(await page.text()).toBe(FILES['build/200.html']);
			expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
			expect(page.headers.get('cache-control')).toBe('no-cache');
		}
	});

	it('[A9] a missing file is missing, not the shell', async () => {
		for (const path of [
			'/_app/immutable/gone.js',
			'/old-worker.js',
			'/_app/gone',
			'/icon.png',
			'/sync',
			'/sync/x',
		]) {
			const answer = await get(path);
			expect([answer.status, answer.headers.get('cache-control')], path).toEqual([404, 'no-store']);
		}
	});

	it('[A9] files come with their types, hashed ones for a year', async () => {
		const types: [string, string, string][] = [
			[
				'/_app/immutable/entry.abc.js',
				'text/javascript; charset=utf-8',
				'public, max-age=31536000, immutable',
			],
			// Kept for no time at all: this is how browsers learn of a new version, or that the worker is withdrawn.
			['/service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
			['/_app/version.json', 'application/json', 'no-cache'],
			['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
			['/models/box.glb', 'model/gltf-binary', 'no-cache'],
			['/decoder.wasm', 'application/wasm', 'no-cache'],
		];
		for (const [path, type, cache] of types) {
			const file = await get(path);
			expect([file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([type, cache]);
		}
	});

	it('[A9] what has not changed is not sent again, what has is', async () => {
		const etag = (await get('/_app/version.json')).headers.get('etag') ?? '';
		expect((await get('/_app/version.json', { 'If-None-Match': etag })).status).toBe(304);
		writeFileSync(join(folder, 'build/_app/version.json'), '{"version":"2"}');
		const changed = await get('/_app/version.json', { 'If-None-Match': etag });
		expect(changed.status).toBe(200);
		expect(await changed.json()).toEqual({ version: '2' });
	});

	it('[A9] text travels zipped to those who can read that', async () => {
		const zipped = await fetch(`${server.origin}/`, { headers: { 'Accept-Encoding': 'gzip' } });
		expect(zipped.headers.get('content-encoding')).toBe('gzip');
		expect(Number(zipped.headers.get('content-length'))).toBeLessThan(500);
		expect(await zipped.text()).toBe(FILES['build/200.html']);
		const plain = await fetch(`${server.origin}/`, { headers: { 'Accept-Encoding': 'identity' } });
		expect(plain.headers.get('content-encoding')).toBeNull();
	});

	it('[A9] HEAD tells the same without the bytes', async () => {
		const head = await fetch(`${server.origin}/models/box.glb`, { method: 'HEAD' });
		expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '4', '']);
	});

	it('[A9] nothing outside the folder can be had', async () => {
		const paths = [
			'/../secret.txt',
			'/..%2fsecret.txt',
			'/%2e%2e/secret.txt',
			'/models/..%2f..%2fsecret.txt',
			'/..%5csecret.txt',
			'/link.txt',
			'//secret.txt',
			'/%00secret.txt',
			'/%',
		];
		for (const path of paths) {
			const { status, body } = await getRaw(path);
			expect(body, path).not.toContain('not for visitors');
			expect([400, 404], path).toContain(status);
		}
	});

	it('[A10] every answer carries the security headers', async () => {
		for (const path of ['/', '/models/box.glb', '/api/version', '/gone.js', '/healthz']) {
			const { headers } = await get(path);
			expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
			expect(Object.fromEntries(headers), path).toMatchObject({
				'x-content-type-options': 'nosniff',
				'referrer-policy': 'no-referrer',
				'cross-origin-opener-policy': 'same-origin',
			});
		}
	});

	it('[A9] without a build it explains itself', async () => {
		const bare = await startServer();
		const page = await fetch(`${bare.origin}/`);
		expect(page.status).toBe(503);
		expect(await page.text()).toContain('npm start');
		await bare.close();
	});
});
