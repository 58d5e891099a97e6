import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { encodeFrame } from '#lib/protocol/frames.ts';
import { encodeSyncStep1 } from '#server/rooms/yjs-messages.ts';
import { frameOf } from '../bench/sync/raw-socket.ts';
import { setKey } from '../helpers/key-updates.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { RawPeer, upgradeRequest } from './raw-peer.ts';
import { Victim, type Figures } from './victim.ts';

const CONNECTIONS_PER_ADDRESS = 200;
const CONNECTIONS = 10_000;
const NOTHING = new Uint8Array([0]);

const streamOf = (client: LineClient) => (client.socket as unknown as { _socket: Socket })._socket;

describe('one server process, flooded', () => {
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

	it(`[L79] of ${CONNECTIONS} connections from one address the server holds no more than it may`, async () => {
		const held: RawPeer[] = [];
		let refused = 0;
		const request = upgradeRequest(victim.origin);
		while (held.length + refused < CONNECTIONS) {
			const wave = await Promise.all(
				Array.from({ length: 100 }, async () => {
					const peer = await RawPeer.connect(victim.origin);
					peer.send(request);
					await peer.hears('\r\n\r\n');
					return peer;
				}),
			);
			for (const peer of wave) {
				if (peer.status === 101) held.push(peer);
				else {
					expect([429, 503]).toContain(peer.status);
					peer.destroy();
					refused++;
				}
			}
			if (refused % 2_000 === 0) await victim.isUnharmed();
		}
		const { connections } = await victim.figures();
		expect(connections).toBeLessThanOrEqual(CONNECTIONS_PER_ADDRESS);
		expect(refused).toBeGreaterThan(CONNECTIONS / 2);
		await victim.isUnharmed();
		for (const peer of held) peer.destroy();
	});

	it('[L80] a flood of messages costs its sender its connection, or nothing', async () => {
		const address = victim.project.mintAddress();
		const eve = await victim.intrude();
		await eve.open(1, address);
		const presence = new Uint8Array([1, 9, 1, 2, 123, 125]); // client 9, clock 1, {}
		const flood = [
			encodeFrame({ type: 'ping' }),
			encodeFrame({ type: 'presence', channel: 1, presence }),
			encodeFrame({ type: 'signal', channel: 1, kind: 'chat', payload: new Uint8Array(100) }),
			encodeFrame({ type: 'close', channel: 99 }),
			encodeFrame({ type: 'update', channel: 98, seq: 1, update: NOTHING }),
		];
		const frames = flood.map((frame) => frameOf(frame));
		const thousands = Buffer.concat(Array.from({ length: 1_000 }, () => frames).flat());
		for (let round = 0; round < 4; round++) {
			streamOf(eve).write(thousands);
			await victim.isUnharmed();
			await eve.settle();
			eve.frames.length = 0;
		}
		await eve.leave();
		const tokens = await victim.intrude();
		for (let i = 0; i < 1_000; i++) tokens.send({ type: 'auth', token: `guess.${i}.x` });
		expect((await tokens.closed).code).toBe(CLOSE.unauthorized);
		await victim.isUnharmed();
	});

	it('[L81] who asks and asks and never reads is cut off, and what waits for them is bounded', async () => {
		const address = victim.project.mintAddress();
		const writer = await victim.intrude();
		await writer.open(1, address);
		for (let seq = 1; seq <= 4; seq++) await writer.store(1, seq, setKey(`k${seq}`, 'x'.repeat(500_000)));
		const deaf: LineClient[] = [];
		for (let i = 0; i < 5; i++) {
			const client = await victim.intrude();
			streamOf(client).pause();
			for (let channel = 1; channel <= 50; channel++) {
				client.send({
					type: 'open',
					channel,
					address: formatAddress(address),
					epoch: null,
					stateVector: NOTHING,
				});
			}
			deaf.push(client);
		}
		const pinging = await victim.intrude();
		streamOf(pinging).pause();
		const pings = Buffer.concat(Array.from({ length: 20_000 }, () => frameOf(new Uint8Array(120), 0x89)));
		streamOf(pinging).write(pings);
		const stock = await RawPeer.upgrade(
			victim.origin,
			`/sync/${formatAddress(address)}`,
			`rastudios.yjs, ${victim.project.token}`,
		);
		stock.socket.pause();
		for (let i = 0; i < 200; i++) stock.send(frameOf(encodeSyncStep1(NOTHING)));
		for (let seq = 5; seq <= 30; seq++) {
			await writer.store(1, seq, setKey(`k${seq % 8}`, 'y'.repeat(100_000)));
			writer.frames.length = 0;
		}
		await victim.isUnharmed();
		const { rss } = await victim.figures();
		expect(rss - before.rss, 'MB more while they wait').toBeLessThan(300);
		for (const client of [...deaf, pinging]) client.socket.terminate();
		stock.destroy();
		await writer.leave();
	});

	it('[L82] guessed ids tell nothing: what exists elsewhere is refused in the same words as what does not', async () => {
		const eve = await victim.intrude();
		const real = victim.home.mintAddress();
		const owner = await victim.intrude(victim.home.token);
		await owner.open(1, real);
		await owner.store(1, 1, setKey('secret'));
		const answers: unknown[] = [];
		for (const [i, address] of [real, victim.home.mintAddress()].entries()) {
			const channel = i + 1;
			eve.send({ type: 'open', channel, address: formatAddress(address), epoch: null, stateVector: NOTHING });
			const { error } = await eve.next('error');
			answers.push(error);
		}
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]).toMatchObject({ code: 'forbidden' });
		await eve.leave();
		await owner.leave();
	});

	it('[L85] afterwards the server holds what it held before', async () => {
		// Rooms that nobody is in stay at hand for half a minute, and so does the thread that merges.
		await vi.waitFor(
			async () => {
				const after = await victim.calm();
				for (const [kind, count] of Object.entries(after.resources)) {
					expect(count, kind).toBeLessThanOrEqual(before.resources[kind] ?? 0);
				}
				expect(after.heap - before.heap, 'MB of heap').toBeLessThan(16);
				expect(after.rss - before.rss, 'MB').toBeLessThan(100);
			},
			{ timeout: 60_000, interval: 1_000 },
		);
	}, 90_000);
});
