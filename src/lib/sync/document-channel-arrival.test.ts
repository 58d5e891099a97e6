import { afterEach, describe, expect, it } from 'vitest';
import { createSyncWorld } from '../../../tests/helpers/sync-world.ts';
import { mintDocumentId } from '../base/ids.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { formatAddress, type DocumentAddress } from '../protocol/address.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { ACK_TIMEOUT_MS } from './outgoing.ts';

let world = createSyncWorld();

afterEach(() => world.dispose());

const MEGABYTE = 2 ** 20;

/** Somebody who joins what is on the server already, heard by what they ask for. */
function setup(role: ProjectRole = 'editor') {
	world = createSyncWorld();
	const { server, clock } = world;
	const client = world.createClient({ role });
	let opens = 0;
	server.onFrame = ({ type }) => void (opens += Number(type === 'open'));
	/** Puts a document on the server, as large as it says. */
	const store = (address: DocumentAddress, bytes: number) => {
		const author = new LiveDocument(address.documentId, 'scene');
		author.ydoc.getMap('edits').set('large', 'x'.repeat(bytes));
		server.storeSilently(formatAddress(address), author.encodeDiff());
		author.destroy();
	};
	return { ...world, ...client, clock, server, store, opens: () => opens };
}

describe('what the server has of a document', () => {
	it('[L24] is waited for as long as it is arriving, on a line however slow', () => {
		const { join, store, address, network, clock, values, opens } = setup();
		store(address, 3 * MEGABYTE);
		// Some 50 pieces.
		network.pace = 2_000;
		const channel = join();
		clock.advance(2 * ACK_TIMEOUT_MS);
		expect(channel.state).toEqual({ kind: 'syncing' });
		clock.advance(3 * ACK_TIMEOUT_MS);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(Object.keys(values())).toEqual(['large']);
		expect(opens()).toBe(1);
	});

	it('[L24] is waited for behind other documents of the same line', () => {
		const { connection, address, store, network, ledger, clock, opens } = setup();
		connection.authorize(address.projectId, 'token-editor');
		network.pace = 2_000;
		const documents = Array.from({ length: 3 }, () => new LiveDocument(mintDocumentId(), 'scene'));
		const channels = documents.map((document) => {
			const own = { projectId: address.projectId, documentId: document.id };
			store(own, 2 * MEGABYTE);
			return connection.join({ address: own, document, changes: ledger });
		});
		clock.advance(10 * ACK_TIMEOUT_MS);
		expect(channels.map(({ state }) => state.kind)).toEqual(['synced', 'synced', 'synced']);
		expect(opens()).toBe(3);
		for (const document of documents) document.destroy();
	});

	it.each(['editor', 'viewer'] as const)('[L24] is all here before %s is told it is synced', (role) => {
		const { join, store, address, server, clock, values } = setup(role);
		store(address, 10);
		server.restDelay = 20_000;
		const channel = join();
		clock.advance(19_000);
		expect(channel.state).toEqual({ kind: 'syncing' });
		expect(values()).toEqual({});
		clock.advance(2_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(values()).toEqual({ large: 'x'.repeat(10) });
	});

	it('[L24] is asked for again when the rest of it does not come', () => {
		const { join, store, address, server, clock, values } = setup();
		store(address, 10);
		server.restDelay = 60 * ACK_TIMEOUT_MS;
		const channel = join();
		clock.advance(ACK_TIMEOUT_MS + 100);
		expect(channel.state).toMatchObject({ kind: 'waiting', message: expect.stringContaining('all of it') });
		server.restDelay = null;
		clock.advance(ACK_TIMEOUT_MS);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(values()).toEqual({ large: 'x'.repeat(10) });
	});

	it.each(['editor', 'viewer'] as const)(
		'[L24] is asked for again when %s cannot read what that is',
		(role) => {
			const { join, store, address, server, clock } = setup(role);
			const { describe } = server;
			store(address, 10);
			server.describe = () => new Uint8Array([255]);
			const channel = join();
			clock.advance(100);
			expect(channel.state).toMatchObject({ kind: 'waiting' });
			server.describe = describe;
			clock.advance(ACK_TIMEOUT_MS);
			expect(channel.state).toEqual({ kind: 'synced' });
		},
	);
});
