import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN_FRAMES, BROKEN_REQUESTS } from './broken-lines.ts';
import { RawPeer, upgradeRequest } from './raw-peer.ts';
import { Victim, type Figures } from './victim.ts';

const CONNECTIONS_PER_ADDRESS = 300;

describe('one server process, attacked in every way', () => {
	let victim: Victim;
	let before: Figures;
	beforeAll(async () => {
		victim = await Victim.start({
			RASTUDIOS_CONNECTIONS_PER_ADDRESS: String(CONNECTIONS_PER_ADDRESS),
			RASTUDIOS_BACKLOG_BYTES: String(1024 * 1024),
		});
		await victim.isUnharmed();
		before = await victim.calm();
	});
	afterAll(() => victim.dispose());

	it('[L75] whoever connects and says nothing, or not enough, is let go in seconds', async () => {
		const { origin } = victim;
		const address = `${victim.project.projectId}.${victim.project.projectId}`;
		const silent = await RawPeer.connect(origin);
		const half = await RawPeer.connect(origin);
		half.send('GET /healthz HTTP/1.1\r\nHost: ');
		const slow = await RawPeer.connect(origin);
		slow.send('GET /healthz HTTP/1.1\r\n');
		const dribble = setInterval(() => slow.send('X'), 200);
		const line = await RawPeer.upgrade(origin);
		const halfFrame = await RawPeer.upgrade(origin);
		halfFrame.send(Buffer.from([0x82, 0xfe, 0x01]));
		const fragments = await RawPeer.upgrade(origin);
		const dribbleFragments = setInterval(() => fragments.send(Buffer.from([0x00, 0x81, 0, 0, 0, 0, 1])), 200);
		fragments.send(Buffer.from([0x02, 0x81, 0, 0, 0, 0, 1]));
		const pinging = await RawPeer.upgrade(origin);
		const ping = setInterval(() => pinging.send(Buffer.from([0x89, 0x80, 0, 0, 0, 0])), 200);
		const stock = await RawPeer.upgrade(origin, `/sync/${address}`, 'rastudios.yjs, guessed');
		const refused = await RawPeer.connect(origin);
		refused.send(upgradeRequest(origin, { path: '/elsewhere' }));
		try {
			for (const peer of [silent, half, slow, line, halfFrame, fragments, pinging, stock, refused])
				await peer.ended;
			expect([line, halfFrame, fragments, pinging].map(({ closeCode }) => closeCode)).toEqual(
				expect.arrayContaining([4401]),
			);
			expect(stock.closeCode).toBe(4401);
			expect(refused.status).toBe(404);
		} finally {
			for (const timer of [dribble, dribbleFragments, ping]) clearInterval(timer);
			for (const peer of [silent, half, slow, line, halfFrame, fragments, pinging, stock, refused])
				peer.destroy();
		}
		await victim.isUnharmed();
	}, 20_000);

	it('[L76] what is no WebSocket frame, or announces more than it may be, ends its connection at once', async () => {
		const ending = Object.entries(BROKEN_FRAMES).map(async ([what, bytes]) => {
			const peer = await RawPeer.upgrade(victim.origin);
			peer.send(bytes);
			await peer.ended;
			peer.destroy();
			expect([1002, 1007, 1008, 1009, 4400], what).toContain(peer.closeCode);
		});
		await Promise.all(ending);
		await victim.isUnharmed();
	});

	it('[L76] requests that two readers could read in two ways become no line', async () => {
		const { host } = new URL(victim.origin);
		const ending = Object.entries(BROKEN_REQUESTS).map(async ([what, request]) => {
			const peer = await RawPeer.connect(victim.origin);
			peer.send(request(host));
			await peer.ended;
			peer.destroy();
			if (peer.heard !== '') expect(peer.status, what).toBeGreaterThanOrEqual(400);
		});
		await Promise.all(ending);
		await victim.isUnharmed();
	});

	it('[L85] afterwards nothing is left of it', async () => {
		const after = await victim.calm();
		const grown = { heap: after.heap - before.heap, rss: after.rss - before.rss };
		console.log('Grown, in MB', grown);
		expect(after.resources).toEqual(before.resources);
		expect(grown.heap).toBeLessThan(16);
		// The system gets back what the process frees, but not to the last page.
		expect(grown.rss).toBeLessThan(64);
	});
});
