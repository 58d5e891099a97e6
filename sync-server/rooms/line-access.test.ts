import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { encodeFrame, FEATURES, PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { MAX_FRAME_BYTES } from '#lib/protocol/limits.ts';
import { LineClient } from '../../tests/helpers/line-client.ts';
import {
	registerProject,
	startServer,
	storedBytes,
	type TestProject,
	type TestServer,
} from '../../tests/helpers/sync-server.ts';
import { keysOf, setKey } from '../../tests/helpers/key-updates.ts';

const NOTHING = new Uint8Array([0]);

describe('who may do what on the line', () => {
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

	it('[P19] a client from before there were commenters and players is told of them as viewers', async () => {
		const link = await project.share('commenter');
		const told = async (features: readonly string[]) => {
			const client = await connect();
			client.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'test', features });
			client.send({ type: 'auth', token: link.token });
			const { role } = await client.next('granted');
			return [role, (await client.open(1, address)).role];
		};
		expect(await told(['signals'])).toEqual(['viewer', 'viewer']);
		expect(await told(FEATURES)).toEqual(['commenter', 'commenter']);
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
		guest.send({
			type: 'open',
			channel: 2,
			address: formatAddress(address),
			epoch: null,
			stateVector: NOTHING,
		});
		expect(await guest.next('grant-ended')).toMatchObject({
			projectId: project.projectId,
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
		await guest.next('grant-ended');
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
			ann.send({
				type: 'open',
				channel: 1,
				address: formatAddress(closed),
				epoch: null,
				stateVector: NOTHING,
			});
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
		const hello = { type: 'hello', protocol: PROTOCOL_VERSION, client: 'test', features: FEATURES } as const;
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

	it('[L56] who names no origin cannot connect, unless the host lets programs in; over HTTP it needs no leave', async () => {
		const nameless = (origin: string) => {
			const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync`, 'rastudios.v1');
			return new Promise<void>((resolve, reject) => {
				socket.once('open', resolve).once('error', reject);
			}).finally(() => socket.terminate());
		};
		await expect(nameless(server.origin)).rejects.toThrow('403');
		const open = await startServer({ deps: { origins: { programs: true } } });
		await nameless(open.origin);
		await registerProject(open.origin);
		const hiding = new LineClient(open.origin, { origin: 'null' });
		await expect(hiding.opened()).rejects.toThrow('403');
		await open.close();
	});

	it('[P3] only who asks for the protocol gets a line', async () => {
		const { origin } = server;
		const url = origin.replace('http', 'ws');
		const plain = new WebSocket(`${url}/sync`, { origin });
		await expect(new Promise((_, reject) => plain.once('error', reject))).rejects.toThrow('400');
		const lost = new WebSocket(`${url}/elsewhere`, 'rastudios.v1', { origin });
		await expect(new Promise((_, reject) => lost.once('error', reject))).rejects.toThrow('404');
	});
});
