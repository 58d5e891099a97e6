import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { join as joinPath } from 'node:path';
import { ManualClock, systemClock, type Clock } from '#lib/base/clock.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FEATURES, PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { CHUNK_BYTES, SERVER_BEAT_MS, TOKEN_TIMEOUT_MS } from '#lib/protocol/limits.ts';
import { decodePresence, encodePresence } from '#lib/sync/presence-codec.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { docHolds, joinAsStockClient } from '../helpers/stock-client.ts';
import { registerProject, startServer } from '../helpers/sync-server.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function setup(clock: Clock = systemClock, limits = {}) {
	const server = await startServer({ clock, limits, deps: { origins: { programs: true } } });
	ends.push(() => server.close());
	const project = await registerProject(server.origin);
	const address = project.mintAddress();
	const join = async (...tokens: string[]) => {
		const client = await LineClient.join(server.origin, ...tokens);
		ends.push(() => client.socket.terminate());
		return client;
	};
	/** A token for the owner that expires so many ms from now. */
	const tokenFor = (ms: number) =>
		server.storage.tokens.sign({
			projectId: project.projectId,
			role: 'owner',
			linkId: null,
			account: null,
			issuedAt: clock.now(),
			expiresAt: clock.now() + ms,
		});
	return { server, project, address, join, tokenFor, clock };
}

const presenceOf = (clientId: number, state: object | null, clock = 1) =>
	encodePresence([{ clientId, clock, state: state as never }]);

const NOTHING = new Uint8Array([0]);

