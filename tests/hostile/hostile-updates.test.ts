import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import process from 'node:process';
import * as Y from 'yjs';
import { seededRandom } from '#lib/base/random.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import { setKey } from '../helpers/key-updates.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { readDocument } from '../processes/read-document.ts';
import { CRAFTED_UPDATES, deepTypes, updateWithGap } from './crafted-updates.ts';
import { mutate, realUpdates } from './mutations.ts';
import { Victim } from './victim.ts';

const MUTATED = 10_000;
const BATCH = 100;
const SEED = Number(process.env['FIRST_SEED'] ?? 7);
const NOTHING = new Uint8Array([0]);

describe('one server process, given updates that are none', () => {
	let victim: Victim;
	beforeAll(async () => {
		victim = await Victim.start();
	});
	afterAll(() => victim.dispose());

	/** Each by a channel of its own, as a refused one silences its channel. All are answered; how many with a no? */
	async function offer(
		client: LineClient,
		address: DocumentAddress,
		updates: readonly Uint8Array[],
		from: number,
	) {
		for (const [i, update] of updates.entries()) {
			const channel = from + i;
			client.send({
				type: 'open',
				channel,
				address: formatAddress(address),
				epoch: null,
				stateVector: NOTHING,
			});
			client.send({ type: 'update', channel, seq: 1, update });
		}
		const answers = () => client.frames.filter(({ type }) => type === 'error' || type === 'ack');
		await vi.waitFor(() => expect(answers()).toHaveLength(updates.length), { timeout: 20_000, interval: 5 });
		const refused = answers().filter(({ type }) => type === 'error').length;
		for (const i of updates.keys()) client.send({ type: 'close', channel: from + i });
		await client.settle();
		client.frames.length = 0;
		return refused;
	}

	it(`[L77] ${MUTATED} updates with something wrong: each is refused or harmless, and no other room knows of it`, async () => {
		const random = seededRandom(SEED);
		const playground = victim.project.mintAddress();
		const neighbour = victim.project.mintAddress();
		const eve = await victim.intrude();
		await eve.open(1, neighbour);
		await eve.store(1, 1, setKey('untouched'));
		const before = Y.encodeStateAsUpdate(await readDocument(victim.origin, victim.project.token, neighbour));
		const updates = realUpdates(4711);
		let refused = await offer(eve, playground, updates, 2);
		expect(refused, 'the real ones are taken').toBe(0);
		for (let sent = 0; sent < MUTATED; sent += BATCH) {
			const batch = Array.from({ length: BATCH }, () => mutate(updates, random));
			refused += await offer(eve, playground, batch, 1_000 + sent);
			if (sent % 1_000 === 0) await victim.isUnharmed();
		}
		expect(refused).toBeGreaterThan(MUTATED / 4);
		expect(refused).toBeLessThan(MUTATED);
		await eve.leave();

		const kept = await readDocument(victim.origin, victim.project.token, playground);
		expect(kept.store.pendingStructs, `nothing in seed ${SEED} waits for what never comes`).toBeNull();
		expect(kept.store.pendingDs).toBeNull();
		const document = new LiveDocument(playground.documentId, 'scene');
		Y.applyUpdate(document.ydoc, Y.encodeStateAsUpdate(kept));
		const whole = updates.at(-1) ?? NOTHING;
		for (const [author, end] of Y.decodeStateVector(Y.encodeStateVectorFromUpdate(whole))) {
			expect(Y.getState(kept.store, author), 'what was sound is still there').toBeGreaterThanOrEqual(end);
		}
		const after = Y.encodeStateAsUpdate(await readDocument(victim.origin, victim.project.token, neighbour));
		expect(after).toEqual(before);
		await victim.isUnharmed();
	});

	it('[L78] updates that promise more than they hold, or nest without end, are refused by name', async () => {
		const eve = await victim.intrude();
		const address = victim.project.mintAddress();
		let channel = 0;
		for (const [what, craft] of Object.entries(CRAFTED_UPDATES)) {
			await eve.open(++channel, address);
			eve.send({ type: 'update', channel, seq: 1, update: craft() });
			const { error } = await eve.next('error');
			expect(['invalid', 'too-large', 'gap'], what).toContain(error.code);
			await victim.isUnharmed();
		}
		expect(Y.encodeStateAsUpdate(await readDocument(victim.origin, victim.project.token, address))).toEqual(
			Y.encodeStateAsUpdate(new Y.Doc()),
		);
		await eve.leave();
	});

	it('[L78] types nested twenty thousand deep, and their deletion, stop neither the server nor a reader', async () => {
		const eve = await victim.intrude();
		const address = victim.project.mintAddress();
		await eve.open(1, address);
		const { made, deleted } = deepTypes();
		eve.send({ type: 'update', channel: 1, seq: 1, update: made });
		eve.send({ type: 'update', channel: 1, seq: 2, update: deleted });
		eve.send({ type: 'update', channel: 1, seq: 3, update: setKey('behind it') });
		await eve.settle();
		await victim.isUnharmed();
		const document = new LiveDocument(address.documentId, 'scene');
		const kept = await readDocument(victim.origin, victim.project.token, address);
		Y.applyUpdate(document.ydoc, Y.encodeStateAsUpdate(kept));
		await eve.leave();
	});

	it('[L78] a flood of updates that wait for others is refused, and nothing of it is kept', async () => {
		const eve = await victim.intrude();
		const address = victim.project.mintAddress();
		for (let sent = 0; sent < 1_000; sent += BATCH) {
			const flood = Array.from({ length: BATCH }, (_, i) => updateWithGap(`k${i}`));
			expect(await offer(eve, address, flood, 1 + sent)).toBe(BATCH);
		}
		await eve.leave();
		const kept = await readDocument(victim.origin, victim.project.token, address);
		expect(Y.encodeStateAsUpdate(kept)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()));
		await victim.isUnharmed();
	});
});
