import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/helpers/eventually.ts';
import { startServer, type TestServer } from '../../tests/helpers/sync-server.ts';
import { RawPeer, upgradeRequest } from '../../tests/hostile/raw-peer.ts';

const PLACES = 5;
const REQUEST = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

describe('connections of one address', () => {
	let server: TestServer | null = null;
	const peers: RawPeer[] = [];

	afterEach(async () => {
		for (const peer of peers.splice(0)) peer.destroy();
		await server?.close();
	});

	async function start(trustedProxies: readonly string[] = []): Promise<void> {
		server = await startServer({ limits: { httpConnectionsPerAddress: PLACES }, deps: { trustedProxies } });
	}
	async function connect(): Promise<RawPeer> {
		const peer = await RawPeer.connect(server?.origin ?? '');
		peers.push(peer);
		return peer;
	}
	const connectMany = (count: number) => Promise.all(Array.from({ length: count }, connect));
	/** Whether the server answers on it. */
	async function isServed(peer: RawPeer): Promise<boolean> {
		peer.send(REQUEST);
		return peer.hears('\r\n\r\n').then(
			() => peer.status === 200,
			() => false,
		);
	}

	it('[L79] whoever holds all it may have gets no more, and leaves the rest of the server to others', async () => {
		await start();
		const held = await connectMany(PLACES);
		const late = await connect();
		await late.ended;
		expect(await Promise.all(held.map(isServed))).toEqual(held.map(() => true));
		expect(late.heard).toBe('');
	});

	it('[L79] a place is free again when its connection has gone', async () => {
		await start();
		const [first] = await connectMany(PLACES);
		first?.destroy();
		await eventually(async () => isServed(await connect()));
	});

	it('[L79] a WebSocket has a place of its own', async () => {
		await start();
		const origin = server?.origin ?? '';
		for (let i = 0; i < 2 * PLACES; i++) {
			const peer = await connect();
			peer.send(upgradeRequest(origin, { headers: { Origin: origin } }));
			await peer.hears('\r\n\r\n');
		}
		expect(new Set(peers.map(({ status }) => status))).toEqual(new Set([101]));
		expect(await isServed(await connect())).toBe(true);
	});

	it('[L79] what a trusted proxy holds is many people’s', async () => {
		await start(['127.0.0.1']);
		const peers = await connectMany(3 * PLACES);
		expect(await Promise.all(peers.map(isServed))).toEqual(peers.map(() => true));
	});
});
