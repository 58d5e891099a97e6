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

	it('a token on its way when the last one is revoked is not taken for the revoked one', () => {
		const { connection, join, clock, server, address, network } = setup();
		const channel = join();
		clock.advance(100);
		server.issue('invited again', { projectId: address.projectId, role: 'editor' });
		server.revoke(address.projectId, { code: 'forbidden', message: 'The link was revoked' });
		network.latency = () => 3_000;
		connection.authorize(address.projectId, 'invited again');
		clock.advance(60_000);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(connection.state.kind).toBe('online');
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
		server.revoke(address.projectId, { code: 'forbidden', message: 'The link was revoked' });
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

	it('[L33] a grant that ran out is told apart from one that was taken back', () => {
		const { connection, join, clock, server, address } = setup();
		join();
		clock.advance(100);
		server.revoke(address.projectId, { code: 'unauthorized', message: 'The link has expired' });
		clock.advance(100);
		expect(connection.access(address.projectId)).toMatchObject({ kind: 'refused', reason: 'expired' });
	});

	const soon = () => Promise.resolve().then(() => undefined);

	function setupSource(tokens: readonly (string | null)[]) {
		const parts = setup();
		const { connection, address, document, ledger, server } = parts;
		const asked: string[] = [];
		const rest = [...tokens];
		const grant = { projectId: address.projectId, role: 'editor' } as const;
		const source = (stale: string) => {
			asked.push(stale);
			return Promise.resolve(rest.shift() ?? null);
		};
		server.issue('first', { ...grant, expiresIn: 100 });
		connection.authorize(address.projectId, 'first', source);
		const channel = connection.join({ address, document, changes: ledger });
		const expire = () =>
			server.revoke(address.projectId, { code: 'unauthorized', message: 'Your token has expired' });
		/** Time goes by, and so do the answers of the source. */
		const pass = async (ms: number) => {
			for (let gone = 0; gone < ms; gone += ms / 20) {
				parts.clock.advance(ms / 20);
				await soon();
				await soon();
			}
		};
		return { ...parts, asked, channel, grant, expire, pass };
	}

	it('[L22] [P21] a newer token is presented in place before the old one expires', async () => {
		const { server, grant, asked, network, channel, pass, connection, address } = setupSource(['second']);
		server.issue('second', { ...grant, role: 'viewer' });
		await pass(70_000);
		expect(asked).toEqual([]);
		await pass(20_000);
		expect(asked).toEqual(['first']);
		expect(connection.access(address.projectId)).toEqual({ kind: 'granted', role: 'viewer' });
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(network.attempts).toBe(1);
	});

	it('[L22] an expired token is replaced on the open line, and what was made meanwhile arrives', async () => {
		const { server, grant, asked, network, channel, expire, set, pass, stored } = setupSource(['second']);
		await pass(1_000);
		server.issue('second', grant);
		expire();
		set('meanwhile', 1);
		await pass(2_000);
		expect(asked).toEqual(['first']);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(stored()).toEqual({ meanwhile: 1 });
		expect(network.attempts).toBe(1);
	});

	it('[L22] a fresh token that is refused as well is the end: nobody is asked again', async () => {
		const { asked, channel, expire, pass, connection, address } = setupSource(['bad', 'worse', 'worst']);
		await pass(1_000);
		expire();
		await pass(30 * 60_000);
		expect(asked).toEqual(['first']);
		expect(connection.access(address.projectId)).toMatchObject({ kind: 'refused' });
		expect(channel.state).toEqual({ kind: 'offline' });
	});

	it('[L22] a source that has no other token is asked once', async () => {
		const { asked, expire, pass, connection, address } = setupSource([]);
		await pass(1_000);
		expire();
		await pass(30 * 60_000);
		expect(asked).toEqual(['first']);
		expect(connection.access(address.projectId)).toMatchObject({
			kind: 'refused',
			reason: 'expired',
			message: 'Your token has expired',
		});
	});

	it('[L22] tokens that expire as soon as they are let in are not fetched in a tight loop', async () => {
		const { server, grant, asked, expire, pass, connection, address } = setupSource(
			Array.from({ length: 1_000 }, (_, i) => `token ${i}`),
		);
		for (let i = 0; i < 1_000; i++) server.issue(`token ${i}`, grant);
		await pass(1_000);
		connection.onAccess(() => undefined);
		for (let i = 0; i < 60; i++) {
			if (connection.access(address.projectId).kind === 'granted') expire();
			await pass(1_000);
		}
		expect(asked.length).toBeGreaterThan(1);
		expect(asked.length).toBeLessThan(40);
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

	describe('[R94] a token that has to be asked for first', () => {
		function setupFirst(answers: readonly (string | Error | { reason: 'removed'; message: string })[]) {
			const parts = setup();
			const { connection, address, document, ledger, server, clock } = parts;
			const rest = [...answers];
			const asked: string[] = [];
			server.issue('member', { projectId: address.projectId, role: 'editor' });
			const source = async (stale: string) => {
				asked.push(stale);
				const answer = rest.shift() ?? null;
				if (answer instanceof Error) throw answer;
				return answer;
			};
			connection.authorize(address.projectId, null, source);
			const channel = connection.join({ address, document, changes: ledger });
			const pass = async (ms: number) => {
				for (let gone = 0; gone < ms; gone += 50) {
					clock.advance(50);
					for (let turn = 0; turn < 4; turn++) await soon();
				}
			};
			return { ...parts, asked, channel, pass };
		}

		it('opens the line when it is there, and not before', async () => {
			const { channel, network, asked, pass } = setupFirst(['member']);
			expect(network.attempts).toBe(0);
			await pass(200);
			expect(channel.state).toEqual({ kind: 'synced' });
			expect(asked).toEqual(['']);
		});

		it('is asked for again while nobody can say, with growing pauses', async () => {
			const away = new Error('The server cannot be reached');
			const { channel, asked, pass } = setupFirst([away, away, 'member']);
			await pass(30_000);
			expect(asked).toEqual(['', '', '']);
			expect(channel.state).toEqual({ kind: 'synced' });
		});

		it('is refused with its reason, and asked for again when somebody says so', async () => {
			const refusal = { reason: 'removed', message: 'You are no member' } as const;
			const { connection, address, network, channel, pass } = setupFirst([refusal, 'member']);
			await pass(200);
			expect(connection.access(address.projectId)).toEqual({ kind: 'refused', ...refusal });
			expect(network.attempts).toBe(0);
			connection.retry();
			await pass(15_000);
			expect(channel.state).toEqual({ kind: 'synced' });
		});

		it('[R98] that is taken back is replaced by another way in, or said to be', async () => {
			const { server, address, connection, channel, asked, pass } = setupFirst([
				'member',
				'link',
				{ reason: 'removed', message: 'You are no member' },
			]);
			server.issue('link', { projectId: address.projectId, role: 'viewer' });
			await pass(200);
			server.revoke(address.projectId, { code: 'forbidden', message: 'You were removed' });
			await pass(20_000);
			expect(asked).toEqual(['', 'member']);
			expect(channel.role).toBe('viewer');
			server.revoke(address.projectId, { code: 'forbidden', message: 'The link was revoked' });
			await pass(20_000);
			expect(connection.access(address.projectId)).toMatchObject({ kind: 'refused', reason: 'removed' });
		});

		it('[R107] that is taken back with its line is said to be, however soon', async () => {
			const removed = { reason: 'removed', message: 'You are no member' } as const;
			const { server, address, connection, pass } = setupFirst(['member', removed]);
			await pass(200);
			server.revoke(address.projectId, { code: 'forbidden', message: 'You were removed' });
			server.closeAll(CLOSE.revoked, 'You were removed');
			await pass(20_000);
			expect(connection.access(address.projectId)).toEqual({ kind: 'refused', ...removed });
		});
	});
});
