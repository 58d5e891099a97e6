import { afterEach, describe, expect, it } from 'vitest';
import { createSyncWorld, type ClientOptions } from '../../../tests/helpers/sync-world.ts';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { readUpdate } from '../doc/read-update.ts';
import { formatAddress } from '../protocol/address.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import { MAX_UPDATE_BYTES } from '../protocol/limits.ts';
import { ACK_TIMEOUT_MS } from './outgoing.ts';
import { PENDING_RESYNC_MS } from './pending-watch.ts';

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

const checkedAuthors = (update: Uint8Array): number[] => [...unwrap(readUpdate(update)).ends.keys()];

describe('document channel in trouble', () => {
	it('a viewer receives and sends nothing', () => {
		const { join, set, clock, createClient, count, values, stored, ledger } = setup({ role: 'viewer' });
		const friend = createClient({ name: 'Bob' });
		friend.join();
		friend.set('a', 1);
		clock.advance(100);
		const before = count('update');
		const channel = join();
		clock.advance(100);
		set('forged', 1);
		clock.advance(60_000);
		expect(channel.role).toBe('viewer');
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(count('update')).toBe(before);
		expect(values()).toEqual({ a: 1, forged: 1 });
		expect(stored()).toEqual({ a: 1 });
		expect(ledger.waiting).toBe(1);
	});

	it('an editor demoted meanwhile is told, keeps their work and still hears the others', () => {
		const { set, clock, server, channel, friend, values, name, count } = setupPair();
		server.broadcast(name, (number) => ({
			type: 'error',
			channel: number,
			project: '',
			error: { code: 'forbidden', message: 'You may look, not change' },
		}));
		clock.advance(100);
		expect(channel.state).toEqual({
			kind: 'refused',
			reason: 'forbidden',
			message: 'You may look, not change',
		});
		const before = count('update');
		set('kept here', 1);
		clock.advance(60_000);
		expect(count('update')).toBe(before);
		friend.connection.retry();
		clock.advance(100);
		friend.set('by a friend', 2);
		clock.advance(100);
		expect(values()).toEqual({ 'kept here': 1, 'by a friend': 2 });
	});

	it('a full disk is said, not acknowledged, tried ever more rarely, and recovers', () => {
		const { set, clock, server, channel, ledger, count, stored } = setupPair();
		server.diskFull = true;
		set('a', 1);
		clock.advance(200);
		expect(channel.state).toMatchObject({ kind: 'waiting', message: 'The disk is full' });
		const before = count('open');
		clock.advance(30 * 60_000);
		expect(count('open') - before).toBeGreaterThan(20);
		expect(count('open') - before).toBeLessThan(160);
		expect(ledger.waiting).toBe(1);
		server.diskFull = false;
		clock.advance(61_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(ledger.waiting).toBe(0);
		expect(stored()).toEqual({ a: 1 });
	});

	it('[L20] a document larger than the line carries is refused by name, once, and nothing is lost', () => {
		const { join, set, clock, count, network, values } = setup();
		set('huge', 'x'.repeat(MAX_UPDATE_BYTES + 1));
		const channel = join();
		clock.advance(10 * 60_000);
		expect(channel.state).toMatchObject({ kind: 'refused', reason: 'too-large' });
		expect(count('update')).toBe(0);
		expect(count('open')).toBe(1);
		expect(network.attempts).toBe(1);
		expect(Object.keys(values())).toEqual(['huge']);
	});

	it('[L20] one edit larger than the line carries is refused by name while others still arrive', () => {
		const { set, clock, channel, friend, values, count } = setupPair();
		const before = count('update');
		set('huge', 'x'.repeat(MAX_UPDATE_BYTES + 1));
		clock.advance(60_000);
		expect(channel.state).toMatchObject({ kind: 'refused', reason: 'too-large' });
		expect(count('update')).toBe(before);
		friend.set('small', 1);
		clock.advance(1_000);
		expect(values()).toMatchObject({ small: 1 });
	});

	it('[L24] asks again by state vector when structs wait for others too long', () => {
		const { clock, server, name, document, values, count } = setupPair();
		const author = new LiveDocument(document.id, 'scene');
		const updates: Uint8Array[] = [];
		author.onUpdate(({ bytes }) => updates.push(bytes));
		author.ydoc.getMap('edits').set('first', 1);
		author.ydoc.getMap('edits').set('second', 2);
		author.destroy();
		const [first, second] = updates as [Uint8Array, Uint8Array];
		const opens = count('open');
		server.store(name, second);
		clock.advance(100);
		expect(document.hasPending()).toBe(true);
		expect(count('open')).toBe(opens);
		// The server learns of the first, but its broadcast is lost.
		server.storeSilently(name, first);
		clock.advance(PENDING_RESYNC_MS + 200);
		expect(document.hasPending()).toBe(false);
		expect(values()).toEqual({ first: 1, second: 2 });
	});

	it('[L24] does not spin when even the server lacks what the structs wait for', () => {
		const { clock, server, name, document, count } = setupPair();
		const author = new LiveDocument(document.id, 'scene');
		author.ydoc.getMap('edits').set('never seen', 1);
		const seen = author.stateVector();
		author.ydoc.getMap('edits').set('second', 2);
		server.store(name, author.encodeDiff(seen));
		author.destroy();
		clock.advance(1_000);
		expect(document.hasPending()).toBe(true);
		const opens = count('open');
		clock.advance(60 * 60_000);
		expect(count('open') - opens).toBeLessThan(2 * 70);
	});

	it('[L24] starts over when an answer never comes', () => {
		const { set, clock, server, ledger, stored, channel } = setupPair();
		server.commitDelay = ACK_TIMEOUT_MS * 2;
		set('a', 1);
		clock.advance(ACK_TIMEOUT_MS + 100);
		expect(channel.state).toMatchObject({ kind: 'waiting' });
		server.commitDelay = 5;
		clock.advance(5_000);
		expect(ledger.waiting).toBe(0);
		expect(stored()).toEqual({ a: 1 });
	});

	const refuseOnce = ({ server, name }: ReturnType<typeof setupPair>, code: 'gap' | 'epoch') =>
		server.broadcast(name, (number) => ({
			type: 'error',
			channel: number,
			project: '',
			error: { code, message: `No: ${code}` },
		}));

	it('[P23] [L24] a gap makes it meet the server again, and nothing is lost', () => {
		const parts = setupPair();
		const { set, clock, channel, stored, ledger, network } = parts;
		refuseOnce(parts, 'gap');
		clock.advance(10);
		expect(channel.state).toMatchObject({ kind: 'waiting' });
		set('meanwhile', 1);
		clock.advance(3_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(stored()).toEqual({ meanwhile: 1 });
		expect(ledger.waiting).toBe(0);
		expect(network.attempts).toBe(1);
	});

	it('[L24] one gap after the other is met ever more rarely', () => {
		const parts = setupPair();
		const { clock, count, server } = parts;
		server.onFrame = () => undefined;
		const gaps: number[] = [];
		parts.channel.onChange(({ kind }) => {
			if (kind !== 'synced') return;
			gaps.push(clock.now());
			refuseOnce(parts, 'gap');
		});
		refuseOnce(parts, 'gap');
		clock.advance(10 * 60_000);
		expect(count('open')).toBeGreaterThan(0);
		expect(gaps.length).toBeGreaterThan(5);
		expect(gaps.length).toBeLessThan(60);
	});

	it('[L24] documents in trouble meet the server one at a time', () => {
		const { clock, server, connection, address, ledger } = setup();
		connection.authorize(address.projectId, 'token-editor');
		const documents = Array.from({ length: 5 }, () => new LiveDocument(mintDocumentId(), 'scene'));
		const channels = documents.map((document) => {
			const own = { projectId: address.projectId, documentId: document.id };
			return connection.join({ address: own, document, changes: ledger });
		});
		clock.advance(200);
		let opening = 0;
		let most = 0;
		server.commitDelay = 300;
		for (const channel of channels) {
			channel.onChange(({ kind }) => {
				if (kind === 'syncing') most = Math.max(most, ++opening);
				else if (kind === 'synced') opening--;
			});
			const name = formatAddress(channel.address);
			const gap = { code: 'gap', message: 'Gap' } as const;
			server.broadcast(name, (number) => ({ type: 'error', channel: number, project: '', error: gap }));
		}
		clock.advance(10_000);
		expect(most).toBe(1);
		expect(channels.map(({ state }) => state.kind)).toEqual(Array(5).fill('synced'));
		for (const document of documents) document.destroy();
	});

	it('[L24] never sends what waits here for others', () => {
		const { clock, server, name, document, frames } = setupPair();
		const author = new LiveDocument(document.id, 'scene');
		author.ydoc.getMap('edits').set('never seen', 1);
		const seen = author.stateVector();
		author.ydoc.getMap('edits').set('second', 2);
		const waiting = author.encodeDiff(seen);
		author.destroy();
		server.broadcast(name, (channel) => ({ type: 'server-update', channel, update: waiting }));
		clock.advance(20_000);
		expect(document.hasPending()).toBe(true);
		const sent = frames.flatMap((frame) => (frame.type === 'update' ? [frame.update] : []));
		expect(sent.every((update) => checkedAuthors(update).every((id) => id === document.clientId))).toBe(true);
		expect(frames.filter(({ type }) => type === 'open').length).toBeGreaterThan(1);
	});

	it('[P22] [L23] a copy of another epoch is neither merged nor sent, and goes on here', () => {
		const { join, set, clock, server, name, createClient, values, count, stored } = setup();
		const friend = createClient({ name: 'Bob' });
		server.epochs.set(name, 3);
		set('old', 1);
		const channel = join();
		clock.advance(1_000);
		expect(channel.state).toMatchObject({ kind: 'refused', reason: 'epoch' });
		set('older still', 2);
		clock.advance(60 * 60_000);
		expect(count('update')).toBe(0);
		expect(count('open')).toBe(1);
		expect(values()).toEqual({ old: 1, 'older still': 2 });
		expect(stored()).toEqual({});
		friend.connection.dispose();
	});

	it('[L23] one that learns of another epoch while open hears no more of it', () => {
		const parts = setupPair();
		const { set, clock, channel, friend, values, count } = parts;
		refuseOnce(parts, 'epoch');
		clock.advance(100);
		expect(channel.state).toMatchObject({ kind: 'refused', reason: 'epoch' });
		friend.connection.retry();
		clock.advance(100);
		const before = count('update');
		set('here', 1);
		friend.set('there', 2);
		clock.advance(60_000);
		expect(values()).toEqual({ here: 1 });
		// The friend's alone.
		expect(count('update') - before).toBe(1);
	});

	it('[L23] an empty copy takes on the epoch of the server, if that can be kept', () => {
		const { clock, server, name, connection, address, document, ledger } = setup();
		server.epochs.set(name, 3);
		let held = 0;
		const epoch = {
			get current() {
				return held;
			},
			adopt: (next: number) => (held = next),
		};
		connection.authorize(address.projectId, 'token-editor');
		const channel = connection.join({ address, document, changes: ledger, epoch });
		clock.advance(100);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(held).toBe(3);
		document.ydoc.getMap('edits').set('mine', 1);
		connection.retry();
		clock.advance(100);
		expect(ledger.waiting).toBe(0);
	});

	it('bytes that are no update change nothing and end in a new handshake', () => {
		const { clock, server, name, channel, values, set, stored } = setupPair();
		set('a', 1);
		clock.advance(100);
		server.broadcast(name, (number) => ({
			type: 'server-update',
			channel: number,
			update: new Uint8Array([255, 255, 255, 255, 1]),
		}));
		clock.advance(10);
		expect(channel.state).toMatchObject({ kind: 'waiting' });
		clock.advance(3_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(values()).toEqual({ a: 1 });
		expect(stored()).toEqual({ a: 1 });
	});

	it('works as before after the project was refused and granted again', () => {
		const { set, clock, server, connection, address, channel, stored } = setupPair();
		server.revoke(address.projectId, { code: 'unauthorized', message: 'Revoked' });
		clock.advance(100);
		set('meanwhile', 1);
		clock.advance(1_000);
		expect(stored()).toEqual({});
		expect(channel.state).toEqual({ kind: 'offline' });
		server.issue('fresh', { projectId: address.projectId, role: 'editor' });
		connection.authorize(address.projectId, 'fresh');
		clock.advance(1_000);
		expect(stored()).toEqual({ meanwhile: 1 });
		expect(channel.state).toEqual({ kind: 'synced' });
	});
});
