import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { hashAsset, mintDeviceId, mintProjectId, type LinkId } from '#lib/base/ids.ts';
import { ok, unwrap } from '#lib/base/result.ts';
import { seededRandom } from '#lib/base/random.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { AssetSync } from '#lib/sync/asset-sync.ts';
import { createConnection } from '#lib/sync/connection.ts';
import { createPresence } from '#lib/sync/presence.ts';
import { createProjectsClient } from '#lib/sync/projects-client.ts';
import { openWebSocket } from '#lib/sync/web-socket-adapter.ts';
import { CountingLedger } from '../helpers/counting-ledger.ts';
import { registerProject, spawnServer, startServer } from '../helpers/sync-server.ts';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** One tab with the line as browsers have it, but in a hurry to reconnect. */
function createTab(origin: string, address: DocumentAddress, token: string, name: string) {
	const document = new LiveDocument(address.documentId, 'scene');
	const ledger = new CountingLedger(document);
	const connection = createConnection({
		url: `${origin.replace('http', 'ws')}/sync`,
		client: mintDeviceId(),
		clock: systemClock,
		random: () => 0.05,
		openSocket: openWebSocket,
	});
	const presence = createPresence({
		document,
		clock: systemClock,
		user: { id: name, name, color: 1 },
	});
	connection.authorize(address.projectId, token);
	const join = () => connection.join({ address, document, changes: ledger, presence });
	const channel = join();
	cleanups.push(() => {
		connection.dispose();
		presence.dispose();
		document.destroy();
	});
	const edits = () => document.ydoc.getMap('edits');
	return {
		connection,
		channel,
		document,
		ledger,
		presence,
		join,
		set: (key: string, value: unknown) => edits().set(key, value),
		values: () => edits().toJSON(),
		names: () => presence.peers().map(({ user }) => user.name),
	};
}

type Tab = ReturnType<typeof createTab>;

const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

const synced = (...tabs: readonly Tab[]) =>
	soon(() => {
		for (const { channel, ledger } of tabs) {
			expect(channel.state).toEqual({ kind: 'synced' });
			expect(ledger.waiting).toBe(0);
		}
	});

async function setupServer() {
	const server = await startServer({ deps: { origins: { programs: true } } });
	cleanups.push(() => server.close());
	const project = await registerProject(server.origin);
	return { ...server, project, address: project.mintAddress() };
}

describe('the line with the real server', () => {
	it('brings two people together, both ways, and shows each the other', async () => {
		const { origin, project, address } = await setupServer();
		const { token } = await project.share('editor');
		const ada = createTab(origin, address, project.token, 'Ada');
		ada.set('by ada', 1);
		const bob = createTab(origin, address, token, 'Bob');
		bob.set('by bob', 2);
		await synced(ada, bob);
		await soon(() => expect(ada.values()).toEqual({ 'by ada': 1, 'by bob': 2 }));
		expect(bob.values()).toEqual(ada.values());
		expect([ada.channel.role, bob.channel.role]).toEqual(['owner', 'editor']);
		await soon(() => expect([ada.names(), bob.names()]).toEqual([['Bob'], ['Ada']]));
		bob.channel.leave();
		await soon(() => expect(ada.names()).toEqual([]));
	});

	it('shows a peer again who left and came back with the same document', async () => {
		const { origin, project, address } = await setupServer();
		const ada = createTab(origin, address, project.token, 'Ada');
		const bob = createTab(origin, address, project.token, 'Bob');
		await soon(() => expect(ada.names()).toEqual(['Bob']));
		bob.channel.leave();
		await soon(() => expect(ada.names()).toEqual([]));
		bob.join();
		await soon(() => expect([ada.names(), bob.names()]).toEqual([['Bob'], ['Ada']]));
	});

	it("keeps a viewer's edits to the viewer", async () => {
		const { origin, project, address } = await setupServer();
		const { token } = await project.share('viewer');
		const ada = createTab(origin, address, project.token, 'Ada');
		const eve = createTab(origin, address, token, 'Eve');
		eve.set('forged', true);
		ada.set('real', true);
		await synced(ada);
		await soon(() => expect(eve.values()).toEqual({ forged: true, real: true }));
		expect(eve.channel.role).toBe('viewer');
		expect(ada.values()).toEqual({ real: true });
	});

	it('tells whoever came by a link that it was revoked, and leaves them their copy', async () => {
		const { origin, project, address } = await setupServer();
		const { token, linkId } = await project.share('editor');
		const bob = createTab(origin, address, token, 'Bob');
		bob.set('mine', 1);
		await synced(bob);
		await project.revoke(linkId);
		await soon(() =>
			expect(bob.connection.access(address.projectId)).toMatchObject({ kind: 'refused', reason: 'revoked' }),
		);
		expect(bob.channel.state).toEqual({ kind: 'offline' });
		expect(bob.values()).toEqual({ mine: 1 });
	});

	it('refuses a token that is none, once', async () => {
		const { origin, address } = await setupServer();
		const eve = createTab(origin, address, 'a.b.c', 'Eve');
		await soon(() =>
			expect(eve.connection.access(address.projectId)).toMatchObject({ reason: 'unauthorized' }),
		);
		await soon(() => expect(eve.connection.state).toEqual({ kind: 'idle' }));
	});

	it('loses nothing acknowledged, and nothing else either, when the server is killed under edits', async () => {
		const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-line-'));
		cleanups.push(() => rmSync(dataDir, { recursive: true }));
		let server = await spawnServer({ DATA_DIR: dataDir });
		cleanups.push(() => server.end('SIGKILL'));
		const { origin } = server;
		const project = await registerProject(origin);
		const address = project.mintAddress();
		const ada = createTab(origin, address, project.token, 'Ada');
		const bob = createTab(origin, address, project.token, 'Bob');
		await synced(ada, bob);
		for (let round = 0; round < 3; round++) {
			for (let i = 0; i < 50; i++) {
				ada.set(`ada ${round} ${i}`, i);
				bob.set(`bob ${round} ${i}`, i);
				ada.set('contested', `ada ${round} ${i}`);
				bob.set('contested', `bob ${round} ${i}`);
			}
			// Before anything was sent; later, with the first of it just acknowledged.
			const { acknowledged } = ada.ledger;
			if (round > 0) await soon(() => expect(ada.ledger.acknowledged).toBeGreaterThan(acknowledged));
			bob.set(`just before ${round}`, true);
			await server.end('SIGKILL');
			expect(ada.channel.state.kind).not.toBe('refused');
			ada.set(`while away ${round}`, true);
			server = await spawnServer({ DATA_DIR: dataDir, PORT: new URL(origin).port });
			await synced(ada, bob);
		}
		await soon(() => expect(bob.values()).toEqual(ada.values()));
		expect(Object.keys(ada.values())).toHaveLength(3 * 102 + 1);
		const late = createTab(origin, address, project.token, 'Late');
		await synced(late);
		expect(late.values()).toEqual(ada.values());
	}, 60_000);

	it('goes on after the server was restarted politely', async () => {
		const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-line-'));
		cleanups.push(() => rmSync(dataDir, { recursive: true }));
		let server = await spawnServer({ DATA_DIR: dataDir });
		cleanups.push(() => server.end('SIGKILL'));
		const { origin } = server;
		const project = await registerProject(origin);
		const ada = createTab(origin, project.mintAddress(), project.token, 'Ada');
		ada.set('before', 1);
		await synced(ada);
		await server.end('SIGTERM');
		await soon(() => expect(['waiting', 'connecting']).toContain(ada.connection.state.kind));
		ada.set('between', 2);
		server = await spawnServer({ DATA_DIR: dataDir, PORT: new URL(origin).port });
		await synced(ada);
	}, 60_000);
});

