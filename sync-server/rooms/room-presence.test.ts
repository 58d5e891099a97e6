import { describe, expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { ManualClock } from '#lib/base/clock.ts';
import { MAX_PRESENCE_BYTES } from '#lib/protocol/limits.ts';
import { PRESENCE_INTERVAL_MS, RoomPresence } from './room-presence.ts';
import type { RoomMember } from './room-member.ts';

class Peer implements RoomMember {
	readonly awareness: Awareness;
	readonly role = 'editor';
	readonly name: string | null = null;
	received = 0;
	probed = 0;

	constructor(clientId: number) {
		const doc = new Y.Doc();
		doc.clientID = clientId;
		this.awareness = new Awareness(doc);
		this.awareness.setLocalState({ name: `peer ${clientId}` });
	}

	readonly dialect = 'plain';
	encodeUpdate(): readonly Uint8Array[] {
		return [];
	}
	sendUpdates(): void {}
	sendPresence(bytes: Uint8Array): void {
		this.received++;
		applyAwarenessUpdate(this.awareness, bytes, 'server');
	}
	sendSignal(): void {}
	userFor(clientId: number): string {
		return `user ${clientId}`;
	}
	stateOf(clientId: number): unknown {
		return this.awareness.getStates().get(clientId);
	}
	probe(): void {
		this.probed++;
	}
	/** What this peer says about the given clients; about itself by default. */
	say(...clients: number[]): Uint8Array {
		return encodeAwarenessUpdate(this.awareness, clients.length > 0 ? clients : [this.awareness.clientID]);
	}
	nameOf(clientId: number): unknown {
		return this.awareness.getStates().get(clientId)?.['name'];
	}
}

function setup(...clientIds: number[]) {
	const clock = new ManualClock(1_000_000);
	const peers = clientIds.map((id) => new Peer(id));
	const members = new Set<Peer>(peers);
	const presence = new RoomPresence(clock, () => members);
	const relay = () => clock.advance(PRESENCE_INTERVAL_MS);
	const leave = (peer: Peer) => {
		members.delete(peer);
		presence.leave(peer);
	};
	for (const peer of peers) peer.awareness.destroy = () => {};
	return { clock, peers: peers as [Peer, Peer, Peer], members, presence, relay, leave };
}

describe('presence in a room', () => {
	it('[P12] reaches all the others, and not who it comes from', () => {
		const { peers, presence, relay } = setup(1, 2, 3);
		presence.receive(peers[0], peers[0].say());
		relay();
		expect(peers.map((peer) => peer.received)).toEqual([0, 1, 1]);
		expect(peers[1].nameOf(1)).toBe('peer 1');
	});

	it('[P12] is relayed at most once an interval, with the newest of each', () => {
		const { peers, presence, clock, relay } = setup(1, 2, 3);
		presence.receive(peers[0], peers[0].say());
		clock.advance(0);
		for (let i = 0; i < 50; i++) {
			peers[0].awareness.setLocalState({ name: `move ${i}` });
			presence.receive(peers[0], peers[0].say());
		}
		presence.receive(peers[1], peers[1].say());
		relay();
		expect(peers.map((peer) => peer.received)).toEqual([1, 2, 2]);
		expect(peers[2].nameOf(1)).toBe('move 49');
		expect(peers[2].nameOf(2)).toBe('peer 2');
		expect(peers[0].nameOf(2)).toBe('peer 2');
	});

	it('[P12] vanishes when its member leaves', () => {
		const { peers, presence, relay, leave } = setup(1, 2);
		presence.receive(peers[0], peers[0].say());
		relay();
		leave(peers[0]);
		expect(peers[1].nameOf(1)).toBeUndefined();
		expect(presence.others(peers[1])).toBeNull();
	});

	it('[P12] vanishes when its member says goodbye and leaves at once', () => {
		const { peers, presence, relay, leave } = setup(1, 2);
		presence.receive(peers[0], peers[0].say());
		relay();
		peers[0].awareness.setLocalState(null);
		presence.receive(peers[0], peers[0].say());
		leave(peers[0]);
		relay();
		expect(peers[1].nameOf(1)).toBeUndefined();
	});

	it('[P12] comes back with the same client on a new connection, whatever its clock', () => {
		const { peers, presence, members, relay, leave } = setup(1, 2);
		presence.receive(peers[0], peers[0].say());
		relay();
		leave(peers[0]);
		const again = new Peer(1);
		members.add(again);
		presence.receive(again, again.say());
		relay();
		expect(peers[1].nameOf(1)).toBe('peer 1');
		again.awareness.setLocalState({ name: 'moved' });
		presence.receive(again, again.say());
		relay();
		expect(peers[1].nameOf(1)).toBe('moved');
	});

	it('[P12] nobody can speak for, or remove, somebody else', () => {
		const { peers, presence, relay } = setup(1, 2, 3);
		presence.receive(peers[0], peers[0].say());
		presence.receive(peers[1], peers[1].say());
		relay();
		const liar = new Peer(1);
		liar.awareness.setLocalState({ name: 'liar' });
		liar.awareness.setLocalState({ name: 'liar, louder' });
		presence.receive(peers[1], liar.say());
		liar.awareness.setLocalState(null);
		presence.receive(peers[1], liar.say());
		relay();
		expect(peers[2].nameOf(1)).toBe('peer 1');
		expect(peers[0].nameOf(1)).toBe('peer 1');
	});

	it('[L43] who borrowed a client id has not counted it up to where its owner is not believed any more', () => {
		const { clock, peers, presence, members, relay, leave } = setup(1, 2);
		peers[0].awareness.meta.set(1, { clock: 2 ** 32, lastUpdated: 0 });
		presence.receive(peers[0], peers[0].say());
		relay();
		leave(peers[0]);
		// The server starts anew and remembers nothing; the peers do.
		clock.advance(PRESENCE_INTERVAL_MS);
		const restarted = new RoomPresence(clock, () => members);
		const owner = new Peer(1);
		members.add(owner);
		restarted.receive(owner, owner.say());
		relay();
		expect(peers[1].nameOf(1)).toBe('peer 1');
	});

	it('[P12] a client id somebody holds is not given away, but its holder must prove to be alive', () => {
		const { peers, presence, members, relay, leave } = setup(1, 2);
		presence.receive(peers[0], peers[0].say());
		relay();
		const returned = new Peer(1);
		members.add(returned);
		returned.awareness.setLocalState({ name: 'on a new line' });
		presence.receive(returned, returned.say());
		expect(peers[0].probed).toBe(1);
		relay();
		expect(peers[1].nameOf(1)).toBe('peer 1');
		leave(peers[0]);
		presence.receive(returned, returned.say());
		relay();
		expect(peers[1].nameOf(1)).toBe('on a new line');
	});

	it('[P12] what stock clients echo of others is dropped', () => {
		const { peers, presence, relay } = setup(1, 2, 3);
		for (const peer of peers) presence.receive(peer, peer.say());
		relay();
		const before = peers.map((peer) => peer.received);
		presence.receive(peers[1], peers[1].say(1, 2, 3));
		presence.receive(peers[2], peers[2].say(1, 2, 3));
		relay();
		expect(peers.map((peer) => peer.received)).toEqual(before);
	});

	it('[P12] nobody can count a clock up to where peers stop reading', () => {
		const { peers, presence, leave, members } = setup(1, 2);
		const claim = (clock: number) => {
			peers[0].awareness.meta.set(1, { clock, lastUpdated: 0 });
			return presence.receive(peers[0], peers[0].say());
		};
		expect(claim(Number.MAX_SAFE_INTEGER).ok).toBe(false);
		expect(claim(2 ** 48).ok).toBe(true);
		leave(peers[0]);
		members.add(peers[0]);
		expect(claim(0).ok).toBe(true);
		applyAwarenessUpdate(peers[1].awareness, presence.others(peers[1]) ?? new Uint8Array(), 'server');
		expect(peers[1].nameOf(1)).toBe('peer 1');
	});

	it('[P24] [L28] says who somebody is by the server, whatever they claim; name and colour stay theirs', () => {
		const { peers, presence, relay } = setup(1, 2);
		const user = { id: 'user 2', name: 'Ada', color: 3 };
		peers[0].awareness.setLocalState({ user, role: 'owner', selection: [] });
		presence.receive(peers[0], peers[0].say());
		relay();
		const signed = { user: { ...user, id: 'user 1' }, role: 'editor', selection: [] };
		expect(peers[1].stateOf(1)).toEqual(signed);
		peers[0].awareness.setLocalState({ user: ['x'] });
		presence.receive(peers[0], peers[0].say());
		relay();
		expect(peers[1].stateOf(1)).toEqual({ user: { id: 'user 1' }, role: 'editor' });
	});

	it('[P13] is refused when it is not presence', () => {
		const { peers, presence } = setup(1);
		const bad = [
			new Uint8Array([1, 1, 1, 2, 0x5b, 0x5d]), // "[]"
			new Uint8Array(),
			new Uint8Array([1, 1, 1]),
			new Uint8Array([1, 1, 1, 1, 0x7b]), // "{"
			new Uint8Array([1, 1, 1, 1, 0x31]), // "1"
			new Uint8Array([...peers[0].say(), 0]),
			new Uint8Array([255, 255, 255, 255, 15]),
			new Uint8Array(MAX_PRESENCE_BYTES + 1),
		];
		for (const bytes of bad) expect(presence.receive(peers[0], bytes).ok).toBe(false);
	});
});
