import { afterEach, describe, expect, it } from 'vitest';
import { createSyncWorld, type ClientOptions } from '../../../tests/helpers/sync-world.ts';
import { CountingLedger } from '../../../tests/helpers/counting-ledger.ts';
import { mintDocumentId } from '../base/ids.ts';
import { LiveDocument } from '../doc/live-document.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import type { ChannelState } from './channel-state.ts';
import { TAB_RESYNC_MS } from './document-channel.ts';
import { ACK_TIMEOUT_MS, MAX_IN_FLIGHT } from './outgoing.ts';

let world = createSyncWorld();

afterEach(() => world.dispose());

function setup(options: ClientOptions = {}) {
	world = createSyncWorld();
	const client = world.createClient(options);
	const frames: ClientFrame[] = [];
	world.server.onFrame = (frame) => frames.push(frame);
	const count = (type: ClientFrame['type']) => frames.filter((frame) => frame.type === type).length;
	return { ...world, ...client, client, frames, count };
}

/** Two clients of one document, both synced. */
function setupPair() {
	const parts = setup();
	const friend = parts.createClient({ name: 'Bob' });
	const channel = parts.join();
	friend.join();
	parts.clock.advance(200);
	return { ...parts, channel, friend };
}

function record(onChange: (listener: (state: ChannelState) => void) => unknown): string[] {
	const kinds: string[] = [];
	onChange((state) => kinds.push(state.kind));
	return kinds;
}

