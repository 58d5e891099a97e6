import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { encodePresence, decodePresence } from '#lib/sync/presence-codec.ts';
import { MemoryBus } from '#server/bus/memory-bus.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { docHolds, joinAsStockClient } from '../helpers/stock-client.ts';
import { registerProject, startServer } from '../helpers/sync-server.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

/** Two servers as two machines would run them: one storage, one bus. */
async function setup() {
	const deps = { bus: new MemoryBus({ clock: systemClock }), origins: { programs: true } };
	const one = await startServer({ deps });
	ends.push(() => one.close());
	const other = await startServer({ deps, wrapStorage: () => one.storage });
	ends.push(() => other.close());
	const project = await registerProject(one.origin);
	const join = async ({ origin }: { origin: string }) => {
		const client = await LineClient.join(origin, project.token);
		ends.push(() => client.socket.terminate());
		return client;
	};
	return { one, other, project, address: project.mintAddress(), join };
}

describe('two instances of the server, by their sockets', () => {
	it('[L10] people at either see what those at the other write, on either protocol', async () => {
		const { one, other, project, address, join } = await setup();
		const [ann, ben] = [await join(one), await join(other)];
		await ann.open(1, address);
		await ben.open(1, address);
		const stock = joinAsStockClient(other.origin, address, project.token);
		ends.push(() => stock.destroy());
		const update = setKey('from ann', 1);
		await ann.store(1, 1, update);
		expect((await ben.next('server-update')).update).toEqual(update);
		await docHolds(stock.doc, () => stock.doc.getMap('entities').has('from ann'));
		await ben.store(1, 1, setKey('from ben', 2));
		await ann.next('server-update');
		const late = await join(one);
		const { update: all } = await late.open(1, address);
		expect(keysOf(all)).toEqual(expect.arrayContaining(['from ann', 'from ben']));
	});

	it('[L11] they see each other, hear each other, and see each other leave', async () => {
		const { one, other, address, join } = await setup();
		const [ann, ben] = [await join(one), await join(other)];
		await ann.open(1, address);
		const state = { user: { name: 'Ann', color: 1 } } as never;
		ann.send({ type: 'presence', channel: 1, presence: encodePresence([{ clientId: 7, clock: 1, state }]) });
		await ann.settle();
		await ben.open(1, address);
		const seen = decodePresence((await ben.next('server-presence')).presence);
		expect(seen).toMatchObject({ ok: true, value: [{ clientId: 7, state: { user: { name: 'Ann' } } }] });
		ann.send({ type: 'signal', channel: 1, kind: 'chat', payload: new Uint8Array([5]) });
		expect(await ben.next('server-signal')).toMatchObject({ clientId: 7, kind: 'chat' });
		await ann.leave();
		const gone = await ben.next('server-presence', ({ presence }) => {
			const entries = decodePresence(presence);
			return entries.ok && entries.value.some((entry) => entry.clientId === 7 && entry.state === null);
		});
		expect(gone.channel).toBe(1);
	});

	it('[L12] what one acknowledged is there at the other after it has ended', async () => {
		const { one, other, address, join } = await setup();
		const [ann, ben] = [await join(one), await join(other)];
		await ann.open(1, address);
		await ben.open(1, address);
		await ann.store(1, 1, setKey('kept', 1));
		await one.server.close();
		expect((await ann.closed).code).toBe(4500);
		await ben.next('server-update');
		const back = await join(other);
		expect(keysOf((await back.open(1, address)).update)).toEqual(['kept']);
	});
});
