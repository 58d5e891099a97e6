import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { keysOf, setKey } from '../tests/helpers/key-updates.ts';
import { LineClient } from '../tests/helpers/line-client.ts';
import { registerProject, spawnServer, type ServerProcess } from '../tests/helpers/sync-server.ts';

describe('the server process', () => {
	let folder: string;
	let dataDir: string;
	const processes: ServerProcess[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-main-'));
		dataDir = join(folder, 'data');
	});
	afterEach(async () => {
		for (const { end } of processes.splice(0)) await end('SIGKILL');
		rmSync(folder, { recursive: true });
	});

	async function start(environment: Record<string, string> = {}): Promise<ServerProcess> {
		const started = await spawnServer({ DATA_DIR: dataDir, ...environment });
		processes.push(started);
		return started;
	}

	/** What it writes when it refuses to start. */
	async function refusal(environment: Record<string, string>): Promise<string> {
		const started = start(environment);
		const message = await started.then(
			() => 'it started',
			(cause: unknown) => (cause as Error).message,
		);
		expect(message).toMatch(/^The server ended \(1\): RaStudios cannot start: [^\n]+\n$/);
		return message;
	}

	it('[O1] says where it is ready, serves, and ends cleanly on SIGTERM, even told twice', async () => {
		const { child, origin, end } = await start();
		expect((await fetch(`${origin}/healthz`)).status).toBe(200);
		child.kill('SIGTERM');
		expect(await end('SIGTERM')).toBe(0);
	});

	it('[O1] ends cleanly on Ctrl-C while people are connected', async () => {
		const { origin, end } = await start();
		const project = await registerProject(origin);
		const ann = await LineClient.join(origin, project.token);
		await ann.open(1, project.mintAddress());
		const ended = end('SIGINT');
		expect((await ann.closed).code).toBe(CLOSE.restarting);
		expect(await ended).toBe(0);
	});

	it('[O2] keeps its links, its owner and its documents over a restart', async () => {
		const before = await start();
		const project = await registerProject(before.origin);
		const address = project.mintAddress();
		const link = await project.share('editor');
		const ann = await LineClient.join(before.origin, project.token);
		await ann.open(1, address);
		await ann.store(1, 1, setKey('kept'));
		await before.end('SIGTERM');
		const { origin } = await start();
		const guest = await LineClient.join(origin, link.token, project.token);
		expect(keysOf((await guest.open(1, address)).update)).toEqual(['kept']);
		await guest.leave();
	});

	it('[P8] SIGKILL under load: whatever was acknowledged is there after the restart', async () => {
		const before = await start();
		const project = await registerProject(before.origin);
		const addresses = [project.mintAddress(), project.mintAddress(), project.mintAddress()];
		const writers = await Promise.all(
			addresses.map(async (address) => {
				const writer = await LineClient.join(before.origin, project.token);
				await writer.open(1, address);
				return writer;
			}),
		);
		for (let seq = 1; seq <= 400; seq++) {
			for (const writer of writers)
				writer.send({ type: 'update', channel: 1, seq, update: setKey(`k${seq}`) });
		}
		// In the middle of it all: some acknowledged, many not.
		await Promise.all(writers.map((writer) => writer.next('ack', ({ seq }) => seq >= 20)));
		await before.end('SIGKILL');
		await Promise.all(writers.map((writer) => writer.closed));

		const { origin } = await start();
		const reader = await LineClient.join(origin, project.token);
		for (const [i, address] of addresses.entries()) {
			const acknowledged = Math.max(
				...writers[i]!.frames.map((frame) => (frame.type === 'ack' ? frame.seq : 20)),
			);
			const kept = new Set(keysOf((await reader.open(i + 1, address)).update));
			for (let seq = 1; seq <= acknowledged; seq++) expect(kept, `document ${i}`).toContain(`k${seq}`);
		}
		await reader.leave();
	});

	it('[O3] a taken port is one clear line', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => other.once('listening', resolve));
		const { port } = other.address() as AddressInfo;
		expect(await refusal({ PORT: String(port) })).toContain(
			`Port ${port} on 127.0.0.1 is used by another program`,
		);
		other.close();
	});

	it('[O3] a PORT that is none is one clear line', async () => {
		for (const PORT of ['abc', '70000', '-1', '44.5'])
			expect(await refusal({ PORT })).toContain('PORT must be');
	});

	it('[O3] a host that is not ours is one clear line', async () => {
		expect(await refusal({ HOST: '192.0.2.1' })).toContain('Port 0 on 192.0.2.1 cannot be used');
	});

	it('[O3] a data folder that cannot be written is one clear line', async () => {
		const file = join(folder, 'in-the-way');
		writeFileSync(file, '');
		const unwritable = process.platform === 'linux' ? ['/proc/rastudios'] : [];
		for (const DATA_DIR of [file, join(file, 'data'), ...unwritable]) {
			expect(await refusal({ DATA_DIR })).toContain(`The data folder ${DATA_DIR} cannot be written`);
		}
		// The superuser may write anywhere, so this can be seen by others only.
		if (process.getuid?.() !== 0) {
			mkdirSync(dataDir);
			chmodSync(dataDir, 0o500);
			expect(await refusal({})).toContain('cannot be written');
		}
	});

	it('[O3] a data folder that another server uses is one clear line', async () => {
		await start();
		expect(await refusal({})).toContain('is used by another RaStudios server');
	});

	it('[O3] a database that is none, or is from the future, is one clear line, and stays as it is', async () => {
		mkdirSync(dataDir);
		const path = join(dataDir, 'rastudios.db');
		writeFileSync(path, 'this is not a database, but it is long enough to be looked at as one'.repeat(20));
		expect(await refusal({})).toContain(`The database ${path} cannot be used`);
		expect(statSync(path).size).toBeGreaterThan(1000);
		rmSync(path);
		const database = new DatabaseSync(path);
		database.exec('PRAGMA user_version = 99');
		database.close();
		expect(await refusal({})).toContain('written by a newer RaStudios');
	});

	it('[O3] a signing key that is none is one clear line, and is not replaced', async () => {
		mkdirSync(dataDir);
		writeFileSync(join(dataDir, 'signing-key.json'), '{"kty":"oct"}');
		expect(await refusal({})).toContain('signing key');
		expect(statSync(join(dataDir, 'signing-key.json')).size).toBe(13);
	});

	it('[O4] keeps its signing key to itself', async () => {
		await start();
		expect(statSync(join(dataDir, 'signing-key.json')).mode & 0o777).toBe(0o600);
		expect(readdirSync(dataDir).sort()).toEqual(
			expect.arrayContaining(['blobs', 'in-use', 'rastudios.db', 'signing-key.json']),
		);
	});
});
