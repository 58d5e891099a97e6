import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { eventually } from '../../tests/helpers/eventually.ts';
import { registerProject, startServer, type TestServer } from '../../tests/helpers/sync-server.ts';
import { madeBytes, tusSteps } from '../../tests/helpers/tus-steps.ts';
import { RawPeer } from '../../tests/hostile/raw-peer.ts';
import { BODY_MS, UPLOAD_BYTES } from './slow-bodies.ts';

const CONNECTIONS = 20;

describe('whoever sends slowly, or not at all', () => {
	let clock: ManualClock;
	let server: TestServer;
	const peers: RawPeer[] = [];

	beforeEach(async () => {
		clock = new ManualClock(Date.now());
		server = await startServer({ clock, limits: { httpConnections: CONNECTIONS } });
	});
	afterEach(async () => {
		for (const peer of peers.splice(0)) peer.destroy();
		const time = setInterval(() => clock.advance(100), 5);
		await server.close();
		clearInterval(time);
	});

	async function connect(): Promise<RawPeer> {
		const peer = await RawPeer.connect(server.origin);
		peers.push(peer);
		return peer;
	}
	/** Begins a request, and says that the server has it. */
	async function begin(head: string, body: string | Uint8Array): Promise<RawPeer> {
		const peer = await connect();
		peer.send(`${head}\r\nHost: ${new URL(server.origin).host}\r\nExpect: 100-continue\r\n\r\n`);
		await peer.hears('100 Continue');
		peer.send(body);
		return peer;
	}
	const isOver = (peer: RawPeer) => peer.lasted < Infinity;

	it.each([
		[
			'a body that stops',
			'POST /api/sessions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100',
		],
		['one whose length nobody knows', 'POST /api/accounts HTTP/1.1\r\nTransfer-Encoding: chunked'],
		['one for nothing that is here', 'PUT /api/nothing HTTP/1.1\r\nContent-Length: 100'],
		['one for a page', 'GET / HTTP/1.1\r\nContent-Length: 100'],
	])(
		'[R134] %s ends its connection after half a minute, however often a byte of it comes',
		async (_, head) => {
			const peer = await begin(head, head.includes('chunked') ? '1\r\n{\r\n' : '{');
			for (let second = 0; second < 29; second++) {
				clock.advance(1_000);
				peer.send(head.includes('chunked') ? '1\r\n \r\n' : ' ');
			}
			clock.advance(BODY_MS);
			await peer.ended;
			expect(server.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
			expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		},
	);

	it('[R134] an upload over a slow line goes on as long as something of it comes; one that stops can go on later', async () => {
		const project = await registerProject(server.origin);
		const content = madeBytes(UPLOAD_BYTES * 6);
		const hash = createHash('sha256').update(content).digest('hex');
		const tus = tusSteps(server.origin, project.projectId, project.token);
		const upload = await tus.begun(content.length, hash);
		// Asked by tus, the upload would be taken from whoever sends it.
		const stored = async () => {
			const [only] = server.storage.uploads.all();
			return only ? ((await server.storage.uploads.reached(only.id))?.bytes ?? 0) : 0;
		};
		const head = [
			`PATCH ${new URL(upload).pathname} HTTP/1.1`,
			`Authorization: Bearer ${project.token}`,
			'Tus-Resumable: 1.0.0',
			'Upload-Offset: 0',
			'Content-Type: application/offset+octet-stream',
			`Content-Length: ${content.length}`,
		].join('\r\n');
		const peer = await begin(head, content.subarray(0, UPLOAD_BYTES));
		for (let part = 1; part < 5; part++) {
			await eventually(async () => (await stored()) >= part * UPLOAD_BYTES || isOver(peer));
			clock.advance(BODY_MS);
			peer.send(content.subarray(part * UPLOAD_BYTES, (part + 1) * UPLOAD_BYTES));
		}
		expect(isOver(peer)).toBe(false);
		clock.advance(2 * BODY_MS);
		clock.advance(2 * BODY_MS);
		await peer.ended;
		await eventually(async () => !Number.isNaN(await tus.reached(upload)));
		const reached = await tus.reached(upload);
		expect(reached).toBeGreaterThanOrEqual(4 * UPLOAD_BYTES);
		expect((await tus.append(upload, reached, content.subarray(reached))).status).toBe(204);
	});

	it('[R134] no more connections are held than the host allows; the next are let in when one has gone', async () => {
		const held: RawPeer[] = [];
		for (let i = 0; i < CONNECTIONS; i++) held.push(await connect());
		const late = await connect();
		late.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
		await late.ended;
		expect(late.heard).toBe('');
		held[0]?.destroy();
		await eventually(async () => {
			const again = await connect();
			again.send(`GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
			await again.ended;
			return again.status === 200;
		});
	});
});
