import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import {
	docHolds,
	joinAsStockClient,
	presenceHolds,
	type StockClient,
} from '../../tests/helpers/stock-client.ts';
import {
	registerProject,
	startServer,
	storedBytes,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';

const UPDATE = 2;
const STEP_2 = 1;

/** A y-protocols sync message as a forger writes it. */
function syncMessage(kind: number, update: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint8Array(encoder, update);
	return encoding.toUint8Array(encoder);
}

function setKey(key: string, value: number | string = 1): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('entities').set(key, value);
	return Y.encodeStateAsUpdate(doc);
}

const has = (doc: Y.Doc, key: string) => () => doc.getMap('entities').has(key);

describe('a stock y-websocket client', () => {
	let server: TestServer;
	let project: TestProject;
	let address: DocumentAddress;
	const ends: (() => void)[] = [];

	beforeEach(async () => {
		server = await startServer();
		project = await registerProject(server.origin);
		address = project.mintAddress();
	});
	afterEach(async () => {
		for (const end of ends.splice(0)) end();
		await server.close();
	});

	function join(token: string, options = {}): StockClient {
		const client = joinAsStockClient(server.origin, address, token, options);
		ends.push(() => client.destroy());
		return client;
	}

	async function joinLine(token: string): Promise<LineClient> {
		const client = await LineClient.join(server.origin, token);
		ends.push(() => client.socket.terminate());
		return client;
	}

	async function connect(path: string, protocols: string[], options = {}): Promise<WebSocket> {
		const { origin } = server;
		const url = `${origin.replace('http', 'ws')}/sync/${path}`;
		const socket = new WebSocket(url, protocols, { origin, ...options });
		ends.push(() => socket.terminate());
		await new Promise((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', reject);
		});
		return socket;
	}

	const closeOf = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));

	it('[P14] sees what our own clients write, and they see what it writes', async () => {
		const own = await joinLine(project.token);
		await own.open(1, address);
		await own.store(1, 1, setKey('early'));
		const stock = join(project.token);
		await docHolds(stock.doc, has(stock.doc, 'early'));
		await own.store(1, 2, setKey('from our client'));
		await docHolds(stock.doc, has(stock.doc, 'from our client'));
		stock.doc.getMap('entities').set('from stock', 1);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, (await own.next('server-update')).update);
		expect(has(doc, 'from stock')()).toBe(true);
	});

	it('[P14] has all of the document when it is told that it is in sync, in however many pieces that came', async () => {
		const own = await joinLine(project.token);
		await own.open(1, address);
		const pieces = 40;
		for (let i = 1; i <= pieces; i++) await own.store(1, i, setKey(`k${i}`, 'x'.repeat(2_000)));
		const stock = join(project.token);
		const atSync = await new Promise((resolve) => {
			stock.provider.once('sync', () => resolve(stock.doc.getMap('entities').size));
		});
		expect(atSync).toBe(pieces);
	});

	it('[P14] brings what it wrote while it was away, and two of them converge', async () => {
		const doc = new Y.Doc();
		doc.getMap('entities').set('offline', 1);
		const ann = join(project.token, { doc });
		const ben = join(project.token);
		await docHolds(ben.doc, has(ben.doc, 'offline'));
		ben.doc.getMap('entities').delete('offline');
		ben.doc.getText('page').insert(0, 'hello');
		await docHolds(ann.doc, () => ann.doc.getText('page').length === 5);
		expect(has(ann.doc, 'offline')()).toBe(false);
		expect(Y.encodeStateVector(ann.doc)).toEqual(Y.encodeStateVector(ben.doc));
	});

	it('[P14] shows its token in the subprotocol list: alone, with our prefix, or beside our name', async () => {
		const lists = [[project.token], [`rastudios.token.${project.token}`], ['rastudios.yjs', project.token]];
		for (const protocols of lists) {
			const socket = await connect(formatAddress(address), protocols);
			expect(socket.protocol).toBe(protocols[0]);
		}
	});

	it('[P14] without a valid token for this very project it is told to stop trying', async () => {
		const other = await registerProject(server.origin);
		const revoked = await project.share('editor');
		await project.revoke(revoked.linkId);
		const cases: [string[], number][] = [
			[['rastudios.yjs'], CLOSE.unauthorized],
			[['rastudios.yjs', 'nonsense'], CLOSE.unauthorized],
			[['rastudios.yjs', other.token], CLOSE.unauthorized],
			[['rastudios.yjs', revoked.token], CLOSE.revoked],
		];
		for (const [protocols, code] of cases) {
			const socket = await connect(formatAddress(address), protocols);
			expect(await closeOf(socket)).toBe(code);
		}
		const lost = await connect('nonsense', ['rastudios.yjs', project.token]);
		expect(await closeOf(lost)).toBe(CLOSE.notFound);
		const inQuery = await connect(`${formatAddress(address)}?token=${project.token}`, ['rastudios.yjs']);
		expect(await closeOf(inQuery)).toBe(CLOSE.unauthorized);
	});

	it('[P10] a viewer changes nothing, neither by update nor by sync step 2, and reaches nobody', async () => {
		const link = await project.share('viewer');
		const own = await joinLine(project.token);
		await own.open(1, address);
		await own.store(1, 1, setKey('a'));
		const before = storedBytes(server);
		const socket = await connect(formatAddress(address), ['rastudios.yjs', link.token]);
		socket.send(syncMessage(STEP_2, setKey('forged')));
		socket.send(syncMessage(UPDATE, setKey('forged')));
		const viewer = join(link.token);
		await docHolds(viewer.doc, has(viewer.doc, 'a'));
		viewer.doc.getMap('entities').set('mine alone', 1);
		const answered = new Promise((resolve) => socket.once('pong', resolve));
		socket.ping();
		await answered;
		await own.store(1, 2, setKey('b'));
		await docHolds(viewer.doc, has(viewer.doc, 'b'));
		await own.settle();
		expect(own.frames.filter(({ type }) => type === 'server-update')).toEqual([]);
		const after = JSON.parse(storedBytes(server)) as unknown[];
		expect(after).toHaveLength(2);
		expect(JSON.stringify(after.slice(0, 1))).toBe(before);
	});

	it('[P11] a revoked link closes its sockets for good', async () => {
		const link = await project.share('editor');
		const stock = join(link.token);
		await stock.synced();
		const closed = new Promise<{ code: number }>((resolve) => stock.provider.on('closed', resolve));
		await project.revoke(link.linkId);
		stock.doc.getMap('entities').set('late', 1);
		expect((await closed).code).toBe(CLOSE.revoked);
		expect(await server.storage.documents.load(address)).toMatchObject({
			snapshot: null,
			rows: [],
			quarantined: 0,
		});
	});

	it('[P13] garbage ends the connection, and the others go on', async () => {
		const stock = join(project.token);
		await stock.synced();
		const broken = [
			new Uint8Array([77]),
			new Uint8Array([0, 9]),
			syncMessage(UPDATE, new Uint8Array([1, 2, 3])),
			syncMessage(0, new Uint8Array([200, 200])),
			new Uint8Array([1, 3, 1, 1, 1]),
		];
		for (const bytes of broken) {
			const socket = await connect(formatAddress(address), ['rastudios.yjs', project.token]);
			const closed = closeOf(socket);
			socket.send(bytes);
			expect(await closed).toBe(CLOSE.badFrame);
		}
		const own = await joinLine(project.token);
		await own.open(1, address);
		await own.store(1, 1, setKey('still here'));
		await docHolds(stock.doc, has(stock.doc, 'still here'));
	});

	it('[P15] a page of another site cannot connect', async () => {
		const protocols = ['rastudios.yjs', project.token];
		const connecting = connect(formatAddress(address), protocols, { origin: 'http://evil.example' });
		await expect(connecting).rejects.toThrow('403');
	});

	it('[P12] sees who is there on either protocol, and that they left', async () => {
		const stock = join(project.token);
		stock.provider.awareness.setLocalState({ name: 'Stock' });
		await stock.synced();
		const own = await joinLine(project.token);
		await own.open(1, address);
		const ours = new Awareness(new Y.Doc());
		ends.push(() => ours.destroy());
		ours.setLocalState({ name: 'Own' });
		const states = () => [...ours.getStates().values()].map(({ name }) => name as unknown).sort();
		while (!states().includes('Stock')) {
			applyAwarenessUpdate(ours, (await own.next('server-presence')).presence, 'server');
		}
		own.send({ type: 'presence', channel: 1, presence: encodeAwarenessUpdate(ours, [ours.clientID]) });
		const seen = () => stock.provider.awareness.getStates().get(ours.clientID);
		await presenceHolds(stock.provider, () => seen()?.['name'] === 'Own');
		own.socket.terminate();
		await presenceHolds(stock.provider, () => seen() === undefined);
	});

	it('[P12] who arrives later sees who is there', async () => {
		const ann = join(project.token);
		ann.provider.awareness.setLocalState({ name: 'Ann' });
		await ann.synced();
		const ben = join(project.token);
		const seen = () => ben.provider.awareness.getStates().get(ann.doc.clientID);
		await presenceHolds(ben.provider, () => seen()?.['name'] === 'Ann');
		ann.destroy();
		await presenceHolds(ben.provider, () => seen() === undefined);
	});
});