describe('grants, epochs and signals on the line', () => {
	it('[P21] [L33] an expired token ends its channels, and a newer one opens them again in place', async () => {
		const clock = new ManualClock(1_000_000_000_000);
		const { server, address, tokenFor, project } = await setup(clock);
		const ann = new LineClient(server.origin);
		ends.push(() => ann.socket.terminate());
		await ann.opened();
		ann.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'ann', features: FEATURES });
		ann.send({ type: 'auth', token: await tokenFor(60_000) });
		await ann.next('welcome');
		expect(await ann.next('granted')).toMatchObject({ expiresIn: 60 });
		const pass = async (ms: number) => {
			for (let at = 0; at < ms; at += SERVER_BEAT_MS) {
				clock.advance(SERVER_BEAT_MS);
				await ann.settle();
			}
		};
		await ann.open(1, address);
		await pass(50_000);
		ann.send({ type: 'auth', token: await tokenFor(60_000) });
		await ann.next('granted');
		await pass(20_000);
		expect(ann.frames).toEqual([]);
		await pass(40_000);
		expect(await ann.next('grant-ended')).toMatchObject({
			projectId: project.projectId,
			error: { code: 'unauthorized' },
		});
		ann.send({
			type: 'open',
			channel: 2,
			address: formatAddress(address),
			epoch: null,
			stateVector: NOTHING,
		});
		expect(await ann.next('error')).toMatchObject({ channel: 2, error: { code: 'forbidden' } });
		ann.send({ type: 'auth', token: await tokenFor(-1_000) });
		expect(await ann.next('error')).toMatchObject({ error: { code: 'unauthorized' } });
		ann.send({ type: 'auth', token: await tokenFor(60_000) });
		await ann.next('granted');
		await ann.open(3, address);
	});

	it('[P6] a connection whose last grant ended is closed unless it shows another', async () => {
		const clock = new ManualClock(1_000_000_000_000);
		const { join, tokenFor } = await setup(clock);
		const ann = await join(await tokenFor(5_000));
		clock.advance(5_000);
		await ann.next('grant-ended');
		clock.advance(SERVER_BEAT_MS);
		await ann.settle();
		clock.advance(SERVER_BEAT_MS);
		await ann.settle();
		clock.advance(SERVER_BEAT_MS + TOKEN_TIMEOUT_MS);
		expect((await ann.closed).code).toBe(CLOSE.unauthorized);
	});

	it('[P11] [L33] a link revoked by somebody else, straight in the records, ends within a second', async () => {
		const clock = new ManualClock(Date.now());
		const { join, project, address, server } = await setup(clock);
		const link = await project.share('editor');
		const guest = await join(link.token);
		await guest.open(1, address);
		const records = new DatabaseSync(joinPath(server.dataDir, 'rastudios.db'));
		records.prepare('UPDATE links SET revoked_at = ? WHERE id = ?').run(clock.now(), link.linkId);
		records.close();
		clock.advance(1_000);
		expect(await guest.next('grant-ended')).toMatchObject({
			projectId: project.projectId,
			error: { code: 'forbidden' },
		});
		guest.send({ type: 'update', channel: 1, seq: 1, update: setKey('late') });
		await guest.settle();
		expect(guest.frames).toEqual([]);
	});

	it('[P22] a copy of another epoch is refused by name, none or the same is let in', async () => {
		const { join, project, address, server } = await setup();
		const ann = await join(project.token);
		expect((await ann.open(1, address)).epoch).toBe(0);
		await server.storage.projects.setEpoch(address, 2);
		const ask = (channel: number, epoch: number | null) =>
			ann.send({ type: 'open', channel, address: formatAddress(address), epoch, stateVector: NOTHING });
		for (const [channel, epoch] of [
			[2, 0],
			[3, 1],
			[4, 3],
		] as const) {
			ask(channel, epoch);
			expect(await ann.next('error')).toMatchObject({ channel, error: { code: 'epoch' } });
			ann.send({ type: 'update', channel, seq: 1, update: setKey('mixed') });
		}
		await ann.settle();
		ask(5, 2);
		ask(6, null);
		expect((await ann.next('opened', ({ channel }) => channel === 5)).epoch).toBe(2);
		const empty = await ann.next('opened', ({ channel }) => channel === 6);
		expect(keysOf(empty.update)).toEqual([]);
		const stock = joinAsStockClient(server.origin, address, project.token);
		ends.push(() => stock.destroy());
		const closed = new Promise((resolve) =>
			stock.provider.on('connection-close', (event) => resolve(event?.code)),
		);
		expect(await closed).toBe(CLOSE.epoch);
	});

	it('[P23] an oversize update is refused by name, the channel goes silent and the line goes on', async () => {
		const { join, project, address } = await setup(systemClock, { updateBytes: 3 * CHUNK_BYTES });
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('fits', 'x'.repeat(2 * CHUNK_BYTES)));
		ann.send({ type: 'update', channel: 1, seq: 2, update: setKey('huge', 'x'.repeat(4 * CHUNK_BYTES)) });
		expect(await ann.next('error')).toMatchObject({ channel: 1, error: { code: 'too-large' } });
		ann.send({ type: 'update', channel: 1, seq: 3, update: setKey('after') });
		await ann.settle();
		expect(ann.frames).toEqual([]);
		const again = await ann.open(2, address);
		expect(keysOf(again.update)).toEqual(['fits']);
	});

	it('[P20] chunks of nonsense end the connection; before a token they go unread', async () => {
		const { join, project, address } = await setup();
		const stranger = await join();
		for (let i = 20; i > 0; i--) {
			stranger.send({ type: 'chunk', channel: i, left: 9, bytes: new Uint8Array(CHUNK_BYTES) });
		}
		await stranger.settle();
		const nonsense = [
			{ type: 'chunk', channel: 1, left: 0, bytes: new Uint8Array([99, 1]) },
			{ type: 'chunk', channel: 1, left: 0, bytes: new Uint8Array([0, 1]) },
			{ type: 'chunk', channel: 1, left: 0, bytes: new Uint8Array([15, 1, 0, 1, 6]) },
			{ type: 'chunk', channel: 1, left: 0, bytes: new Uint8Array() },
		] as const;
		for (const chunk of nonsense) {
			const client = await join(project.token);
			await client.open(1, address);
			client.send(chunk);
			expect((await client.closed).code).toBe(CLOSE.badFrame);
		}
	});

	it('[P24] [L28] in a room people are who the server says, whatever they claim', async () => {
		const { join, project, address, server } = await setup();
		const link = await project.share('viewer');
		const ann = await join(project.token);
		const ben = await join(link.token);
		const stock = joinAsStockClient(server.origin, address, link.token);
		ends.push(() => stock.destroy());
		await ann.open(1, address);
		await ben.open(1, address);
		ann.send({ type: 'presence', channel: 1, presence: presenceOf(11, { user: { id: 'x', name: 'Ann' } }) });
		const seen = async (client: LineClient) => {
			const entries = decodePresence((await client.next('server-presence')).presence);
			return entries.ok ? entries.value[0]?.state : null;
		};
		const annSeen = await seen(ben);
		expect(annSeen).toMatchObject({ user: { name: 'Ann' }, role: 'owner' });
		const stolen = { user: { id: annSeen?.user.id, name: 'Ann' }, role: 'owner' };
		ben.send({ type: 'presence', channel: 1, presence: presenceOf(12, stolen) });
		const benSeen = await seen(ann);
		expect(benSeen?.role).toBe('viewer');
		expect(benSeen?.user.id).not.toBe(annSeen?.user.id);
		stock.provider.awareness.setLocalState(stolen);
		const stockSeen = await seen(ann);
		expect(stockSeen?.user.id).not.toBe(annSeen?.user.id);
		expect(stockSeen?.role).toBe('viewer');
		const secondTab = await join(project.token);
		await secondTab.open(1, address);
		secondTab.send({ type: 'presence', channel: 1, presence: presenceOf(13, { user: {} }) });
		const entries = decodePresence(
			(
				await ben.next('server-presence', ({ presence }) => {
					const read = decodePresence(presence);
					return read.ok && read.value.some(({ clientId }) => clientId === 13);
				})
			).presence,
		);
		expect(entries.ok && entries.value.find(({ clientId }) => clientId === 13)?.state?.user.id).toBe(
			annSeen?.user.id,
		);
	});

	it('[P25] [L30] signals go round, refusals name their reason, and the line goes on', async () => {
		const { join, project, address } = await setup();
		const link = await project.share('viewer');
		const ann = await join(project.token);
		const ben = await join(link.token);
		for (const [clientId, client] of [ann, ben].entries()) {
			await client.open(1, address);
			client.send({ type: 'presence', channel: 1, presence: presenceOf(clientId + 1, { user: {} }) });
			await client.settle();
		}
		const say = (client: LineClient, kind: string, length = 4) =>
			client.send({ type: 'signal', channel: 1, kind, payload: new Uint8Array(length) });
		say(ben, 'chat');
		expect(await ann.next('server-signal')).toMatchObject({ channel: 1, clientId: 2, kind: 'chat' });
		say(ben, 'drag');
		expect(await ben.next('signal-refused')).toMatchObject({ kind: 'drag', error: { code: 'forbidden' } });
		say(ben, 'reaction', 65);
		expect(await ben.next('signal-refused')).toMatchObject({ error: { code: 'too-large' } });
		for (let i = 0; i < 10; i++) say(ben, 'ping-here');
		expect(await ben.next('signal-refused')).toMatchObject({
			kind: 'ping-here',
			error: { code: 'rate-limited', retryAfter: 1 },
		});
		await ann.store(1, 1, setKey('a'));
		expect(keysOf((await ben.next('server-update')).update)).toEqual(['a']);
	});

	it('[L29] a peer who closes is gone at once, one who is lost within 35 s', async () => {
		const clock = new ManualClock(Date.now());
		const { join, project, address, server } = await setup(clock);
		const watcher = await join(project.token);
		await watcher.open(1, address);
		const goneOf = (id: number) =>
			watcher.next('server-presence', ({ presence }) => {
				const read = decodePresence(presence);
				return read.ok && read.value.some(({ clientId, state }) => clientId === id && state === null);
			});
		const arrive = async (client: LineClient, id: number) => {
			await client.open(1, address);
			client.send({ type: 'presence', channel: 1, presence: presenceOf(id, { user: {} }) });
			await client.settle();
		};
		const polite = await join(project.token);
		await arrive(polite, 5);
		clock.advance(50);
		await polite.leave();
		await goneOf(5);
		const lost = new LineClient(server.origin, { autoPong: false });
		ends.push(() => lost.socket.terminate());
		await lost.opened();
		lost.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'lost', features: FEATURES });
		lost.send({ type: 'auth', token: project.token });
		await lost.next('granted');
		await arrive(lost, 6);
		for (let at = 0; at < 30_000; at += SERVER_BEAT_MS) {
			clock.advance(SERVER_BEAT_MS);
			await watcher.settle();
		}
		await goneOf(6);
	});

	it('[P14] a stock client gets in one message what our own get in chunks', async () => {
		const { join, project, address, server } = await setup();
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('large', 'x'.repeat(5 * CHUNK_BYTES)));
		const stock = joinAsStockClient(server.origin, address, project.token);
		ends.push(() => stock.destroy());
		await docHolds(stock.doc, () => stock.doc.getMap('entities').has('large'));
	});
});
