import * as Y from 'yjs';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { makeState } from './edits.ts';
import { seedRoom } from './fanout-load.ts';
import { now, pause } from './processes.ts';
import { createRealClient, type RealClient } from './real-client.ts';
import { OurServer, type Venue } from './servers.ts';

export type RestartResult = {
	/** From the signal that ends the server until the last client is back and equal: ms. */
	readonly syncedMs: number;
	/** How long nothing listened. */
	readonly awayMs: number;
	readonly edits: number;
	readonly clients: number;
};

/** `syncedAt`: when it was last synced anew. */
type Client = RealClient & { syncedAt: number };

const PER_ROOM = 10;
/** Milliseconds between two edits of one client. */
const EDIT_EVERY_MS = 4000;
const AFTERWARDS_MS = 4000;
const PATIENCE_MS = 60_000;

/** Real clients edit, the server is restarted under them, and they go on; nothing of what they made may be missing. */
export async function measureRestart({ clients: count }: { clients: number }): Promise<RestartResult> {
	const server = new OurServer();
	const clients: Client[] = [];
	try {
		const venue = await server.start();
		const rooms = await makeRooms(server, venue, count / PER_ROOM);
		for (const room of rooms) {
			for (let i = 0; i < PER_ROOM; i++) clients.push(createClient(venue, room));
			await until(() => clients.slice(-PER_ROOM).every(isSynced), 'join');
		}
		const editing = keepEditing(clients);
		await pause(1000);
		const start = now();
		await server.stop();
		const stopped = now();
		await server.start({ PORT: String(venue.port) });
		const awayMs = now() - stopped;
		await until(() => clients.every((client) => isSynced(client) && client.syncedAt > start), 'come back');
		const syncedMs = Math.max(...clients.map(({ syncedAt }) => syncedAt)) - start;
		await pause(AFTERWARDS_MS);
		const edits = editing.stop();
		await until(() => clients.every(({ ledger }) => ledger.waiting === 0), 'have everything acknowledged');
		await until(() => areEqual(clients), 'see the same');
		return { syncedMs, awayMs, edits, clients: clients.length };
	} finally {
		for (const { connection } of clients) connection.dispose();
		await server.dispose();
	}
}

async function makeRooms(server: OurServer, venue: Venue, count: number): Promise<string[]> {
	const state = makeState(PER_ROOM);
	const rooms = Array.from({ length: count }, () => server.mintRoom());
	for (const room of rooms) await seedRoom(venue, room, state);
	return rooms;
}

function createClient(venue: Venue, room: string): Client {
	const client = { ...createRealClient(venue, room), syncedAt: 0 };
	client.channel.onChange(({ kind }) => {
		if (kind === 'synced') client.syncedAt = now();
	});
	return client;
}

const isSynced = ({ channel }: Client) => channel.state.kind === 'synced';

function keepEditing(clients: readonly Client[]): { stop(): number } {
	let edits = 0;
	const timer = setInterval(() => {
		const turn = edits++;
		const client = clients[(turn * 7) % clients.length] as Client;
		const ids = [...client.scene.snapshot.entities.keys()].sort();
		const entityId = ids[clients.indexOf(client) % PER_ROOM];
		if (!entityId) throw new Error('There is nothing to edit');
		unwrap(setFields(client.scene, [{ entityId, key: 'position', value: [turn / 4, 1, 0.5] }]));
	}, EDIT_EVERY_MS / clients.length);
	return {
		stop() {
			clearInterval(timer);
			return edits;
		},
	};
}

/** Whether everybody in a room has every change that anybody in it made. */
function areEqual(clients: readonly Client[]): boolean {
	for (let at = 0; at < clients.length; at += PER_ROOM) {
		const room = clients.slice(at, at + PER_ROOM).map(({ scene }) => scene.document.ydoc);
		for (const { clientID, store } of room) {
			const made = Y.getState(store, clientID);
			if (room.some((other) => Y.getState(other.store, clientID) !== made)) return false;
		}
	}
	return true;
}

async function until(holds: () => boolean, what: string): Promise<void> {
	const start = now();
	while (!holds()) {
		if (now() - start > PATIENCE_MS) throw new Error(`The clients did not ${what} in time`);
		await pause(20);
	}
}
