import { afterEach, describe, expect, it } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import { HEARTBEAT_MS, HIDDEN_HEARTBEAT_MS, WELCOME_TIMEOUT_MS } from '../protocol/limits.ts';
import { createSyncWorld, type ClientOptions } from '../../../tests/helpers/sync-world.ts';
import { backoffCeiling } from './backoff.ts';
import { LINGER_MS } from './connection.ts';
import { STABLE_MS } from './retry-plan.ts';
import type { ConnectionState } from './connection-state.ts';
import { PONG_TIMEOUT_MS, PROBE_TIMEOUT_MS } from './line.ts';

let world = createSyncWorld();

afterEach(() => world.dispose());

function setup(options: ClientOptions = {}) {
	world = createSyncWorld();
	const client = world.createClient(options);
	const states: ConnectionState[] = [];
	client.connection.onChange((state) => states.push(state));
	return { ...world, ...client, states, kinds: () => states.map(({ kind }) => kind) };
}

function fakeHints() {
	const changes = new Emitter<void>();
	const hints = { online: true, visible: true };
	return {
		set(next: Partial<typeof hints>) {
			Object.assign(hints, next);
			changes.emit();
		},
		port: {
			isOnline: () => hints.online,
			isVisible: () => hints.visible,
			onChange: (listener: () => void) => changes.on(listener),
		},
		get listeners() {
			return changes.size;
		},
	};
}

