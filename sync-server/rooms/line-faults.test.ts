import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FEATURES, PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { HELLO_TIMEOUT_MS, SERVER_BEAT_MS, TOKEN_TIMEOUT_MS } from '#lib/protocol/limits.ts';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import { ShakyLog } from '../../tests/helpers/shaky-log.ts';
import { joinAsStockClient } from '../../tests/helpers/stock-client.ts';
import { registerProject, startServer } from '../../tests/helpers/sync-server.ts';
import { RawPeer, upgradeRequest } from '../../tests/hostile/raw-peer.ts';

const NOTHING = new Uint8Array([0]);

describe('the line, when things fail', () => {
	const ends: (() => Promise<void> | void)[] = [];
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});

	async function setup(options: Parameters<typeof startServer>[0] = {}) {
		let documents = new ShakyLog();
		const server = await startServer({
			...options,
			wrapStorage(storage) {
				documents = new ShakyLog(storage.documents);
				return { ...storage, documents };
			},
		});
		ends.push(() => server.close());
		const project = await registerProject(server.origin);
		const join = async (...tokens: string[]) => {
			const client = await LineClient.join(server.origin, ...tokens);
			ends.push(() => client.socket.terminate());
			return client;
		};
		return { server, documents, project, join, address: project.mintAddress() };
	}

	it('[P9] a full disk is not acknowledged, said so, and recovered from', async () => {
		const { documents, project, join, address } = await setup();
		const ann = await join(project.token);
		await ann.open(1, address);
		documents.failing = true;
		ann.send({ type: 'update', channel: 1, seq: 1, update: setKey('a') });
		expect(await ann.next('error')).toMatchObject({
			channel: 1,
			error: { code: 'unavailable', retryAfter: 5 },
		});
		ann.send({
			type: 'open',
			channel: 2,
			address: formatAddress(project.mintAddress()),
			epoch: null,
			stateVector: NOTHING,
		});
		expect(await ann.next('error')).toMatchObject({ channel: 2, error: { code: 'unavailable' } });
		documents.failing = false;
		ann.send({ type: 'close', channel: 1 });
		await ann.open(3, address);
		await ann.store(3, 1, setKey('a'));
	});

	it('[P14] a stock client is sent away while the disk is full, comes back and offers its edit again', async () => {
		const { documents, project, server, address } = await setup();
		const stock = joinAsStockClient(server.origin, address, project.token);
		ends.push(() => stock.destroy());
		await stock.synced();
		documents.failing = true;
		const closed = new Promise<{ code: number } | null>((resolve) =>
			stock.provider.once('connection-close', resolve),
		);
		stock.doc.getMap('entities').set('a', 1);
		expect((await closed)?.code).toBe(CLOSE.storageFailed);
		documents.failing = false;
		await expect
			.poll(async () => keysOf(...(await documents.load(address)).rows.map(({ update }) => update)))
			.toEqual(['a']);
	});

	it('[P6] [L67] a connection without a valid token in time is closed, and leaves no timer or session', async () => {
		const clock = new ManualClock(1_000_000);
		const { server } = await setup({ clock });
		const silent = new LineClient(server.origin);
		await silent.opened();
		const chatty = await LineClient.join(server.origin);
		chatty.send({ type: 'auth', token: 'nonsense' });
		await chatty.next('error');
		clock.advance(HELLO_TIMEOUT_MS);
		expect((await silent.closed).code).toBe(CLOSE.unauthorized);
		await chatty.settle();
		clock.advance(TOKEN_TIMEOUT_MS - HELLO_TIMEOUT_MS);
		expect((await chatty.closed).code).toBe(CLOSE.unauthorized);
		await expect.poll(() => server.server.connections).toBe(0);
	});

	it('[L67] who never says hello is gone after 5 s, even when they do not hang up', async () => {
		const clock = new ManualClock(1_000_000);
		const { server } = await setup({ clock });
		const silent = await RawPeer.connect(server.origin);
		ends.push(() => silent.destroy());
		silent.send(upgradeRequest(server.origin, { headers: { Origin: server.origin } }));
		await expect.poll(() => server.server.connections).toBe(1);
		clock.advance(HELLO_TIMEOUT_MS);
		clock.advance(5_000 - HELLO_TIMEOUT_MS);
		await expect.poll(() => server.server.connections).toBe(0);
	});

	it('[P17] a connection that fell silent without a word is dropped', async () => {
		const clock = new ManualClock(1_000_000);
		const { server, project, address } = await setup({ clock });
		const alive = await LineClient.join(server.origin, project.token);
		ends.push(() => alive.socket.terminate());
		await alive.open(1, address);
		const dead = new LineClient(server.origin, { autoPong: false });
		await dead.opened();
		dead.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'about to die', features: FEATURES });
		dead.send({ type: 'auth', token: project.token });
		await dead.next('granted');
		for (let i = 0; i < 4; i++) {
			clock.advance(SERVER_BEAT_MS);
			await alive.settle();
		}
		expect((await dead.closed).code).toBe(1006);
		await expect.poll(() => server.server.connections).toBe(1);
	});

	it('[P14] an idle stock client hears something at every beat', async () => {
		const clock = new ManualClock(1_000_000);
		const { server, project, address } = await setup({ clock });
		const stock = joinAsStockClient(server.origin, address, project.token);
		ends.push(() => stock.destroy());
		await stock.synced();
		for (let i = 0; i < 2; i++) {
			const heard = new Promise((resolve) =>
				(stock.provider.ws as unknown as { once: (event: string, run: (v: unknown) => void) => void }).once(
					'message',
					resolve,
				),
			);
			clock.advance(SERVER_BEAT_MS);
			await heard;
		}
	});

	it('[P16] a client that does not read is cut off before it fills the memory, and the others go on', async () => {
		const { server, project, join, address } = await setup({ limits: { backlogBytes: 100_000 } });
		const deaf = await join(project.token);
		await deaf.open(1, address);
		(deaf.socket as unknown as { _socket: Socket })._socket.pause();
		const writer = await join(project.token);
		await writer.open(1, address);
		const text = 'x'.repeat(512 * 1024);
		for (let seq = 1; seq <= 28 && server.server.connections === 2; seq++) {
			await writer.store(1, seq, setKey(`k${seq}`, text));
		}
		await expect.poll(() => server.server.connections, { timeout: 10_000 }).toBe(1);
		await writer.settle();
	});
});
