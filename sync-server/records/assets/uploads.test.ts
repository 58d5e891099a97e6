import { readdirSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { ApiError } from '#lib/protocol/api.ts';
import {
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../../tests/helpers/sync-server.ts';
import { hashOf, madeBytes, tusSteps, type TusSteps } from '../../../tests/helpers/tus-steps.ts';
import { MAX_UPLOADS_OF_ASSET } from './uploads.ts';

const content = madeBytes(3000);
const hash = hashOf(content);

async function refusalOf(answer: Response) {
	const { error } = v.parse(ApiError, await answer.json());
	return { status: answer.status, code: error.code };
}

describe('uploads', () => {
	let server: TestServer;
	let project: TestProject;
	let tus: TusSteps;

	const start = async (limits: Parameters<typeof startServer>[0] = {}) => {
		server = await startServer(limits);
		project = await registerProject(server.origin);
		tus = tusSteps(server.origin, project.projectId, project.token);
	};
	beforeEach(() => start());
	afterEach(() => server.close());

	const asBearer = (token: string, of: TestProject = project) => tusSteps(server.origin, of.projectId, token);
	const stored = async (of: TestProject = project, name = hash) => {
		const url = `${server.origin}/api/projects/${of.projectId}/assets/${name}`;
		const answer = await fetch(url, { headers: { Authorization: `Bearer ${of.token}` } });
		return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : answer.status;
	};
	const arriving = () => readdirSync(join(server.dataDir, 'blobs', '.arriving'));

	it('[L45] an asset comes in pieces, and is there when its last byte is', async () => {
		const upload = await tus.begun(3000, hash);
		expect((await tus.append(upload, 0, content.slice(0, 1000))).headers.get('upload-offset')).toBe('1000');
		expect(await tus.reached(upload)).toBe(1000);
		expect(await stored()).toBe(404);
		expect((await tus.append(upload, 1000, content.slice(1000))).status).toBe(204);
		expect(await stored()).toEqual(content);
		expect(arriving()).toEqual([]);
	});

	it('[L45] a small one comes in a single request, also one of no bytes', async () => {
		const answer = await tus.send(content);
		expect([answer.status, answer.headers.get('upload-offset')]).toEqual([201, '3000']);
		expect(await stored()).toEqual(content);
		const nothing = new Uint8Array();
		expect((await tus.begin(0, hashOf(nothing))).status).toBe(201);
		expect(await stored(project, hashOf(nothing))).toEqual(nothing);
		expect(arriving()).toEqual([]);
	});

	it('[L45] goes on where the bytes stopped when the line broke in the middle', async () => {
		const upload = await tus.begun(3000, hash);
		const abort = new AbortController();
		const broken = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(content.slice(0, 1200)),
		});
		const headers = {
			Authorization: `Bearer ${project.token}`,
			'Tus-Resumable': '1.0.0',
			'Content-Type': 'application/offset+octet-stream',
			'Upload-Offset': '0',
		};
		const sending = fetch(upload, {
			method: 'PATCH',
			headers,
			body: broken,
			duplex: 'half',
			signal: abort.signal,
		});
		sending.catch(() => {});
		await expect.poll(() => bytesArriving(server)).toBe(1200);
		abort.abort();
		await expect(sending).rejects.toThrow();
		await expect.poll(() => tus.reached(upload)).toBe(1200);
		expect((await tus.append(upload, 1200, content.slice(1200))).status).toBe(204);
		expect(await stored()).toEqual(content);
	});

	it('[L45] whoever comes with another offset is told to ask again', async () => {
		const upload = await tus.begun(3000, hash);
		await tus.append(upload, 0, content.slice(0, 1000));
		expect(await refusalOf(await tus.append(upload, 0, content))).toEqual({ status: 409, code: 'conflict' });
		expect(await tus.reached(upload)).toBe(1000);
	});

	it('[L45] a second request takes over from one whose line hangs', async () => {
		const upload = await tus.begun(3000, hash);
		const hanging = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(content.slice(0, 500)),
		});
		const first = tus.append(upload, 0, hanging).catch(() => null);
		await expect.poll(() => bytesArriving(server)).toBe(500);
		expect(await tus.reached(upload)).toBe(500);
		expect((await tus.append(upload, 500, content.slice(500))).status).toBe(204);
		expect(await stored()).toEqual(content);
		expect((await first)?.headers.get('upload-offset'), 'the first learns what was kept').toBe('500');
	});

	it('[L46] bytes that are not what the hash says leave nothing behind', async () => {
		const wrong = await tus.begin(3000, hash, madeBytes(3000, 2));
		expect(await refusalOf(wrong)).toEqual({ status: 422, code: 'mismatch' });
		expect(await stored()).toBe(404);
		expect(arriving()).toEqual([]);
	});

	it('[L46] all the bytes are there and the server ended: the next look at it finishes it', async () => {
		const upload = await tus.begun(3000, hash);
		await tus.append(upload, 0, content.slice(0, 2999));
		const [file] = arriving().filter((name) => !name.endsWith('.json'));
		writeFileSync(join(server.dataDir, 'blobs', '.arriving', file!), content);
		expect(await tus.reached(upload)).toBe(3000);
		expect(await stored()).toEqual(content);
		expect((await tus.head(upload)).status).toBe(404);
	});

	it('[L46] the same asset from several people at once is stored once', async () => {
		const editor = asBearer((await project.share('editor')).token);
		const uploads = await Promise.all([
			tus.begun(3000, hash),
			editor.begun(3000, hash),
			tus.begun(3000, hash),
		]);
		const answers = await Promise.all([
			tus.append(uploads[0], 0, content),
			editor.append(uploads[1], 0, content),
			tus.append(uploads[2], 0, content),
		]);
		// Whoever comes late finds an upload that is of no use any more.
		const statuses = answers.map(({ status }) => status);
		expect(statuses).toContain(204);
		expect(statuses.filter((status) => status !== 204 && status !== 404)).toEqual([]);
		expect(await stored()).toEqual(content);
		expect(arriving()).toEqual([]);
		expect(await server.storage.blobs.usage(project.projectId)).toBe(3000);
	});

	it('[L46] an upload without bytes for a day is given up, and no sooner', async () => {
		await server.close();
		const clock = new ManualClock(Date.now());
		await start({ clock });
		await tus.append(await tus.begun(3000, hash), 0, content.slice(0, 10));
		const hour = 60 * 60 * 1000;
		for (let hours = 0; hours < 23; hours++) clock.advance(hour);
		await new Promise((resolve) => setImmediate(resolve));
		expect(arriving()).toHaveLength(2);
		const later = () => {
			clock.advance(hour);
			return arriving();
		};
		await expect.poll(later).toEqual([]);
	});

	it('[L47] an upload is its link’s alone: to all others it is one that nobody has', async () => {
		const upload = await tus.begun(3000, hash);
		const name = upload.split('/').at(-1)!;
		const stranger = await registerProject(server.origin);
		const editor = await project.share('editor');
		const viewer = await project.share('viewer');
		const inStrange = `${server.origin}/api/projects/${stranger.projectId}/uploads/${name}`;
		const absent = `${server.origin}/api/projects/${stranger.projectId}/uploads/${'x'.repeat(32)}`;
		const tries = [
			[asBearer(stranger.token, stranger), inStrange],
			[asBearer(editor.token), upload],
			[asBearer(stranger.token, stranger), absent],
		] as const;
		const answers: string[] = [];
		for (const [bearer, url] of tries) {
			for (const answer of [await bearer.append(url, 0, content), await bearer.end(url)])
				answers.push(`${answer.status} ${await answer.text()}`);
			expect((await bearer.head(url)).status).toBe(404);
		}
		expect(new Set(answers).size).toBe(1);
		expect((await asBearer(viewer.token).append(upload, 0, content)).status).toBe(403);
		expect((await asBearer(stranger.token).append(upload, 0, content)).status).toBe(403);
		expect(await tus.reached(upload)).toBe(0);
	});

	it('[L47] what has come so far is given to nobody', async () => {
		const upload = await tus.begun(3000, hash);
		await tus.append(upload, 0, content.slice(0, 1000));
		const answer = await fetch(upload, { headers: { Authorization: `Bearer ${project.token}` } });
		expect(await refusalOf(answer)).toEqual({ status: 404, code: 'not-found' });
	});

	it('[L47] a viewer begins nothing, and a link revoked meanwhile finishes nothing', async () => {
		const viewer = await project.share('viewer');
		expect((await asBearer(viewer.token).begin(3000, hash)).status).toBe(403);
		const link = await project.share('editor');
		const editor = asBearer(link.token);
		const upload = await editor.begun(3000, hash);
		const release = Promise.withResolvers<void>();
		const slow = new ReadableStream<Uint8Array>({
			async start(controller) {
				controller.enqueue(content.slice(0, 1000));
				await release.promise;
				controller.enqueue(content.slice(1000));
				controller.close();
			},
		});
		const sending = editor.append(upload, 0, slow);
		await expect.poll(() => bytesArriving(server)).toBe(1000);
		await project.revoke(link.linkId);
		release.resolve();
		expect(await refusalOf(await sending)).toEqual({ status: 403, code: 'forbidden' });
		expect(await stored()).toBe(404);
		expect(arriving()).toEqual([]);
	});

	it('[L47] names that lead elsewhere lead nowhere', async () => {
		for (const name of ['..%2f..%2fin-use', '%00', 'a'.repeat(500), '..', '%E0%A4%A']) {
			const url = `${server.origin}/api/projects/${project.projectId}/uploads/${name}`;
			expect((await tus.append(url, 0, content)).status, name).toBeGreaterThanOrEqual(400);
			expect((await tus.head(url)).status, name).toBe(404);
		}
	});

	it('[L48] what is too large or over the quota is refused before its bytes', async () => {
		await server.close();
		await start({ limits: { assetBytes: 3000, projectBytes: 5000 } });
		expect(await refusalOf(await tus.begin(3001, hash))).toEqual({ status: 413, code: 'too-large' });
		const other = hashOf(madeBytes(2500));
		await tus.begun(3000, hash);
		expect(await refusalOf(await tus.begin(2001, other))).toEqual({ status: 507, code: 'quota' });
		expect((await tus.send(content)).status, 'what several send counts once').toBe(201);
		expect(await refusalOf(await tus.begin(2001, other))).toEqual({ status: 507, code: 'quota' });
		const upload = await tus.begun(2000, other);
		expect(await refusalOf(await tus.begin(1, hashOf(new Uint8Array(1))))).toMatchObject({ code: 'quota' });
		expect((await tus.end(upload)).status).toBe(204);
		expect((await tus.begin(1, hashOf(new Uint8Array(1)))).status).toBe(201);
		const elsewhere = await registerProject(server.origin);
		expect((await asBearer(elsewhere.token, elsewhere).begin(3000, hash)).status).toBe(201);
	});

	it('[L48] two at once do not both get the last room', async () => {
		await server.close();
		await start({ limits: { projectBytes: 5000 } });
		const hashes = [1, 2, 3, 4].map((seed) => hashOf(madeBytes(3000, seed)));
		const answers = await Promise.all(hashes.map((each) => tus.begin(3000, each)));
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 507, 507, 507]);
	});

	it('[L48] more bytes than were announced are refused while they come', async () => {
		const upload = await tus.begun(1000, hash);
		expect(await refusalOf(await tus.append(upload, 0, content))).toMatchObject({ status: 413 });
		let given = 0;
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				given++;
				controller.enqueue(new Uint8Array(64 * 1024));
			},
		});
		const answer = await tus.append(upload, 0, endless).catch(() => null);
		expect(answer?.status ?? 413).toBe(413);
		expect(given).toBeLessThan(200);
		expect(await bytesArriving(server)).toBeLessThanOrEqual(1000);
		expect(await stored()).toBe(404);
	});

	it('[L48] begins only so many uploads of one asset', async () => {
		for (let i = 0; i < MAX_UPLOADS_OF_ASSET; i++) await tus.begun(3000, hash);
		expect(await refusalOf(await tus.begin(3000, hash))).toEqual({ status: 429, code: 'rate-limited' });
	});

	it('[L48] an upload that does not say its size, its hash or its protocol is refused', async () => {
		const headers = { Authorization: `Bearer ${project.token}`, 'Tus-Resumable': '1.0.0' };
		const url = `${server.origin}/api/projects/${project.projectId}/uploads`;
		const named = { 'Upload-Metadata': `hash ${btoa(hash)}` };
		for (const given of [
			{ ...headers, ...named },
			{ ...headers, ...named, 'Upload-Defer-Length': '1' },
			{ ...headers, 'Upload-Length': '10' },
			{ ...headers, 'Upload-Length': '10', 'Upload-Metadata': 'hash bm9wZQ==' },
			{ ...headers, ...named, 'Upload-Length': '-1' },
			{ Authorization: headers.Authorization, ...named, 'Upload-Length': '10' },
		]) {
			const answer = await fetch(url, { method: 'POST', headers: given });
			expect(await refusalOf(answer), JSON.stringify(given)).toEqual({ status: 400, code: 'invalid' });
			expect(answer.headers.get('access-control-allow-origin')).toBeNull();
		}
		expect(arriving()).toEqual([]);
	});

	it('[L49] a full disk says so, keeps what came, and goes on when there is room', async () => {
		await server.close();
		const disk = { full: false };
		await start({
			wrapStorage: (storage) => {
				const { uploads } = storage;
				const write = uploads.write.bind(uploads);
				uploads.write = (...given) =>
					disk.full ? Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' })) : write(...given);
				return storage;
			},
		});
		const upload = await tus.begun(3000, hash);
		await tus.append(upload, 0, content.slice(0, 1000));
		disk.full = true;
		const full = await tus.append(upload, 1000, content.slice(1000));
		expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await refusalOf(full)).toEqual({ status: 507, code: 'storage-full' });
		disk.full = false;
		expect(await tus.reached(upload)).toBe(1000);
		expect((await tus.append(upload, 1000, content.slice(1000))).status).toBe(204);
		expect(await stored()).toEqual(content);
	});

	it('[L49] assets leave room on the disk to documents', async () => {
		await server.close();
		await start({ limits: { diskReserveBytes: Number.MAX_SAFE_INTEGER } });
		expect(await refusalOf(await tus.begin(3000, hash))).toEqual({ status: 507, code: 'storage-full' });
	});
});

/** Bytes of the one upload on its way. */
function bytesArriving({ storage }: TestServer): Promise<number> {
	const [upload] = storage.uploads.all();
	if (!upload) return Promise.resolve(NaN);
	return stat(storage.uploads.fileOf(upload.id)).then(({ size }) => size);
}
