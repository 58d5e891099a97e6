import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { setKey } from '../tests/helpers/key-updates.ts';
import { LineClient } from '../tests/helpers/line-client.ts';
import {
	registerProject,
	spawnServer,
	type ServerProcess,
	type TestProject,
} from '../tests/helpers/sync-server.ts';

const SCRIPTS = join(import.meta.dirname, '../scripts');

/** Sets k1, k2, k3 … until told to stop; at most `AHEAD` unacknowledged. */
class BusyWriter {
	readonly address: DocumentAddress;
	readonly client: LineClient;
	sent = 0;
	acknowledged = 0;
	#stopped = false;
	readonly ended: Promise<void>;

	private constructor(client: LineClient, address: DocumentAddress) {
		this.client = client;
		this.address = address;
		this.ended = this.#write();
	}

	static async start(origin: string, project: TestProject): Promise<BusyWriter> {
		const client = await LineClient.join(origin, project.token);
		const address = project.mintAddress();
		await client.open(1, address);
		return new BusyWriter(client, address);
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		await this.ended;
		await this.client.leave();
	}

	async reach(count: number): Promise<void> {
		await expect.poll(() => this.acknowledged, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
	}

	async #write(): Promise<void> {
		while (!this.#stopped || this.acknowledged < this.sent) {
			while (!this.#stopped && this.sent < this.acknowledged + AHEAD) {
				this.sent++;
				this.client.send({ type: 'update', channel: 1, seq: this.sent, update: setKey(`k${this.sent}`) });
			}
			const next = await this.client.next('ack').catch(() => null); // the server ended
			if (next === null) return;
			this.acknowledged = Math.max(this.acknowledged, next.seq);
		}
	}
}

const AHEAD = 40;

describe('the server process under load', () => {
	let folder: string;
	const processes: ServerProcess[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-load-'));
	});
	afterEach(async () => {
		for (const { end } of processes.splice(0)) await end('SIGKILL');
		rmSync(folder, { recursive: true });
	});

	async function start(dataDir: string): Promise<ServerProcess> {
		const started = await spawnServer({ DATA_DIR: dataDir });
		processes.push(started);
		return started;
	}

	/** Runs one of the host's tools; what it wrote, once it ended well. */
	function runTool(script: string, args: string[], dataDir: string): Promise<string> {
		const child = spawn(process.execPath, [join(SCRIPTS, script), ...args], {
			env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let written = '';
		for (const output of [child.stdout, child.stderr]) {
			output.on('data', (chunk: Buffer) => (written += chunk.toString()));
		}
		return new Promise((resolve, reject) => {
			// Not `exit`: what it wrote last may come after that.
			child.once('close', (code) =>
				code === 0 ? resolve(written) : reject(new Error(`${code}: ${written}`)),
			);
		});
	}

	/** The numbers of the keys a document has, on this server. */
	async function readNumbers(
		origin: string,
		project: TestProject,
		address: DocumentAddress,
	): Promise<number[]> {
		const reader = await LineClient.join(origin, project.token);
		const { update, stateVector } = await reader.open(1, address);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, update);
		// A long document comes in several pieces; each of its keys has an author of its own.
		const authors = Y.decodeStateVector(stateVector).size;
		while (doc.store.clients.size < authors) {
			Y.applyUpdate(doc, (await reader.next('server-update')).update);
		}
		await reader.leave();
		return [...doc.getMap('entities').keys()].map((key) => Number(key.slice(1))).sort((a, b) => a - b);
	}
	const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

	it('[L62] a backup taken while people write restores to documents as they were at one moment', async () => {
		const [dataDir, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(folder, name)) as [
			string,
			string,
			string,
		];
		const { origin } = await start(dataDir);
		const project = await registerProject(origin);
		const writers = await Promise.all([1, 2, 3].map(() => BusyWriter.start(origin, project)));
		await Promise.all(writers.map((writer) => writer.reach(50)));
		const before = writers.map(({ acknowledged }) => acknowledged);
		expect(await runTool('backup.ts', [backup], dataDir)).toContain(`Backed up to ${backup}`);
		const after = writers.map(({ sent }) => sent);
		await Promise.all(writers.map((writer) => writer.stop()));
		const total = writers.map(({ acknowledged }) => acknowledged);
		expect(
			after.some((sent, i) => sent > (before[i] ?? 0)),
			'they wrote meanwhile',
		).toBe(true);

		expect(await runTool('restore.ts', ['--verify', backup], dataDir)).toContain('The backup is whole');
		expect(await runTool('restore.ts', [backup, restored], dataDir)).toContain(`Restored into ${restored}`);
		const again = await start(restored);
		for (const [i, { address }] of writers.entries()) {
			const numbers = await readNumbers(again.origin, project, address);
			expect(numbers, 'everything up to some moment, and nothing else').toEqual(upTo(numbers.length));
			expect(numbers.length).toBeGreaterThanOrEqual(before[i] ?? 0);
			expect(numbers.length).toBeLessThanOrEqual(after[i] ?? 0);
			expect(await readNumbers(origin, project, address)).toEqual(upTo(total[i] ?? 0));
		}
	}, 60_000);

	it('[L61] SIGTERM while people write: all that was acknowledged is kept, and everybody is sent away to return', async () => {
		const dataDir = join(folder, 'data');
		const before = await start(dataDir);
		const project = await registerProject(before.origin);
		const writers = await Promise.all([1, 2, 3].map(() => BusyWriter.start(before.origin, project)));
		await Promise.all(writers.map((writer) => writer.reach(100)));
		expect(await before.end('SIGTERM')).toBe(0);
		const codes = await Promise.all(writers.map(async ({ client }) => (await client.closed).code));
		expect(codes).toEqual([CLOSE.restarting, CLOSE.restarting, CLOSE.restarting]);
		await Promise.all(writers.map(({ ended }) => ended));

		const { origin } = await start(dataDir);
		for (const { address, acknowledged, sent } of writers) {
			const numbers = await readNumbers(origin, project, address);
			expect(numbers).toEqual(upTo(numbers.length));
			expect(numbers.length).toBeGreaterThanOrEqual(acknowledged);
			expect(numbers.length).toBeLessThanOrEqual(sent);
		}
	}, 60_000);
});
