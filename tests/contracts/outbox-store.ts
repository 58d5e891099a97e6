import { afterEach, describe, expect, test } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import type { OutboxRow } from '#lib/storage/outbox/outbox-row.ts';
import type { NewRequest, OutboxStore } from '#lib/storage/outbox/outbox-store.ts';
import type { StorageRig } from '../helpers/storage-rig.ts';

/** What requests that wait must do, whatever keeps them. */
export function outboxStoreContract(name: string, createRig: () => StorageRig): void {
	const rigs: StorageRig[] = [];
	afterEach(() => rigs.splice(0).forEach((rig) => rig.close()));

	describe(`outbox on ${name}`, () => {
		test('[R80] requests are there in the next visit, in the order they were made', async () => {
			const { rig, outbox } = await setup();
			for (const summary of ['first', 'second', 'third']) {
				expect((await outbox.add(make({ summary }))).durable).toBe(true);
			}
			const later = await (await rig.open()).outbox();
			const { requests, unknown } = unwrap(await later.list('ada'));
			expect(requests.map((request) => request.summary)).toEqual(['first', 'second', 'third']);
			expect(requests[0]).toMatchObject({ attempts: 0, state: { kind: 'waiting' }, input: { body: 1 } });
			expect(unknown).toBe(0);
		});

		test('[R80] a clock that is set back changes no order', async () => {
			const { rig, outbox } = await setup(new ManualClock(1_000_000));
			await outbox.add(make({ summary: 'first' }));
			const earlier = await (await rig.open({ clock: new ManualClock(5) })).outbox();
			await earlier.add(make({ summary: 'second' }));
			await earlier.add(make({ summary: 'third' }));
			expect(await summaries(outbox)).toEqual(['first', 'second', 'third']);
		});

		test('[R84] each account has its own', async () => {
			const { outbox } = await setup();
			await outbox.add(make({ account: 'ada' }));
			await outbox.add(make({ account: 'grace', summary: 'hers' }));
			expect(await summaries(outbox, 'grace')).toEqual(['hers']);
			expect(await summaries(outbox, 'nobody')).toEqual([]);
		});

		test('[R81] of two changes made at once in two tabs, one stands, and both know which', async () => {
			const { rig, outbox } = await setup();
			const { request } = await outbox.add(make());
			const other = await (await rig.open()).outbox();
			const changes = await Promise.all([
				outbox.change(request, { attempts: 1, state: { kind: 'sending' } }),
				other.change(request, { summary: 'edited' }),
			]);
			const stands = changes.filter((changed) => changed !== null);
			expect(stands).toHaveLength(1);
			expect(unwrap(await outbox.list('ada')).requests).toEqual(stands);
			expect(unwrap(await other.list('ada')).requests).toEqual(stands);
		});

		test('[R81] what was removed does not come back by a change', async () => {
			const { rig, outbox } = await setup();
			const { request } = await outbox.add(make());
			const other = await (await rig.open()).outbox();
			expect(await other.remove(request.key)).toBe(true);
			expect(await outbox.change(request, { attempts: 1 })).toBeNull();
			expect(await summaries(outbox)).toEqual([]);
		});

		test('[R80] what the device does not take is in this tab, and is written once it does', async () => {
			const { rig, storage, outbox } = await setup();
			rig.fail('full', ['write']);
			const { request, durable } = await outbox.add(make());
			expect(durable).toBe(false);
			const changed = await outbox.change(request, { attempts: 1, state: { kind: 'sending' } });
			expect(changed).toMatchObject({ attempts: 1 });
			expect(unwrap(await outbox.list('ada')).requests).toEqual([changed]);
			rig.fail(null);
			await storage.flush();
			const later = await (await rig.open()).outbox();
			expect(unwrap(await later.list('ada')).requests).toEqual([changed]);
		});

		test('[R85] a list that cannot be read is an error, never an empty one', async () => {
			const { rig, outbox } = await setup();
			await outbox.add(make());
			rig.fail('lost', ['listRequests']);
			expect((await outbox.list('ada')).ok).toBe(false);
		});

		test('[R85] a row of another build’s shape is counted, and stays as it is', async () => {
			const { rig, storage, outbox } = await setup();
			const { request } = await outbox.add(make());
			const stranger = { ...request, key: 'x', state: { kind: 'scheduled' } } as OutboxRow;
			await rig.plantRequest(stranger);
			expect(unwrap(await outbox.list('ada'))).toEqual({ requests: [request], unknown: 1 });
			await storage.flush();
			expect(unwrap(await (await (await rig.open()).outbox()).list('ada')).unknown).toBe(1);
		});

		test('this tab and the others hear of changes', async () => {
			const { rig, outbox } = await setup();
			const other = await (await rig.open()).outbox();
			const heard: string[] = [];
			outbox.onChange(() => heard.push('here'));
			const elsewhere = new Promise<void>((resolve) => other.onChange(resolve));
			const added = outbox.add(make());
			await elsewhere;
			await added;
			expect(heard).toEqual(['here']);
			expect(await summaries(other)).toEqual(['a change']);
		});
	});

	const make = (fields: Partial<NewRequest> = {}): NewRequest => ({
		account: 'ada',
		endpoint: 'POST /things',
		input: { body: 1 },
		summary: 'a change',
		...fields,
	});

	async function summaries(outbox: OutboxStore, account = 'ada') {
		return unwrap(await outbox.list(account)).requests.map(({ summary }) => summary);
	}

	async function setup(clock = new ManualClock(7)) {
		const rig = createRig();
		rigs.push(rig);
		const storage = await rig.open({ clock });
		return { rig, storage, outbox: await storage.outbox() };
	}
}
