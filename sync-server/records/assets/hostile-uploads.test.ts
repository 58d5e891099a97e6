import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import type { Blobs } from '#server/storage/blobs.ts';
import {
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../../tests/helpers/sync-server.ts';
import { hashOf, madeBytes, tusSteps, type TusSteps } from '../../../tests/helpers/tus-steps.ts';

const content = madeBytes(3000);
const hash = hashOf(content);
const GIGABYTE = 1_000_000_000;

describe('uploads of those who mean harm', () => {
	let server: TestServer;
	let project: TestProject;
	let tus: TusSteps;

	const start = async (options: Parameters<typeof startServer>[0] = {}) => {
		server = await startServer(options);
		project = await registerProject(server.origin);
		tus = tusSteps(server.origin, project.projectId, project.token);
	};
	beforeEach(() => start());
	afterEach(() => server.close());

	const arriving = () => readdirSync(join(server.dataDir, 'blobs', '.arriving'));
	const stored = async (name = hash) => {
		const url = `${server.origin}/api/projects/${project.projectId}/assets/${name}`;
		const answer = await fetch(url, { headers: { Authorization: `Bearer ${project.token}` } });
		return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : answer.status;
	};
	/** Only the head of a request, as from one who never sends what they announce. */
	const announce = (url: string, method: string, headers: Record<string, string>) =>
		new Promise<number>((resolve, reject) => {
			const asked = request(url, {
				method,
				headers: { Authorization: `Bearer ${project.token}`, 'Tus-Resumable': '1.0.0', ...headers },
			});
			asked.on('response', (answer) => {
				resolve(answer.statusCode ?? 0);
				asked.destroy();
			});
			asked.on('error', reject);
			asked.flushHeaders();
		});

	it('[L48] a gigabyte announced is refused before any of it came', async () => {
		expect((await tus.begin(GIGABYTE, hash)).status).toBe(413);
		const type = { 'Content-Type': 'application/offset+octet-stream', 'Content-Length': String(GIGABYTE) };
		const base = `${server.origin}/api/projects/${project.projectId}`;
		const metadata = { 'Upload-Metadata': `hash ${btoa(hash)}`, 'Upload-Length': String(GIGABYTE) };
		expect(await announce(`${base}/uploads`, 'POST', { ...type, ...metadata })).toBe(413);
		const upload = await tus.begun(3000, hash);
		expect(await announce(upload, 'PATCH', { ...type, 'Upload-Offset': '0' })).toBe(413);
		const json = { 'Content-Type': 'application/json', 'Content-Length': String(GIGABYTE) };
		expect(await announce(`${base}/assets/missing`, 'POST', json)).toBe(413);
		expect((await tus.append(upload, 0, content)).status).toBe(204);
		expect(await stored()).toEqual(content);
	});

	it('[L45] no lie about the offset moves anything', async () => {
		const upload = await tus.begun(3000, hash);
		await tus.append(upload, 0, content.slice(0, 1000));
		for (const offset of [-1, 0, 999, 1001, 2999, 3000, 3001, 2 ** 53, Infinity, NaN, 1e300, 1000.5]) {
			const answer = await tus.append(upload, offset, content.slice(0, 10));
			expect([400, 409, 413], String(offset)).toContain(answer.status);
		}
		expect(await tus.reached(upload)).toBe(1000);
		expect((await tus.append(upload, 1000, content.slice(1000))).status).toBe(204);
		expect(await stored()).toEqual(content);
	});

	it('[L45] many requests for one upload at once mix nothing', async () => {
		const upload = await tus.begun(3000, hash);
		const answers = await Promise.all(
			Array.from({ length: 12 }, (_, i) => tus.append(upload, 0, i % 2 === 0 ? content : madeBytes(1500, i))),
		);
		for (const { status } of answers) expect([204, 404, 409, 422]).toContain(status);
		// Whoever was first decided: it is right, or it is gone, or waits for its rest, which then is not what its hash says.
		const found = await stored();
		if (found === 404) {
			const rest = await tus.append(upload, 1500, content.slice(1500));
			expect([404, 422]).toContain(rest.status);
			expect((await tus.send(content)).status).toBe(201);
		}
		expect(await stored()).toEqual(content);
		expect(arriving()).toEqual([]);
	});

	it('[L48] thousands that begin and send nothing are bounded, and gone within hours', async () => {
		await server.close();
		const clock = new ManualClock(Date.now());
		await start({ clock, limits: { uploads: 300 } });
		const other = await registerProject(server.origin);
		const elsewhere = tusSteps(server.origin, other.projectId, other.token);
		const statuses = new Map<number, number>();
		for (let i = 0; i < 2000; i += 50) {
			const some = Array.from({ length: 50 }, (_, n) =>
				(n % 2 === 0 ? tus : elsewhere).begin(10, nth(i + n)),
			);
			for (const { status } of await Promise.all(some)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}
		expect(Object.fromEntries(statuses)).toEqual({ 201: 300, 503: 1700 });
		expect(arriving()).toHaveLength(600);
		const sweep = () => {
			clock.advance(60 * 60 * 1000);
			return arriving();
		};
		await expect.poll(sweep, { timeout: 10_000 }).toEqual([]);
		expect((await tus.send(content)).status).toBe(201);
	});

	it('[L51] whatever is asked of a project, only its own assets are looked at', async () => {
		await server.close();
		const looked = new Set<unknown>();
		await start({
			wrapStorage: (storage) => ({ ...storage, blobs: watched(storage.blobs, (of) => looked.add(of)) }),
		});
		const other = await registerProject(server.origin);
		await tusSteps(server.origin, other.projectId, other.token).send(content);
		looked.clear();
		expect(await stored()).toBe(404);
		const missing = await fetch(`${server.origin}/api/projects/${project.projectId}/assets/missing`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${project.token}` },
			body: JSON.stringify({ hashes: [hash] }),
		});
		expect(await missing.json()).toEqual({ hashes: [hash] });
		expect((await tus.send(content)).status, 'all of it is sent again').toBe(201);
		expect([...looked]).toEqual([project.projectId]);
	});
});

const nth = (i: number) => i.toString(16).padStart(64, '0');

/** The store as it is; tells of which project each question is. */
function watched(blobs: Blobs, onLook: (projectId: unknown) => void): Blobs {
	return new Proxy(blobs, {
		get(target, key) {
			const value: unknown = Reflect.get(target, key);
			if (typeof value !== 'function') return value;
			return (...given: unknown[]) => {
				onLook(given[0]);
				return Reflect.apply(value, target, given) as unknown;
			};
		},
	});
}
