import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LineClient } from '../helpers/line-client.ts';
import { registerProject, spawnServer } from '../helpers/sync-server.ts';
import { BusyClass, entriesOf } from './busy-class.ts';
import { readDocument } from './read-document.ts';
import { canMakeSmallDisks, ON_SMALL_DISK } from './small-disk.ts';

/** Writes until nothing more fits. */
function fill(path: string): void {
	const file = openSync(path, 'w');
	try {
		for (const size of [256 * 1024, 4096, 1]) {
			try {
				for (;;) writeSync(file, new Uint8Array(size));
			} catch (cause) {
				if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
			}
		}
	} finally {
		closeSync(file);
	}
}

describe.skipIf(!canMakeSmallDisks())('a server process whose disk is full', () => {
	const ends: (() => unknown)[] = [];
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});

	async function setup() {
		const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-full-'));
		ends.push(() => rmSync(dataDir, { recursive: true }));
		const server = await spawnServer(
			{ DATA_DIR: dataDir, SMALL_DISK: dataDir, RASTUDIOS_ALLOW_PROGRAMS: 'true' },
			{ runner: ON_SMALL_DISK },
		);
		ends.push(() => server.end('SIGKILL'));
		const project = await registerProject(server.origin);
		const people = new BusyClass(server.origin);
		ends.push(() => people.dispose());
		// The disk as the server sees it.
		const ballast = join('/proc', String(server.child.pid), 'root', dataDir, 'ballast');
		return { server, project, people, address: project.mintAddress(), ballast };
	}

	it('[L72] confirms nothing, says so, goes on serving, and recovers by itself once there is room', async () => {
		const { server, project, people, address, ballast } = await setup();
		const [ada] = people.join('Ada', project, [address]);
		const stock = people.joinStock('Stock', project, address);
		people.start();
		await expect.poll(() => people.acknowledged, { timeout: 20_000 }).toBeGreaterThan(20);
		fill(ballast);
		// Its store may still have a little room of its own: large edits use it up.
		const page = 'x'.repeat(200_000);
		const grow = setInterval(() => ada?.ydoc.getMap('pages').set(String(Math.random()), page), 20);
		ends.push(() => clearInterval(grow));
		await expect.poll(() => ada?.state(), { timeout: 20_000 }).toBe('waiting');
		clearInterval(grow);
		people.stop();

		const hand = await LineClient.join(server.origin, project.token);
		await hand.open(1, address);
		// What is stored is still given.
		const read = await readDocument(server.origin, project.token, address);
		expect(entriesOf(read).length).toBeGreaterThanOrEqual(20);
		const large = new Y.Doc();
		large.getMap('pages').set('too much', 'y'.repeat(600_000));
		hand.send({ type: 'update', channel: 1, seq: 1, update: Y.encodeStateAsUpdate(large) });
		const { error } = await hand.next('error');
		expect(error).toMatchObject({ code: 'unavailable' });
		expect(error.retryAfter).toBeGreaterThan(0);
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		await expect
			.poll(async () => (await fetch(`${server.origin}/readyz`)).status, { timeout: 5_000 })
			.toBe(503);
		await hand.leave();

		rmSync(ballast);
		await people.agrees([address]);
		expect(ada?.ydoc.getMap('pages').toJSON()).toEqual(stock.ydoc.getMap('pages').toJSON());
		await expect
			.poll(async () => (await fetch(`${server.origin}/readyz`)).status, { timeout: 5_000 })
			.toBe(200);
		const fresh = await readDocument(server.origin, project.token, address);
		expect(entriesOf(fresh)).toEqual(entriesOf(stock.ydoc));
		const code = await server.end('SIGTERM');
		expect(code, server.log()).toBe(0);
	});
});