describe('connection', () => {
	it('opens no socket until a document of a project with a token is joined', () => {
		const { connection, address, document, ledger, network, clock } = setup();
		connection.join({ address, document, changes: ledger });
		clock.advance(60_000);
		expect(network.attempts).toBe(0);
		expect(connection.state).toEqual({ kind: 'idle' });
		connection.authorize(address.projectId, 'token-editor');
		clock.advance(100);
		expect(connection.state).toEqual({ kind: 'online' });
	});

	it('closes the socket a little after the last document is left', () => {
		const { join, clock, connection, network } = setup();
		const channel = join();
		clock.advance(100);
		channel.leave();
		clock.advance(LINGER_MS / 2);
		expect(network.openSockets).toBe(1);
		clock.advance(LINGER_MS);
		expect(network.openSockets).toBe(0);
		expect(connection.state).toEqual({ kind: 'idle' });
	});

	it('[R146] tells of members that changed: when the server says so, after a line that was down, and when we are out', () => {
		const { join, clock, connection, server, address, network } = setup();
		const told: unknown[] = [];
		connection.onMembers((projectId) => told.push(projectId));
		const news = () => told.splice(0);
		join();
		clock.advance(100);
		expect(news()).toEqual([address.projectId]);
		clock.advance(60_000);
		expect(news()).toEqual([]);
		server.tellMembers(address.projectId);
		clock.advance(100);
		expect(news()).toEqual([address.projectId]);
		network.cut();
		server.tellMembers(address.projectId);
		clock.advance(60_000);
		expect(connection.state.kind).toBe('online');
		expect(news()).toEqual([address.projectId]);
		server.revoke(address.projectId, { code: 'forbidden', message: 'You are not a member any more' });
		clock.advance(100);
		expect(news()).toEqual([address.projectId]);
	});

	it('keeps the line when a new token is granted behind the refusal of the one before', () => {
		const { join, clock, connection, server, address } = setup();
		const channel = join();
		server.issue('token-editor', { code: 'forbidden', message: 'Revoked' });
		server.issue('token-new', { projectId: address.projectId, role: 'editor' });
		connection.authorize(address.projectId, 'token-new');
		clock.advance(LINGER_MS * 2);
		expect(connection.state).toEqual({ kind: 'online' });
		expect(channel.state).toEqual({ kind: 'synced' });
	});

	it('keeps the socket when another document is joined meanwhile', () => {
		const { join, clock, network } = setup();
		join().leave();
		clock.advance(LINGER_MS / 2);
		join();
		clock.advance(LINGER_MS * 2);
		expect(network.attempts).toBe(1);
		expect(network.openSockets).toBe(1);
	});

	it('backs off with full jitter up to a minute while the server is away, and comes back', () => {
		const { join, clock, network, connection, states } = setup();
		network.reachable = false;
		join();
		clock.advance(20 * 60_000);
		const waits = states.flatMap((state) => (state.kind === 'waiting' ? [state] : []));
		expect(waits.length).toBeGreaterThan(20);
		expect(waits.length).toBeLessThan(80);
		expect(new Set(waits.map(({ retryAt }) => retryAt)).size).toBe(waits.length);
		network.reachable = true;
		clock.advance(61_000);
		expect(connection.state).toEqual({ kind: 'online' });
	});

	it('never waits longer than 1, 2, 4 … 60 s', () => {
		expect([0, 1, 2, 3, 5, 6, 7, 1_000].map(backoffCeiling)).toEqual([
			1_000, 2_000, 4_000, 8_000, 32_000, 60_000, 60_000, 60_000,
		]);
	});

	it('does not thrash when the server accepts and closes at once', () => {
		const { join, clock, network, server } = setup();
		server.onFrame = ({ type }) => {
			if (type === 'auth') server.closeAll(CLOSE.restarting, 'Restarting');
		};
		join();
		clock.advance(10 * 60_000);
		expect(network.attempts).toBeLessThan(45);
	});

	it('tries again quickly when a line that held for long is lost', () => {
		const { join, clock, network, connection } = setup();
		join();
		clock.advance(STABLE_MS + 1_000);
		network.cut();
		expect(connection.state.kind).toBe('waiting');
		clock.advance(1_100);
		expect(connection.state.kind).toBe('online');
	});

	it.each([CLOSE.protocolTooOld, CLOSE.protocolTooNew, CLOSE.badFrame, CLOSE.frameTooLarge, 1009])(
		'[L26] stops for good after close code %i, says why, and goes on locally',
		(code) => {
			const { join, clock, network, connection, set, values, server } = setup();
			const channel = join();
			clock.advance(100);
			server.closeAll(code, 'No');
			clock.advance(60 * 60_000);
			expect(connection.state).toEqual({ kind: 'refused', code, message: 'No' });
			expect(network.attempts).toBe(1);
			set('still', 'here');
			expect(values()).toEqual({ still: 'here' });
			expect(channel.state).toEqual({ kind: 'offline' });
		},
	);

	it('[L26] refuses a server that speaks an older protocol only', () => {
		const { join, clock, network, connection, server } = setup();
		server.protocol = 0;
		join();
		clock.advance(60 * 60_000);
		expect(connection.state).toMatchObject({ kind: 'refused', code: CLOSE.protocolTooNew });
		expect(network.attempts).toBe(1);
	});

	it('[L25] a hidden page pings rarely, and somebody looking makes it ask at once', () => {
		const hints = fakeHints();
		hints.set({ visible: false });
		const { join, clock, server, network, connection } = setup({ hints: hints.port });
		let pings = 0;
		server.onFrame = ({ type }) => (pings += Number(type === 'ping'));
		join();
		clock.advance(10 * HIDDEN_HEARTBEAT_MS);
		expect(pings).toBe(9);
		network.silence();
		hints.set({ visible: true });
		clock.advance(PROBE_TIMEOUT_MS);
		expect(connection.state.kind).toBe('waiting');
		clock.advance(5_000);
		expect(connection.state.kind).toBe('online');
		clock.advance(10 * HEARTBEAT_MS);
		expect(pings).toBeGreaterThanOrEqual(9 + 9);
	});

	it('[L25] a hidden page does not hurry back, and hurries once it is seen', () => {
		const hints = fakeHints();
		const { join, clock, network, states, connection } = setup({ hints: hints.port });
		join();
		clock.advance(100);
		hints.set({ visible: false });
		network.reachable = false;
		network.cut();
		clock.advance(10 * 60_000);
		const hidden = states.filter(({ kind }) => kind === 'waiting').length;
		expect(hidden).toBeLessThan(45);
		network.reachable = true;
		network.cut();
		hints.set({ visible: true });
		clock.advance(600);
		expect(connection.state.kind).toBe('online');
	});

	it('[L25] a machine that slept finds out at waking whether its line lives', () => {
		const { join, clock, network, connection } = setup();
		join();
		clock.advance(100);
		network.silence();
		clock.sleep(8 * 60 * 60_000);
		clock.advance(5_000 + PROBE_TIMEOUT_MS);
		expect(connection.state.kind).toBe('waiting');
	});

	it('tries again after a refusal when asked to', () => {
		const { join, clock, server, connection } = setup();
		join();
		clock.advance(100);
		server.closeAll(CLOSE.badFrame, 'No');
		clock.advance(100);
		connection.retry();
		clock.advance(100);
		expect(connection.state).toEqual({ kind: 'online' });
	});

	it('gives up on a server that never says welcome', () => {
		const { join, clock, server, connection } = setup();
		server.deaf = true;
		join();
		clock.advance(WELCOME_TIMEOUT_MS + 100);
		expect(connection.state.kind).toBe('waiting');
	});

	it('notices a half-open socket by its heartbeat', () => {
		const { join, clock, network, connection, kinds } = setup();
		join();
		clock.advance(HEARTBEAT_MS - 100);
		network.silence();
		clock.advance(200 + PONG_TIMEOUT_MS);
		expect(connection.state.kind).toBe('waiting');
		clock.advance(5_000);
		expect(kinds()).toEqual(['connecting', 'online', 'waiting', 'connecting', 'online']);
	});

	it('stays online while pings are answered', () => {
		const { join, clock, network } = setup();
		join();
		clock.advance(60 * 60_000);
		expect(network.attempts).toBe(1);
		expect(network.openSockets).toBe(1);
	});

	it('asks at once whether the server is there when the browser hints at a change', () => {
		const hints = fakeHints();
		const { join, clock, network, connection } = setup({ hints: hints.port });
		join();
		clock.advance(100);
		network.silence();
		hints.set({ online: false });
		clock.advance(PROBE_TIMEOUT_MS);
		expect(connection.state.kind).toBe('waiting');
	});

	it('tries at once when the browser is online again', () => {
		const hints = fakeHints();
		const { join, clock, network, connection } = setup({ hints: hints.port });
		hints.set({ online: false });
		network.reachable = false;
		join();
		clock.advance(10 * 60_000);
		network.reachable = true;
		hints.set({ online: true });
		clock.advance(600);
		expect(connection.state.kind).toBe('online');
	});

	it('a dead socket that closes late does not touch the line that replaced it', () => {
		const { join, clock, network, connection, states } = setup();
		const channel = join();
		clock.advance(HEARTBEAT_MS - 100);
		network.silence();
		clock.advance(20_000);
		expect(connection.state.kind).toBe('online');
		const before = states.length;
		expect(network.lateCloses.length).toBe(1);
		for (const close of network.lateCloses) close();
		clock.advance(5_000);
		expect(states.length).toBe(before);
		expect(channel.state).toEqual({ kind: 'synced' });
		expect(network.openSockets).toBe(1);
	});

	it('disposing twice leaves no timer, socket or listener', () => {
		const hints = fakeHints();
		const { join, clock, network, connection, set } = setup({ hints: hints.port });
		const channel = join();
		clock.advance(100);
		set('a', 1);
		connection.dispose();
		connection.dispose();
		expect(connection.state).toEqual({ kind: 'idle' });
		expect(channel.state).toEqual({ kind: 'offline' });
		expect(hints.listeners).toBe(0);
		clock.advance(60_000);
		expect(network.openSockets).toBe(0);
		expect(network.attempts).toBe(1);
		expect(clock.pending).toBe(0);
	});

	it('disposing while waiting leaves no timer', () => {
		const { join, clock, network, connection } = setup();
		network.reachable = false;
		join();
		clock.advance(5_000);
		connection.dispose();
		clock.advance(60_000);
		expect(clock.pending).toBe(0);
	});
});
