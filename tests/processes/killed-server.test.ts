import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '#lib/base/random.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import {
	registerProject,
	spawnServer,
	type ServerProcess,
	type TestProject,
} from '../helpers/sync-server.ts';
import { BusyClass, entriesOf } from './busy-class.ts';
import { readDocument } from './read-document.ts';

const KILLS = Number(process.env['KILLS'] ?? 5);
const SEED = Number(process.env['FIRST_SEED'] ?? 5);
/** Acknowledgements between one life of the server and the next, at most. */
const MAX_ACKS_A_LIFE = 400;

describe('a server process that ends while many people edit', () => {
	let folder: string;
	let dataDir: string;
	const ends: (() => unknown)[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rastudios-killed-'));
		dataDir = join(folder, 'data');
	});
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
		rmSync(folder, { recursive: true });
	});

	async function start(settings: Record<string, string> = {}): Promise<ServerProcess> {
		const started = await spawnServer({ DATA_DIR: dataDir, RASTUDIOS_ALLOW_PROGRAMS: 'true', ...settings });
		ends.push(() => started.end('SIGKILL'));
		return started;
	}

	/** Two projects with two documents each, edited by people who have several open, and by strangers' programs. */
	async function setup() {
		const server = await start();
		const projects = [await registerProject(server.origin), await registerProject(server.origin)] as const;
		const places = projects.flatMap((project) =>
			[project.mintAddress(), project.mintAddress()].map((address) => ({ project, address })),
		);
		const people = new BusyClass(server.origin);
		ends.push(() => people.dispose());
		for (const [i, project] of projects.entries()) {
			const own = places.filter((place) => place.project === project).map(({ address }) => address);
			people.join(`Ada${i}`, project, own);
			people.join(`Bob${i}`, project, own);
			for (const [j, address] of own.entries()) people.joinStock(`Stock${i}${j}`, project, address);
		}
		return { server, places, people };
	}

	function copyData(name: string): string {
		const copy = join(folder, name);
		cpSync(dataDir, copy, { recursive: true });
		return copy;
	}

	/** What a newcomer gets from a server that has this folder and nobody who could remind it. */
	async function readFrom(
		copy: string,
		places: readonly { project: TestProject; address: DocumentAddress }[],
	) {
		const shadow = await start({ DATA_DIR: copy });
		const found: string[][] = [];
		for (const { project, address } of places) {
			found.push(entriesOf(await readDocument(shadow.origin, project.token, address)));
		}
		await shadow.end('SIGKILL');
		return found;
	}

	it(`[L70] killed at ${KILLS} random moments: what it confirmed or passed on is on its disk, once, and all agree`, async () => {
		const { server: first, places, people } = await setup();
		const addresses = places.map(({ address }) => address);
		const random = seededRandom(SEED);
		let server = first;
		people.start();
		for (let kill = 1; kill <= KILLS; kill++) {
			const enough = people.acknowledged + Math.floor(random() * MAX_ACKS_A_LIFE);
			await expect
				.poll(() => people.acknowledged, { timeout: 30_000, interval: 1 })
				.toBeGreaterThanOrEqual(enough);
			await server.end('SIGKILL');
			const copy = copyData(`left-${kill}`);
			const promised = addresses.map((address) => people.promised(address));
			server = await start({ PORT: new URL(first.origin).port });
			const kept = await readFrom(copy, places);
			for (const [i, entries] of kept.entries()) {
				const found = new Set(entries);
				const lost = [...(promised[i] ?? [])].filter((entry) => !found.has(entry));
				expect(lost, `kill ${kill} of seed ${SEED}, document ${i}`).toEqual([]);
				expect(found.size, 'nothing twice').toBe(entries.length);
			}
			rmSync(copy, { recursive: true });
		}
		people.stop();
		await people.agrees(addresses);
		const stored = await readFrom(copyData('at-the-end'), places);
		for (const [i, { address }] of places.entries()) {
			expect(stored[i]).toEqual(
				entriesOf(people.copies.find((copy) => copy.address === address)?.ydoc ?? new Y.Doc()),
			);
			expect(stored[i]?.length).toBeGreaterThan(KILLS);
		}
	}, 600_000);

	it('[L71] asked to end under load: it ends cleanly, and all that reached it is there', async () => {
		const { server, places, people } = await setup();
		const addresses = places.map(({ address }) => address);
		people.start();
		const { project } = places[0] ?? expect.fail();
		const witness = await LineClient.join(server.origin, project.token);
		const ownDocument = project.mintAddress();
		await witness.open(1, ownDocument);
		await expect.poll(() => people.acknowledged, { timeout: 30_000 }).toBeGreaterThan(100);
		const keys = Array.from({ length: 200 }, (_, i) => `k${i}`);
		for (const [i, key] of keys.entries()) {
			witness.send({ type: 'update', channel: 1, seq: i + 1, update: setKey(key) });
		}
		// The server answers in order: it has read all of them, and confirmed hardly any.
		await witness.settle();
		// A server that took longer than it may is ended by force, and says 1.
		expect(await server.end('SIGTERM')).toBe(0);
		const promised = addresses.map((address) => people.promised(address));
		const left = await readFrom(copyData('after-the-end'), places);
		for (const [i, entries] of left.entries())
			expect(entries).toEqual(expect.arrayContaining([...(promised[i] ?? [])]));
		const again = await start({ PORT: new URL(server.origin).port });
		const kept = await readDocument(again.origin, project.token, ownDocument);
		expect([...kept.getMap('entities').keys()].sort()).toEqual([...keys].sort());
		people.stop();
		await people.agrees(addresses);
	}, 120_000);
});
