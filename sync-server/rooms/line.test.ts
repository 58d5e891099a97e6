import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { encodeFrame, PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { MAX_FRAME_BYTES } from '#lib/protocol/limits.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import {
	registerProject,
	startServer,
	storedBytes,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';

const NOTHING = new Uint8Array([0]);

/** An update that sets one key, by an author of its own. */
function setKey(key: string, value: unknown = 1): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('entities').set(key, value);
	return Y.encodeStateAsUpdate(doc);
}

function keysOf(...updates: Uint8Array[]): string[] {
	const doc = new Y.Doc();
	for (const update of updates) Y.applyUpdate(doc, update);
	return [...doc.getMap('entities').keys()].sort();
}

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

	async function connect(options = {}): Promise<LineClient> {
		const client = new LineClient(server.origin, options);
		clients.push(client);
		await client.opened();
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

	it('[P10] a viewer looks on, and its forged updates change nothing and reach nobody', async () => {
		const link = await project.share('viewer');
		const ann = await join(project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('a'));
		const viewer = await join(link.token);
		const opened = await viewer.open(1, address);
		expect(opened.role).toBe('viewer');
		expect(keysOf(opened.update)).toEqual(['a']);
		const before = storedBytes(server);
		viewer.send({ type: 'update', channel: 1, seq: 1, update: setKey('forged') });
		viewer.send({ type: 'update', channel: 1, seq: 2, update: setKey('again') });
		const refusal = await viewer.next('error');
		expect(refusal).toMatchObject({ channel: 1, error: { code: 'forbidden' } });
		await viewer.settle();
		expect(storedBytes(server)).toBe(before);
		await ann.settle();
		expect(ann.frames).toEqual([]);
		await ann.store(1, 2, setKey('b'));
		expect(keysOf((await viewer.next('server-update')).update)).toEqual(['b']);
		expect(viewer.frames).toEqual([]);
	});

	it('[P11] revoking a link ends it on the open socket: nothing gets in or out any more', async () => {
		const link = await project.share('editor');
		const ann = await join(project.token);
		await ann.open(1, address);
		const guest = await join(link.token);
		await guest.open(1, address);
		await guest.store(1, 1, setKey('welcome'));
		await ann.next('server-update');
		expect((await project.revoke(link.linkId)).status).toBe(204);
		guest.send({ type: 'update', channel: 1, seq: 2, update: setKey('late') });
		guest.send({ type: 'open', channel: 2, address: formatAddress(address), stateVector: NOTHING });
		expect(await guest.next('error')).toMatchObject({
			channel: 0,
			project: project.projectId,
			error: { code: 'forbidden' },
		});
		expect(await guest.next('error')).toMatchObject({ channel: 2, error: { code: 'forbidden' } });
		await ann.store(1, 1, setKey('private'));
		await guest.settle();
		expect(guest.frames).toEqual([]);
		expect(ann.frames).toEqual([]);
		const { rows } = await server.storage.documents.load(address);
		expect(keysOf(...rows.map(({ update }) => update))).toEqual(['private', 'welcome']);
	});

	it('[P11] an update still waiting for the disk when its link is revoked is not stored', async () => {
		const link = await project.share('editor');
		const guest = await join(link.token);
		await guest.open(1, address);
		guest.send({ type: 'update', channel: 1, seq: 1, update: setKey('race') });
		const revoked = project.revoke(link.linkId);
		await guest.next('error', ({ project }) => project !== '');
		await revoked;
		// Either it was acknowledged before the end, and is there, or it is not there.
		const acknowledged = guest.frames.some(({ type }) => type === 'ack');
		await guest.settle();
		const { rows } = await server.storage.documents.load(address);
		expect(rows).toHaveLength(acknowledged ? 1 : 0);
	});

	it('[P5] a revoked token is refused with the name of its project, so that its bearer knows which', async () => {
		const link = await project.share('editor');
		await project.revoke(link.linkId);
		const guest = await join();
		guest.send({ type: 'auth', token: link.token });
		expect(await guest.next('error')).toMatchObject({
			channel: 0,
			project: project.projectId,
			error: { code: 'forbidden' },
		});
	});

	it('[P5] tokens nobody here signed are refused, and do not stop the ones behind them', async () => {
		const elsewhere = await startServer();
		const foreign = await registerProject(elsewhere.origin);
		await elsewhere.close();
		const [head, , signature] = project.token.split('.');
		const claims = { prj: project.projectId, role: 'owner', iss: 'rastudios', iat: 0 };
		const forged = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
		const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged.split('.')[1]}.`;
		const guest = await join();
		for (const token of [foreign.token, forged, unsigned, 'nonsense', '', 'x'.repeat(5000)]) {
			guest.send({ type: 'auth', token });
			expect(await guest.next('error')).toMatchObject({ channel: 0, error: { code: 'unauthorized' } });
		}
		guest.send({ type: 'auth', token: project.token });
		expect(await guest.next('granted')).toMatchObject({ projectId: project.projectId, role: 'owner' });
	});

	it('[P5] a token for one project opens no document of another', async () => {
		const other = await registerProject(server.origin);
		const ann = await join(project.token);
		for (const closed of [other.mintAddress(), { ...address, projectId: other.projectId }]) {
			ann.send({ type: 'open', channel: 1, address: formatAddress(closed), stateVector: NOTHING });
			expect(await ann.next('error')).toMatchObject({ channel: 1, error: { code: 'forbidden' } });
		}
	});

	it('[P5] one connection can carry several projects', async () => {
		const other = await registerProject(server.origin);
		const ann = await join(project.token, other.token);
		await ann.open(1, address);
		await ann.open(2, other.mintAddress());
	});

	it('[P4] the first frame is a hello, said once, in a version the server speaks', async () => {
		const hello = { type: 'hello', protocol: PROTOCOL_VERSION, client: 'test' } as const;
		const cases = [
			{ frames: [{ type: 'auth', token: project.token } as const], code: CLOSE.badFrame },
			{ frames: [hello, hello], code: CLOSE.badFrame },
			{ frames: [{ ...hello, protocol: 0 }], code: CLOSE.protocolTooOld },
			{ frames: [{ ...hello, protocol: PROTOCOL_VERSION + 1 }], code: CLOSE.protocolTooNew },
		];
		for (const { frames, code } of cases) {
			const client = await connect();
			for (const frame of frames) client.send(frame);
			expect((await client.closed).code).toBe(code);
		}
	});

	it('[P13] garbage, cut-off and server-side frames end the connection and nothing else', async () => {
		const ann = await join(project.token);
		await ann.open(1, address);
		const whole = encodeFrame({ type: 'update', channel: 1, seq: 1, update: setKey('a') });
		const broken = [
			new Uint8Array([99, 1, 2, 3]),
			new Uint8Array(),
			whole.slice(0, -1),
			new Uint8Array([...whole, 0]),
			encodeFrame({ type: 'ack', channel: 1, seq: 1 }),
		];
		for (const bytes of broken) {
			const client = await join(project.token);
			await client.open(1, address);
			client.socket.send(bytes);
			expect((await client.closed).code).toBe(CLOSE.badFrame);
		}
		const talker = await join(project.token);
		talker.socket.send('text');
		expect((await talker.closed).code).toBe(CLOSE.badFrame);
		await ann.store(1, 1, setKey('still here'));
		expect(ann.frames).toEqual([]);
	});

	it('[P13] a frame over the limit is not read', async () => {
		const client = await join(project.token);
		client.socket.send(new Uint8Array(MAX_FRAME_BYTES + 1));
		expect((await client.closed).code).toBe(1009);
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
		ann.send({ type: 'open', channel: 1, address: 'nonsense', stateVector: NOTHING });
		ann.send({
			type: 'open',
			channel: 2,
			address: formatAddress(address),
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

	it('[P15] a page of another site cannot connect', async () => {
		const { host } = new URL(server.origin);
		for (const origin of ['http://evil.example', `http://${host}.evil.example`, 'null', `ftp://${host}`]) {
			const client = new LineClient(server.origin, { origin });
			await expect(client.opened(), origin).rejects.toThrow('403');
		}
		const own = new LineClient(server.origin, { origin: server.origin });
		await own.opened();
		await own.leave();
	});

	it('[P3] only who asks for the protocol gets a line', async () => {
		const plain = new WebSocket(`${server.origin.replace('http', 'ws')}/sync`);
		await expect(new Promise((_, reject) => plain.once('error', reject))).rejects.toThrow('400');
		const lost = new WebSocket(`${server.origin.replace('http', 'ws')}/elsewhere`, 'rastudios.v1');
		await expect(new Promise((_, reject) => lost.once('error', reject))).rejects.toThrow('404');
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