describe('projects over HTTP with the real server', () => {
	async function setup() {
		const server = await setupServer();
		const { origin, project } = server;
		const client = createProjectsClient({ origin, fetch, clock: systemClock });
		return { ...server, client, projectId: project.projectId };
	}

	it('registers with a claim, again with the same, never with another', async () => {
		const { client } = await setup();
		const projectId = mintProjectId();
		const claim = 'c'.repeat(43);
		const token = unwrap(await client.register(projectId, claim));
		expect(unwrap(await client.register(projectId, claim)).split('.')).toHaveLength(3);
		expect(await client.register(projectId, 'd'.repeat(43))).toMatchObject({
			ok: false,
			error: { reason: 'forbidden' },
		});
		expect(unwrap(await client.listLinks(projectId, token))).toEqual([]);
	});

	it('makes, lists and revokes links', async () => {
		const { client, project, projectId } = await setup();
		const link = unwrap(await client.createLink(projectId, project.token, 'viewer'));
		expect(unwrap(await client.listLinks(projectId, project.token))).toEqual([link]);
		expect(await client.listLinks(projectId, link.token)).toMatchObject({
			ok: false,
			error: { reason: 'forbidden' },
		});
		unwrap(await client.revokeLink(projectId, project.token, link.linkId as LinkId));
		expect(unwrap(await client.listLinks(projectId, project.token))).toEqual([]);
		expect(await client.listLinks(projectId, link.token)).toMatchObject({
			ok: false,
			error: { reason: 'forbidden' },
		});
	});

	it('brings assets from one device to another', async () => {
		const { client, project, projectId } = await setup();
		const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
		const hash = await hashAsset(bytes);
		const device = (assets: Map<string, Uint8Array<ArrayBuffer>>, canUpload: boolean, token: string) => {
			const sync = new AssetSync({
				projectId,
				token: () => Promise.resolve(token),
				client,
				clock: systemClock,
				random: seededRandom(1),
				canUpload: () => canUpload,
				versionAssets: async () => [],
				source: {
					size: (wanted) => Promise.resolve(assets.get(wanted)?.length ?? null),
					get: async (wanted) => {
						const found = assets.get(wanted);
						return found ? new Blob([found]) : null;
					},
					put: async (arrived, from) => ok(assets.set(arrived, new Uint8Array(await from.arrayBuffer()))),
				},
				places: { read: async () => undefined, write: async () => {} },
				holdLock: async () => () => {},
			});
			cleanups.push(() => sync.dispose());
			sync.want([{ hash, bytes: bytes.length }]);
			return sync;
		};
		const sender = device(new Map([[hash, bytes]]), true, project.token);
		await soon(() => expect(sender.state).toMatchObject({ uploading: 0, downloading: 0 }));
		const there = new Map<string, Uint8Array<ArrayBuffer>>();
		const receiver = device(there, false, (await project.share('viewer')).token);
		await soon(() => expect(receiver.state.downloading + Number(!there.has(hash))).toBe(0));
		expect(there.get(hash)).toEqual(bytes);
		expect([...receiver.state.failed]).toEqual([]);
	});
});
