import { afterEach, describe, expect, test } from 'vitest';
import { doThing, OutboxWorld } from '../../../tests/helpers/outbox-world.ts';
import { settle } from '../../../tests/helpers/storage-rig.ts';
import { settleChange } from './asked-change.ts';

const worlds: OutboxWorld[] = [];
afterEach(() => worlds.splice(0).forEach((world) => world.close()));

async function setup() {
	const world = new OutboxWorld();
	worlds.push(world);
	const { outbox } = await world.openTab();
	const change = async (thing: string) => {
		const added = await outbox.add(doThing, { body: { thing } }, `Do ${thing}`);
		return settleChange({ outbox, clock: world.clock }, added?.request.key ?? '');
	};
	return { world, outbox, change };
}

describe('a change asked by somebody who looks', () => {
	test('[R103] is done at once where the server can be reached', async () => {
		const { world, change } = await setup();
		expect(await change('a')).toEqual({ ok: true, value: 'done' });
		expect(world.server.applied).toEqual([{ account: 'ada', thing: 'a' }]);
	});

	test('[R103] waits where it cannot, and goes later', async () => {
		const { world, change, outbox } = await setup();
		world.server.trouble = () => 'before';
		expect(await change('a')).toEqual({ ok: true, value: 'waiting' });
		await settle();
		world.server.trouble = () => undefined;
		world.clock.advance(60_000);
		await settle();
		expect(world.server.applied).toHaveLength(1);
		expect(outbox.state.requests).toEqual([]);
	});

	test('[R103] waits, and says so after a while, where there is no token for it', async () => {
		const { world, change } = await setup();
		world.hasToken = false;
		const asked = change('a');
		await settle();
		world.clock.advance(3_000);
		expect(await asked).toEqual({ ok: true, value: 'waiting' });
	});

	test('[R103] is refused to their face, and holds up nothing', async () => {
		const { outbox, change } = await setup();
		expect(await change('bad')).toEqual({
			ok: false,
			error: { code: 'invalid', field: 'thing', message: 'It is bad' },
		});
		expect(outbox.state.requests).toEqual([]);
		expect(await change('b')).toEqual({ ok: true, value: 'done' });
	});
});
