import { afterEach, describe, expect, it } from 'vitest';
import { createSyncWorld, type ClientOptions } from '../../../tests/helpers/sync-world.ts';
import { mintDeviceId, mintEntityId } from '../base/ids.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import { encodePresence } from './presence-codec.ts';
import { MAX_SELECTION, peerColor, readPresence } from './presence-state.ts';

let world = createSyncWorld();

afterEach(() => world.dispose());

function setup() {
	world = createSyncWorld();
	const join = (options: ClientOptions) => {
		const client = world.createClient(options);
		return { ...client, channel: client.join() };
	};
	const ada = join({ name: 'Ada' });
	const bob = join({ name: 'Bob', role: 'viewer' });
	world.clock.advance(200);
	const frames: ClientFrame[] = [];
	world.server.onFrame = (frame) => frames.push(frame);
	return { ...world, ada, bob, frames };
}

const names = ({ presence }: { presence: { peers(): readonly { user: { name: string } }[] } }) =>
	presence.peers().map(({ user }) => user.name);

/** Bytes as a hostile peer could send them: whatever JSON can say. */
const raw = (clientId: number, state: unknown, clock = 5) =>
	encodePresence([{ clientId, clock, state: state as never }]);

describe('presence', () => {
	it('shows each the others, viewers included, and never themselves', () => {
		const { ada, bob, clock } = setup();
		ada.presence.set({ selection: [], document: ada.document.id });
		clock.advance(100);
		expect(names(bob)).toEqual(['Ada']);
		expect(bob.presence.peers()[0]).toMatchObject({ document: ada.document.id });
		bob.presence.set({ camera: { position: [1, 2, 3], target: [0, 0, 0], fov: 60 } });
		clock.advance(100);
		expect(names(ada)).toEqual(['Bob']);
		expect(ada.presence.peers()[0]?.camera).toEqual({ position: [1, 2, 3], target: [0, 0, 0], fov: 60 });
	});

	it('works alone: a room of one', () => {
		world = createSyncWorld();
		const { presence } = world.createClient();
		let heard = 0;
		presence.onChange(() => heard++);
		presence.set({ document: world.address.documentId });
		expect(presence.peers()).toEqual([]);
		expect(heard).toBe(1);
		expect(presence.awareness.getLocalState()).toMatchObject({ document: world.address.documentId });
	});

	it('sends at most 20 frames a second, and the last state for sure', () => {
		const { ada, bob, clock, frames } = setup();
		const ids = Array.from({ length: 200 }, mintEntityId);
		for (const id of ids) {
			ada.presence.set({ selection: [id] });
			clock.advance(5);
		}
		clock.advance(200);
		const sent = frames.filter(({ type }) => type === 'presence').length;
		expect(sent).toBeGreaterThan(10);
		expect(sent).toBeLessThanOrEqual(22);
		expect(bob.presence.peers()[0]?.selection).toEqual([ids.at(-1)]);
	});

	it('is dropped, not queued, while the way out is busy, and goes when it is free', () => {
		const { ada, bob, clock, frames } = setup();
		ada.network.bufferedAmount = 1_000_000;
		const [first, second] = [mintEntityId(), mintEntityId()];
		ada.presence.set({ selection: [first] });
		clock.advance(500);
		expect(frames.filter(({ type }) => type === 'presence')).toEqual([]);
		ada.presence.set({ selection: [second] });
		ada.network.bufferedAmount = 0;
		clock.advance(100);
		expect(bob.presence.peers()[0]?.selection).toEqual([second]);
	});

	it('a peer who leaves is gone at once', () => {
		const { ada, bob, clock } = setup();
		ada.presence.set({ document: ada.document.id });
		clock.advance(100);
		expect(names(bob)).toEqual(['Ada']);
		ada.channel.leave();
		clock.advance(50);
		expect(names(bob)).toEqual([]);
	});

	it('everybody is gone without a line, and back with it', () => {
		const { ada, bob, clock } = setup();
		ada.presence.set({ document: ada.document.id });
		clock.advance(100);
		bob.network.cut();
		expect(names(bob)).toEqual([]);
		clock.advance(2_000);
		ada.presence.set({ document: null });
		clock.advance(100);
		expect(names(bob)).toEqual(['Ada']);
	});

	it('a peer that comes back with the clock it had is seen again', () => {
		const { ada, clock, server, name } = setup();
		const state = { user: { id: 'eve', name: 'Eve', color: 3 } };
		const say = () =>
			server.broadcast(name, (channel) => ({
				type: 'server-presence',
				channel,
				presence: raw(77, state),
			}));
		say();
		clock.advance(50);
		expect(names(ada)).toContain('Eve');
		ada.network.cut();
		clock.advance(2_000);
		expect(names(ada)).not.toContain('Eve');
		say();
		clock.advance(50);
		expect(names(ada)).toContain('Eve');
	});

	it('what strangers send is bounded, and never changes our own state', () => {
		const { ada, clock, server, name } = setup();
		const own = ada.presence.awareness.getLocalState();
		const hostile = {
			user: { id: 'x'.repeat(10_000), name: `Eve\u202e${'!'.repeat(10_000)}`, color: 99, __proto__: null },
			selection: [...Array.from({ length: 5_000 }, mintEntityId), 7, null, '<img>'],
			camera: { position: [1, Infinity, 3], target: [0, 0, 0], fov: 60 },
			cursor: { anchor: { type: { client: -1, clock: -5 } }, head: { type: null } },
			document: '../../etc',
			extra: 'x'.repeat(1_000),
		};
		const say = (presence: Uint8Array) =>
			server.broadcast(name, (channel) => ({ type: 'server-presence', channel, presence }));
		say(raw(77, hostile));
		say(raw(ada.document.clientId, { user: { name: 'Not Ada' } }, 9_999));
		say(raw(78, [1, 2]));
		say(raw(79, 'text'));
		say(new Uint8Array([3, 1, 2]));
		say(new Uint8Array());
		clock.advance(100);
		const eve = ada.presence.peers().find(({ clientId }) => clientId === 77);
		expect(eve?.user.name).toHaveLength(64);
		expect(eve?.user.name).not.toContain('\u202e');
		expect(eve?.user.color).toBe(peerColor('x'.repeat(64)));
		expect(eve?.selection).toHaveLength(MAX_SELECTION);
		expect(eve?.camera).toBeNull();
		expect(eve?.document).toBeNull();
		expect(Object.isFrozen(eve)).toBe(true);
		expect(ada.presence.awareness.getStates().get(77)).not.toHaveProperty('extra');
		expect(ada.presence.awareness.getStates().get(77)?.['cursor']).toBeNull();
		expect(ada.presence.peers().map(({ clientId }) => clientId)).not.toContain(78);
		expect(ada.presence.awareness.getLocalState()).toEqual(own);
	});

	it("keeps a text editor's cursor as its binding wrote it", () => {
		const position = { type: null, tname: 'body', item: { client: 7, clock: 3 }, assoc: 0 };
		const cursor = { anchor: position, head: { ...position, assoc: -1 } };
		expect(readPresence({ cursor }, 1)?.cursor).toEqual(cursor);
	});

	it('gives the same array of peers until something changes', () => {
		const { ada, bob, clock } = setup();
		bob.presence.set({ document: bob.document.id });
		clock.advance(100);
		const before = ada.presence.peers();
		expect(ada.presence.peers()).toBe(before);
		bob.presence.set({ document: null });
		clock.advance(100);
		expect(ada.presence.peers()).not.toBe(before);
	});

	it('gives everybody a colour from 1 to 8, the same everywhere', () => {
		const colors = Array.from({ length: 400 }, () => peerColor(mintDeviceId()));
		expect(new Set(colors)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
		expect(peerColor('a-device')).toBe(peerColor('a-device'));
	});

	it('disposing says goodbye, twice harmlessly', () => {
		const { ada, bob, clock } = setup();
		ada.presence.set({ document: ada.document.id });
		clock.advance(100);
		ada.presence.dispose();
		ada.presence.dispose();
		clock.advance(50);
		expect(names(bob)).toEqual([]);
	});
});
