import { afterEach, describe, expect, it } from 'vitest';
import { createSyncWorld, type ClientOptions } from '../../../tests/helpers/sync-world.ts';
import { mintProjectId } from '../base/ids.ts';
import { CLOSE } from '../protocol/close-codes.ts';

let world = createSyncWorld();

afterEach(() => world.dispose());

function setup(options: ClientOptions = {}) {
	world = createSyncWorld();
	return { ...world, ...world.createClient(options) };
}

describe('project access', () => {
	it('is unknown, then the role the server gave, and stays known without a line', () => {
		const { join, clock, network, connection, address } = setup({ role: 'viewer' });
		expect(connection.access(address.projectId)).toEqual({ kind: 'unknown' });
		join();
		clock.advance(100);
		expect(connection.access(address.projectId)).toEqual({ kind: 'granted', role: 'viewer' });
		network.reachable = false;
		network.cut();
		expect(connection.access(address.projectId)).toEqual({ kind: 'granted', role: 'viewer' });
	});

	it('an unknown token is refused once, not in a loop', () => {
		const { connection, address, document, ledger, clock, network } = setup();
		connection.authorize(address.projectId, 'made-up');
		const channel = connection.join({ address, document, changes: ledger });
		clock.advance(60 * 60_000);
		expect(connection.access(address.projectId)).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
		expect(network.attempts).toBe(1);
		expect(network.openSockets).toBe(0);
		expect(channel.state).toEqual({ kind: 'offline' });
	});

	it('a better token replaces a refused one', () => {
		const { connection, address, document, ledger, clock } = setup();
		connection.authorize(address.projectId, 'made-up');
		const channel = connection.join({ address, document, changes: ledger });
		clock.advance(60_000);
		connection.authorize(address.projectId, 'token-editor');
		clock.advance(100);
		expect(connection.access(address.projectId)).toEqual({ kind: 'granted', role: 'editor' });
		expect(channel.state).toEqual({ kind: 'synced' });
	});

	it('a token given while the line is still opening is presented too', () => {
		const { connection, join, clock, server, document, ledger } = setup();
		join();
		const other = { projectId: mintProjectId(), documentId: document.id };
		server.issue('other', { projectId: other.projectId, role: 'owner' });
		connection.authorize(other.projectId, 'other');
		const channel = connection.join({ address: other, document, changes: ledger });
		clock.advance(100);
		expect(channel.state).toEqual({ kind: 'synced' });
	});

	it('a revoked project goes offline at once while others stay', () => {
		const { connection, join, clock, server, address, document, ledger } = setup();
		const revoked = join();
		const other = { projectId: mintProjectId(), documentId: document.id };
		server.issue('other', { projectId: other.projectId, role: 'owner' });
		connection.authorize(other.projectId, 'other');
		const kept = connection.join({ address: other, document, changes: ledger });
		clock.advance(100);
		server.revoke(address.projectId, { code: 'unauthorized', message: 'The link was revoked' });
		clock.advance(100);
		expect(connection.access(address.projectId)).toEqual({
			kind: 'refused',
			reason: 'revoked',
			message: 'The link was revoked',
		});
		expect(revoked.state).toEqual({ kind: 'offline' });
		expect(kept.state).toEqual({ kind: 'synced' });
		server.closeAll(CLOSE.revoked, 'Revoked');
		clock.advance(5_000);
		expect(connection.state.kind).toBe('online');
		expect(kept.state).toEqual({ kind: 'synced' });
	});

	it('a token that could not be checked just now is presented again', () => {
		const { connection, join, clock, server, address } = setup();
		server.issue('token-editor', { code: 'unavailable', message: 'Later', retryAfter: 5 });
		const channel = join();
		clock.advance(4_000);
		expect(connection.access(address.projectId)).toEqual({ kind: 'unknown' });
		server.issue('token-editor', { projectId: address.projectId, role: 'editor' });
		clock.advance(10_000);
		expect(channel.state).toEqual({ kind: 'synced' });
	});
});
