import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import {
	registerProject,
	startServer,
	storedBytes,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';
import * as Y from 'yjs';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';

const NOTHING = new Uint8Array([0]);

describe('the line', () => {
	let server: TestServer;
	let project: TestProject;
	let address: DocumentAddress;
	const clients: LineClient[] = [];

	beforeEach(async () => {
		server = await startServer();
		project = await registerProject(server.origin);
		address = project.mintAddress();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.socket.terminate();
		await server.close();
	});

	async function join(...tokens: string[]): Promise<LineClient> {
		const client = await LineClient.join(server.origin, ...tokens);
		clients.push(client);
		return client;
	}

	it('[P7] two clients see what each other stored before and stores after', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('before'));
		const ben = await join(project.token);
		const opened = await ben.open(5, address);
		expect(keysOf(opened.update)).toEqual(['before']);
		await ann.store(1, 2, setKey('after'));
		const heard = await ben.next('server-update');
		expect(heard.channel).toBe(5);
		expect(keysOf(heard.update)).toEqual(['after']);
		await ben.settle();
		await ann.settle();
		expect(ann.frames).toEqual([]);
	});

	it('[P7] a client that has something gets only what it lacks, and learns what the server lacks', async () => {
		const ann = await join(project.token);
		const mine = new Y.Doc();
		mine.getMap('entities').set('mine', 1);
		await ann.open(1, address);
		await ann.store(1, 1, Y.encodeStateAsUpdate(mine));
		await ann.store(1, 2, setKey('other'));
		const ben = await join(project.token);
		const opened = await ben.open(1, address, Y.encodeStateVector(mine));
		Y.applyUpdate(mine, opened.update);
		expect([...mine.getMap('entities').keys()].sort()).toEqual(['mine', 'other']);
		expect(Y.parseUpdateMeta(opened.update).to.has(mine.clientID)).toBe(false);
		expect(Y.decodeStateVector(opened.stateVector).get(mine.clientID)).toBe(1);
	});

	it('[P8] an acknowledgement comes after the update is on the disk, for each channel apart', async () => {
		const other = project.mintAddress();
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.open(2, other);
		for (let seq = 1; seq <= 20; seq++) {
			ann.send({ type: 'update', channel: 1 + (seq % 2), seq, update: setKey(`k${seq}`) });
		}
		await ann.next('ack', ({ channel, seq }) => channel === 1 && seq === 20);
		await ann.next('ack', ({ channel, seq }) => channel === 2 && seq === 19);
		const { rows } = await server.storage.documents.load(address);
		expect(rows).toHaveLength(10);
		expect(keysOf(...rows.map(({ update }) => update))).toHaveLength(10);
	});

	it('[P8] what the server has already is acknowledged without being stored again', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		const doc = new Y.Doc();
		doc.getMap('entities').set('a', 1);
		doc.getMap('entities').delete('a');
		await ann.store(1, 1, Y.encodeStateAsUpdate(doc));
		const before = storedBytes(server);
		await ann.store(1, 2, Y.encodeStateAsUpdate(doc));
		await ann.store(1, 3, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)));
		await ann.store(1, 4, Y.encodeStateAsUpdate(new Y.Doc()));
		expect(storedBytes(server)).toBe(before);
	});

	it('[P9] after an update it could not take, a channel takes and acknowledges none', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('good'));
		ann.send({ type: 'update', channel: 1, seq: 2, update: new Uint8Array([1, 2, 3]) });
		ann.send({ type: 'update', channel: 1, seq: 3, update: setKey('behind the gap') });
		expect(await ann.next('error')).toMatchObject({ channel: 1, error: { code: 'invalid' } });
		await ann.settle();
		const ben = await join(project.token);
		expect(keysOf((await ben.open(1, address)).update)).toEqual(['good']);
		await ben.store(1, 1, setKey('by ben'));
		expect(keysOf((await ann.next('server-update')).update)).toEqual(['by ben']);
		expect(ann.frames).toEqual([]);
		ann.send({ type: 'close', channel: 1 });
		await ann.open(2, address);
		await ann.store(2, 1, setKey('good again'));
	});

	it('[P7] addresses and state vectors that are none are refused, the rest goes on', async () => {
		const ann = await join(project.token);
		ann.send({ type: 'open', channel: 1, address: 'nonsense', epoch: null, stateVector: NOTHING });
		ann.send({
			type: 'open',
			channel: 2,
			address: formatAddress(address),
			epoch: null,
			stateVector: new Uint8Array([9, 9]),
		});
		expect(await ann.next('error')).toMatchObject({ channel: 1, error: { code: 'invalid' } });
		expect(await ann.next('error')).toMatchObject({ channel: 2, error: { code: 'invalid' } });
		await ann.open(3, address);
	});

	it('[P7] a closed channel is silent', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		ann.send({ type: 'close', channel: 1 });
		ann.send({ type: 'update', channel: 1, seq: 1, update: setKey('to nobody') });
		const ben = await join(project.token);
		await ben.open(1, address);
		await ben.store(1, 1, setKey('a'));
		await ann.settle();
		expect(ann.frames).toEqual([]);
		expect(await server.storage.documents.load(address)).toMatchObject({ rows: [{}] });
	});

	it('[P18] a server that ends sends everybody away to come back, with all they sent stored', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		ann.send({ type: 'update', channel: 1, seq: 1, update: setKey('last words') });
		await ann.settle();
		const closing = server.server.close();
		expect((await ann.closed).code).toBe(CLOSE.restarting);
		await closing;
		const { rows } = await server.storage.documents.load(address);
		expect(keysOf(...rows.map(({ update }) => update))).toEqual(['last words']);
	});

	it('[P17] rooms and connections are let go with their last client', async () => {
		for (let i = 0; i < 20; i++) {
			const client = await join(project.token);
			await client.open(1, address);
			if (i % 2 === 0) client.send({ type: 'update', channel: 1, seq: 1, update: setKey(`k${i}`) });
			await client.leave();
		}
		const last = await join(project.token);
		const opened = await last.open(1, address);
		expect(keysOf(opened.update).length).toBeLessThanOrEqual(10);
		await last.leave();
		await expect.poll(() => [server.server.connections, server.server.openRooms]).toEqual([0, 0]);
	});
});
