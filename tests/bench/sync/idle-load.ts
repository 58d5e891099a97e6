import { DIALECTS } from './dialect.ts';
import { joinRoom } from './fanout-load.ts';
import { cpuTime, now, pause, residentBytes } from './processes.ts';
import { frameOf, type RawSocket } from './raw-socket.ts';
import type { Venue } from './servers.ts';

export type IdleRequest = {
	readonly venue: Venue;
	readonly rooms: readonly string[];
	readonly sockets: number;
	/** How long to watch them do nothing; 0: only their memory is of interest. */
	readonly watchMs: number;
};

export type IdleResult = {
	readonly bytesPerSocket: number;
	/** CPU time of the server per second of doing nothing: ms. */
	readonly cpuPerSecond: number;
};

const AT_ONCE = 50;
const SETTLE_MS = 1500;
/** Milliseconds between two looks at whose turn it is to show a sign of life. */
const STEP_MS = 20;

/** People who are in their rooms and do nothing: what their clients say by themselves, they say. */
export async function measureIdle(request: IdleRequest): Promise<IdleResult> {
	const { venue, rooms, sockets, watchMs } = request;
	const warm = await joinRoom(venue, roomOf(rooms, 0));
	await pause(SETTLE_MS);
	const before = residentBytes(venue.pid);
	const people: RawSocket[] = [];
	while (people.length < sockets) {
		const next = Array.from({ length: Math.min(AT_ONCE, sockets - people.length) }, (_, i) =>
			enter(venue, roomOf(rooms, people.length + i), people.length + i + 1),
		);
		people.push(...(await Promise.all(next)));
	}
	await pause(SETTLE_MS);
	const bytesPerSocket = (residentBytes(venue.pid) - before) / sockets;
	const cpuPerSecond = watchMs > 0 ? await watch(request, people) : 0;
	if (people.some(({ ended }) => ended)) throw new Error('The server closed an idle connection');
	for (const raw of [warm, ...people]) raw.close();
	return { bytesPerSocket, cpuPerSecond };
}

const roomOf = (rooms: readonly string[], i: number) => rooms[i % rooms.length] as string;

async function enter(venue: Venue, room: string, clientId: number): Promise<RawSocket> {
	const raw = await joinRoom(venue, room);
	raw.attentive = true;
	raw.send(frameOf(DIALECTS[venue.dialect].presence(room, clientId, 1)));
	return raw;
}

async function watch(request: IdleRequest, people: readonly RawSocket[]): Promise<number> {
	const { venue, rooms, watchMs } = request;
	const { idle } = DIALECTS[venue.dialect];
	const start = now();
	const cpuBefore = cpuTime(venue.pid);
	let turn = 0;
	for (let elapsed = 0; elapsed < watchMs; elapsed = now() - start) {
		for (; turn < (elapsed / idle.everyMs) * people.length; turn++) {
			const who = turn % people.length;
			const clock = 2 + Math.floor(turn / people.length);
			people[who]?.send(frameOf(idle.message(roomOf(rooms, who), who + 1, clock)));
		}
		await pause(STEP_MS);
	}
	return ((cpuTime(venue.pid) - cpuBefore) / (now() - start)) * 1000;
}
