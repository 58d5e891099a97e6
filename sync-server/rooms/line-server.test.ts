import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { formatRestart } from '#lib/protocol/close-codes.ts';
import { HELLO_TIMEOUT_MS } from '#lib/protocol/limits.ts';
import { SUBPROTOCOL } from '#lib/protocol/frames.ts';
import { PrometheusMetrics } from '#server/ops/metrics/prometheus-metrics.ts';
import type { SyncServerDeps } from '#server/server.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import { MemorySocket } from '../../tests/helpers/memory-socket.ts';
import { startServer } from '../../tests/helpers/sync-server.ts';

const ends: (() => unknown)[] = [];

afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function setup(limits = {}, deps: Partial<SyncServerDeps> = {}) {
	const metrics = new PrometheusMetrics();
	const server = await startServer({ limits, deps: { metrics, ...deps } });
	ends.push(() => server.close());
	return {
		...server,
		/** Somebody at this address, behind a proxy. */
		async connect(address: string): Promise<LineClient> {
			const client = new LineClient(server.origin, { headers: { 'X-Forwarded-For': address } });
			ends.push(() => client.socket.terminate());
			await client.opened();
			return client;
		},
		count: async (line: string) =>
			Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(await metrics.read())?.[1]),
	};
}

const PROXY = { trustedProxies: ['127.0.0.1'] };

/** The bytes of an upgrade, as somebody writes them who has no library. */
const upgrade = (origin: string, lines: readonly string[]) =>
	[
		'GET /sync HTTP/1.1',
		`Host: ${new URL(origin).host}`,
		'Connection: Upgrade',
		'Upgrade: websocket',
		`Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
		'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
		...lines,
		'\r\n',
	].join('\r\n');

/** Sends bytes to the server and keeps its own half of the connection open. */
function speak(origin: string, bytes: string) {
	const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1', allowHalfOpen: true });
	ends.push(() => socket.destroy());
	const speaker = { socket, heard: '', isOver: false };
	socket.on('data', (chunk: Buffer) => (speaker.heard += chunk.toString()));
	socket.on('error', () => {}); // the close that follows says it all
	socket.on('close', () => (speaker.isOver = true));
	socket.write(bytes);
	return speaker;
}

describe('the door', () => {
	it('[L65] an address over its limit is refused with 429, and let in when there is a place', async () => {
		const { connect, count } = await setup({ connectionsPerAddress: 2 }, PROXY);
		const first = await connect('203.0.113.1');
		await connect('203.0.113.1');
		await expect(connect('203.0.113.1')).rejects.toThrow('429');
		await connect('203.0.113.2');
		await first.leave();
		await connect('203.0.113.1');
		await expect(connect('203.0.113.1')).rejects.toThrow('429');
		expect(await count('rastudios_connections_refused_total{reason="address-full"}')).toBe(2);
		expect(await count('rastudios_connections_total')).toBe(4);
	});

	it('[L65] a handshake that breaks off gives its place back', async () => {
		const { origin, connect, server } = await setup({ connectionsPerAddress: 1 });
		for (let i = 0; i < 3; i++) {
			const broken = speak(origin, upgrade(origin, [`Origin: ${origin}`, 'Sec-WebSocket-Version: 99']));
			await expect.poll(() => broken.heard).toMatch(/^HTTP\/1.1 4\d\d /);
			const gone = speak(origin, upgrade(origin, [`Origin: ${origin}`, 'Sec-WebSocket-Version: 13']));
			gone.socket.resetAndDestroy();
		}
		await expect.poll(() => server.connections).toBe(0);
		await expect.poll(() => connect('').then(() => 'in', String)).toBe('in');
	});

	it('[L65] of ten thousand from one address those over the limit cost nothing', async () => {
		const clock = new ManualClock(1_000_000);
		const { server } = await setup({ connectionsPerAddress: 100, connectsPerMinute: 20_000 }, { clock });
		const timers = clock.pending;
		const host = 'studio.example';
		const request = { path: '/sync', protocols: [SUBPROTOCOL], address: '203.0.113.1', host };
		const sockets: MemorySocket[] = [];
		const open = () => {
			const socket = new MemorySocket();
			sockets.push(socket);
			return Promise.resolve(socket);
		};
		const statuses = new Set<number | undefined>();
		for (let i = 0; i < 10_000; i++) {
			const refusal = await server.connect({ ...request, origin: `https://${host}` }, open);
			if (i >= 100) statuses.add(refusal?.status);
		}
		expect([...statuses]).toEqual([429]);
		expect([sockets.length, server.connections]).toEqual([100, 100]);
		clock.advance(HELLO_TIMEOUT_MS);
		await expect.poll(() => server.connections).toBe(0);
		expect(clock.pending).toBe(timers);
	});

	it('[P18] many who are sent away are told to spread their return', async () => {
		const { server } = await setup({ connectionsPerAddress: 2_000 });
		const sockets = Array.from({ length: 901 }, () => new MemorySocket());
		const host = 'studio.example';
		for (const socket of sockets) {
			const request = { path: '/sync', protocols: [SUBPROTOCOL], address: '203.0.113.1', host };
			await server.connect({ ...request, origin: `https://${host}` }, () => Promise.resolve(socket));
		}
		await server.close();
		expect(new Set(sockets.map(({ closing }) => closing?.reason))).toEqual(new Set([formatRestart(5)]));
	});

	it('[L67] who connects and says nothing, or never ends what they say, is hung up on', async () => {
		const { origin } = await setup();
		const speakers = ['', 'GET /sync HTTP/1.1\r\nHost: '].map((bytes) => speak(origin, bytes));
		await expect
			.poll(() => speakers.map(({ heard, isOver }) => heard !== '' || isOver), { timeout: 15_000 })
			.toEqual([true, true]);
	}, 20_000);

	it('[L67] who is refused is hung up on, even when they do not hang up', async () => {
		const { origin } = await setup();
		const stranger = speak(
			origin,
			upgrade(origin, ['Origin: https://evil.example', 'Sec-WebSocket-Version: 13']),
		);
		await expect.poll(() => stranger.heard).toContain('403');
		await expect
			.poll(() => {
				stranger.socket.write('x');
				return stranger.isOver;
			})
			.toBe(true);
	});
});