describe('document channel', () => {
	it('brings what was made offline to the server and fetches what others made', () => {
		const { join, set, clock, stored, ledger, values, createClient } = setup();
		set('mine', 1);
		const friend = createClient({ name: 'Bob' });
		friend.set('theirs', 2);
		friend.join();
		clock.advance(100);
		const channel = join();
		const kinds = record((listener) => channel.onChange(listener));
		clock.advance(100);
		expect(values()).toEqual({ mine: 1, theirs: 2 });
		expect(stored()).toEqual({ mine: 1, theirs: 2 });
		expect(ledger.waiting).toBe(0);
		expect(kinds).toEqual(['syncing', 'synced']);
		expect(channel.role).toBe('editor');
	});

	it('is synced only when the server confirmed that ours is durable', () => {
		const { join, set, clock, server, ledger } = setup();
		server.commitDelay = 10_000;
		set('mine', 1);
		const channel = join();
		clock.advance(9_000);
		expect(channel.state).toEqual({ kind: 'syncing' });
		expect(ledger.waiting).toBe(1);
		clock.advance(2_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(ledger.waiting).toBe(0);
	});

	it('sends the handshake even when there is nothing new, so that deletions always travel', () => {
		const { set, clock, document, network, friend, stored } = setupPair();
		set('gone', 1);
		clock.advance(200);
		network.cut();
		document.ydoc.getMap('edits').delete('gone');
		clock.advance(5_000);
		expect(stored()).toEqual({});
		expect(friend.values()).toEqual({});
	});

	it('an edit reaches the other within moments, and is acknowledged', () => {
		const { set, clock, friend, ledger, channel } = setupPair();
		set('box', [1, 2, 3]);
		expect(channel.isSending).toBe(true);
		clock.advance(100);
		expect(friend.values()).toEqual({ box: [1, 2, 3] });
		expect(ledger.waiting).toBe(0);
		expect(channel.isSending).toBe(false);
	});

	it('gathers a burst of edits into few frames, in order', () => {
		const { set, clock, friend, count } = setupPair();
		const before = count('update');
		for (let i = 0; i < 500; i++) set(`key ${i % 7}`, i);
		clock.advance(200);
		expect(count('update') - before).toBe(1);
		expect(friend.values()).toMatchObject({ 'key 6': 496, 'key 2': 499 });
	});

	it('keeps few frames under way when the server is slow, and loses none', () => {
		const { set, clock, server, count, friend, ledger } = setupPair();
		server.commitDelay = 5_000;
		const before = count('update');
		for (let i = 0; i < 100; i++) {
			set(`key ${i}`, i);
			clock.advance(25);
		}
		expect(count('update') - before).toBeLessThanOrEqual(MAX_IN_FLIGHT);
		expect(ledger.waiting).toBe(100);
		clock.advance(20_000);
		expect(Object.keys(friend.values())).toHaveLength(100);
		expect(ledger.waiting).toBe(0);
	});

	it('what was sent and not acknowledged before a drop is sent again', () => {
		const { set, clock, server, network, ledger, stored } = setupPair();
		server.commitDelay = 1_000;
		set('lost', 1);
		clock.advance(100);
		server.crash();
		network.cut();
		expect(ledger.waiting).toBe(1);
		expect(stored()).toEqual({});
		clock.advance(10_000);
		expect(stored()).toEqual({ lost: 1 });
		expect(ledger.waiting).toBe(0);
	});

	it('merges what both made apart', () => {
		const { set, clock, network, friend, stored, values } = setupPair();
		network.reachable = friend.network.reachable = false;
		network.cut();
		friend.network.cut();
		set('a', 1);
		set('both', 'Ada');
		friend.set('b', 2);
		friend.set('both', 'Bob');
		clock.advance(60_000);
		network.reachable = friend.network.reachable = true;
		clock.advance(120_000);
		expect(values()).toMatchObject({ a: 1, b: 2 });
		expect(friend.values()).toEqual(values());
		expect(stored()).toEqual(values());
	});

	it('does not send back what came from the network', () => {
		const { clock, friend, frames } = setupPair();
		const before = frames.length;
		friend.set('a', 1);
		clock.advance(1_000);
		expect(frames.slice(before).filter(({ type }) => type === 'update')).toHaveLength(1);
	});

	it('offers what another tab made, in case that tab was closed before it could', () => {
		const { clock, document, stored, ledger } = setupPair();
		const otherTab = new LiveDocument(document.id, 'scene');
		otherTab.ydoc.getMap('edits').set('by the other tab', 1);
		document.apply(otherTab.encodeDiff(), 'tab');
		otherTab.destroy();
		clock.advance(TAB_RESYNC_MS + 200);
		expect(stored()).toEqual({ 'by the other tab': 1 });
		expect(ledger.marks.at(-1)).toBe('all');
	});

	it('leaves alone what another tab made and got acknowledged itself', () => {
		const { clock, document, ledger, count } = setupPair();
		const otherTab = new LiveDocument(document.id, 'scene');
		otherTab.ydoc.getMap('edits').set('by the other tab', 1);
		document.apply(otherTab.encodeDiff(), 'tab');
		otherTab.destroy();
		ledger.acknowledge(ledger.made);
		const before = count('open');
		clock.advance(10 * TAB_RESYNC_MS);
		expect(count('open')).toBe(before);
	});

	it('[L21] a large document goes in pieces, while another of the same line is edited', () => {
		const { join, set, clock, connection, address, network, count, stored, createClient } = setup();
		set('large', 'x'.repeat(2_000_000));
		join();
		clock.advance(2);
		const other = new LiveDocument(mintDocumentId(), 'scene');
		const otherAddress = { projectId: address.projectId, documentId: other.id };
		const ledger = new CountingLedger(other);
		network.bufferedAmount = 1_000_000;
		clock.advance(100);
		connection.join({ address: otherAddress, document: other, changes: ledger });
		clock.advance(100);
		other.ydoc.getMap('edits').set('small', 1);
		clock.advance(100);
		expect(ledger.waiting).toBe(0);
		expect(stored()).toEqual({});
		network.bufferedAmount = 0;
		clock.advance(2_000);
		expect(Object.keys(stored())).toEqual(['large']);
		expect(count('chunk')).toBeGreaterThan(20);
		const friend = createClient({ name: 'Bob' });
		friend.join();
		clock.advance(1_000);
		expect(Object.keys(friend.values())).toEqual(['large']);
		other.destroy();
	});

	it('[L21] no answer is overdue while what it answers is still leaving', () => {
		const { join, set, clock, network, count, stored } = setup();
		const joined = join();
		clock.advance(100);
		set('large', 'x'.repeat(2_000_000));
		network.bufferedAmount = 1_000_000;
		const before = count('open');
		clock.advance(5 * ACK_TIMEOUT_MS);
		expect(count('open')).toBe(before);
		network.bufferedAmount = 0;
		clock.advance(2_000);
		expect(joined.state).toEqual({ kind: 'synced' });
		expect(Object.keys(stored())).toEqual(['large']);
	});

	it('[L27] what one page made arrives in the order in which it was made, large or small', () => {
		const { set, clock, friend, frames } = setupPair();
		const heard: string[] = [];
		friend.document.ydoc.getMap('edits').observe((event) => heard.push(...event.keysChanged));
		const made: string[] = [];
		for (let i = 0; i < 40; i++) {
			made.push(`key ${i}`);
			set(`key ${i}`, i % 9 === 4 ? 'x'.repeat(300_000) : i);
			clock.advance(i % 3 === 0 ? 30 : 7);
		}
		clock.advance(5_000);
		expect(heard).toEqual(made);
		const seqs = frames.flatMap((frame) => (frame.type === 'update' ? [frame.seq] : []));
		expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
	});

	it('leaving stops everything and keeps the document', () => {
		const { set, clock, channel, friend, stored, values, count } = setupPair();
		set('last', 1);
		channel.leave();
		channel.leave();
		clock.advance(200);
		expect(stored()).toEqual({ last: 1 });
		set('after', 2);
		friend.set('from afar', 3);
		clock.advance(5_000);
		expect(values()).toEqual({ last: 1, after: 2 });
		expect(count('close')).toBe(1);
		expect(channel.state).toEqual({ kind: 'offline' });
	});

	it('a page about to be hidden sends what is gathered at once', () => {
		let hide = () => undefined as void;
		const hints = {
			isOnline: () => true,
			isVisible: () => false,
			onChange: (listener: () => void) => ((hide = listener), () => undefined),
		};
		const { join, set, clock, count } = setup({ hints });
		join();
		clock.advance(100);
		const before = count('update');
		set('a', 1);
		hide();
		clock.advance(6);
		expect(count('update')).toBe(before + 1);
	});
});
