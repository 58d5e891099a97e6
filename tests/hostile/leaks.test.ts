import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import { setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { registerProject, startServer } from '../helpers/sync-server.ts';
import { RawPeer, upgradeRequest } from './raw-peer.ts';

const REJECTED = 10_000;
const CYCLES = 1_000;
const AT_ONCE = 50;
/** Compiled code and what the tests note come and go; connections or rooms that stayed would be far more. */
const MEGABYTES = 4;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The system's clock, which knows how many of its timers are running. */
class CountedClock implements Clock {
	running = 0;

	now(): number {
		return systemClock.now();
	}

	after(delay: number, callback: () => void): () => void {
		let isRunning = true;
		this.running++;
		const stop = () => {
			if (isRunning) this.running--;
			isRunning = false;
		};
		const cancel = systemClock.after(delay, () => {
			stop();
			callback();
		});
		return () => {
			stop();
			cancel();
		};
	}
}

describe('what comes and goes leaves nothing behind', () => {
	const ends: (() => Promise<void> | void)[] = [];
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});

	async function setup() {
		const clock = new CountedClock();
		const server = await startServer({ clock });
		ends.push(() => server.close());
		const project = await registerProject(server.origin);
		/** What the server holds once nobody is there. */
		const calm = async () => {
			await vi.waitFor(() => expect(server.server.connections).toBe(0), { timeout: 20_000 });
			collect();
			collect();
			const { heapUsed, arrayBuffers } = process.memoryUsage();
			return {
				timers: clock.running,
				sockets: process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCPSocket')).length,
				listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
				megabytes: (heapUsed + arrayBuffers) / 2 ** 20,
			};
		};
		return { server, project, calm, clock };
	}
	type Setup = Awaited<ReturnType<typeof setup>>;

	async function compare(
		{ calm }: Setup,
		act: (count: number) => Promise<void>,
		count: number,
	): Promise<void> {
		// The first ones fill caches, compile code and open what stays open.
		await act(count / 10);
		const before = await calm();
		await act(count);
		await vi.waitFor(async () => {
			const after = await calm();
			expect(after).toMatchObject({ timers: before.timers, listeners: before.listeners });
			expect(after.sockets).toBeLessThanOrEqual(before.sockets);
			expect(after.megabytes - before.megabytes, 'MB kept').toBeLessThan(MEGABYTES);
		}, 10_000);
	}

	it(`[L84] ${REJECTED} refused connections`, async () => {
		const parts = await setup();
		const { origin } = parts.server;
		const { projectId } = parts.project;
		const refusals = [
			upgradeRequest(origin, { headers: { Origin: 'https://evil.example' } }),
			upgradeRequest(origin, { headers: { Origin: origin }, path: '/elsewhere' }),
			upgradeRequest(origin, { headers: { Origin: origin }, protocols: 'something.else' }),
			upgradeRequest(origin, { headers: { Origin: origin, 'Sec-WebSocket-Key': 'none' } }),
			upgradeRequest(origin, {
				headers: { Origin: origin },
				path: `/sync/${projectId}.${projectId}`,
				protocols: 'rastudios.yjs, guessed',
			}),
		];
		const refuse = async (count: number) => {
			for (let done = 0; done < count; done += AT_ONCE) {
				const peers = Array.from({ length: AT_ONCE }, async (_, i) => {
					const peer = await RawPeer.connect(origin);
					peer.send(refusals[i % refusals.length] ?? '');
					await peer.hears('\r\n\r\n');
					// A browser's socket can read no other answer than a goodbye: it is let in for that, if there is room.
					if (i % refusals.length !== 4) expect(peer.status).toBeGreaterThanOrEqual(400);
					peer.destroy();
				});
				await Promise.all(peers);
			}
		};
		await compare(parts, refuse, REJECTED);
	});

	it(`[L84] ${CYCLES} times opening and leaving one room`, async () => {
		const parts = await setup();
		const { server, project } = parts;
		const address: DocumentAddress = project.mintAddress();
		let stored = 0;
		const visit = async (count: number) => {
			for (let i = 0; i < count; i++) {
				const client = await LineClient.join(server.origin, project.token);
				await client.open(1, address);
				// Now and then somebody writes; the same key, so that the document stays small.
				if (i % 50 === 0) await client.store(1, 1, setKey('visits', ++stored));
				await client.leave();
			}
		};
		await compare(parts, visit, CYCLES);
	});
});
