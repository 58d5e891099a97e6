import { createHash } from 'node:crypto';
import { DIALECTS } from './dialect.ts';
import { openScene, readScene } from './edits.ts';
import { joinRoom } from './fanout-load.ts';
import { now, pause, residentBytes } from './processes.ts';
import { frameOf, RawSocket } from './raw-socket.ts';
import type { Venue } from './servers.ts';

/** Milliseconds for a server to settle before its memory is read. */
const SETTLE_MS = 2000;

/** Opens all rooms, one person in each, and says how much memory of the server each of them takes, in bytes. */
export async function measureRooms(request: {
	readonly venue: Venue;
	/** A small one, opened first: what any first room brings along is not counted. */
	readonly first: string;
	readonly rooms: readonly string[];
}): Promise<number> {
	const { venue, first, rooms } = request;
	const people = [await joinRoom(venue, first)];
	await pause(SETTLE_MS / 2);
	const before = residentBytes(venue.pid);
	for (const room of rooms) people.push(await joinRoom(venue, room));
	await pause(SETTLE_MS);
	const after = residentBytes(venue.pid);
	for (const person of people) person.close();
	return (after - before) / rooms.length;
}

export type Joined = {
	/** From the first connection to the last byte of the last client: ms. */
	readonly ms: number;
	/** What the server said, all of it: the same for everybody. */
	readonly answer: Uint8Array;
};

/** Many join one document at once. */
export async function measureJoins(request: {
	readonly venue: Venue;
	readonly room: string;
	readonly clients: number;
	/** The document itself, to compare with what arrived. */
	readonly state: Uint8Array;
}): Promise<Joined> {
	const { venue, room, clients, state } = request;
	const dialect = DIALECTS[venue.dialect];
	const join = dialect.join(room, venue.token).map((message) => frameOf(message));
	const joinOne = async (capacity: number, until: (raw: RawSocket) => Promise<void>) => {
		const raw = await RawSocket.open({ ...dialect, port: venue.port }, capacity);
		for (const frame of join) raw.send(frame);
		await until(raw);
		return raw;
	};
	// The first one stays, so that the room is open, and tells how much there is to hear.
	const probe = await joinOne(state.length * 2, untilQuiet);
	const total = probe.bytes;
	const start = now();
	const joined = await Promise.all(
		Array.from({ length: clients }, () => joinOne(total, (raw) => raw.receive(total))),
	);
	const ms = Math.max(...joined.map(({ lastArrival }) => lastArrival)) - start;
	const answers = [probe, ...joined].map((raw) => Buffer.concat(raw.read().map(({ payload }) => payload)));
	const [answer = Buffer.alloc(0)] = answers;
	if (new Set(answers.map(hashOf)).size > 1) throw new Error('Not everybody heard the same');
	if (!answer.includes(state.subarray(-64))) throw new Error('What arrived is not the document');
	for (const raw of [probe, ...joined]) raw.close();
	return { ms, answer };
}

const hashOf = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('base64');

async function untilQuiet(raw: RawSocket): Promise<void> {
	while (raw.lastArrival === 0 || now() - raw.lastArrival < 500) await pause(100);
}

/** Whether somebody who joins sees this document. */
export async function checkRoom({
	venue,
	room,
	state,
}: {
	readonly venue: Venue;
	readonly room: string;
	readonly state: Uint8Array;
}): Promise<boolean> {
	const dialect = DIALECTS[venue.dialect];
	const raw = await RawSocket.open({ ...dialect, port: venue.port });
	for (const message of dialect.join(room, venue.token)) raw.send(frameOf(message));
	const read = dialect.reader();
	const seen = await raw.next((payload) => {
		const heard = read(payload);
		return heard.kind === 'joined' ? heard.state : null;
	});
	raw.close();
	return readScene(openScene(seen)) === readScene(openScene(state));
}
