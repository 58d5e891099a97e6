import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import * as Y from 'yjs';
import { DIALECTS, type Dialect } from './dialect.ts';
import { makeState, makeWriters, openScene, readScene, type Writer } from './edits.ts';
import { cpuTime, now, pause } from './processes.ts';
import { frameOf, RawSocket } from './raw-socket.ts';
import { percentile } from './percentile.ts';
import { Recording } from './recording.ts';
import type { Venue } from './servers.ts';
import type { Written, WritersOrder } from './writers.ts';

export type FanoutRequest = {
	readonly venue: Venue;
	readonly room: string;
	/** All that are in the room; the first of them write. */
	readonly clients: number;
	readonly writers: number;
	readonly updatesPerSecond: number;
	readonly seconds: number;
	/** Seconds of the same writing before the measurement begins. */
	readonly warmUpSeconds: number;
	/** Where the server says when it stored what, if no client is told. */
	readonly storesFile?: string;
};

export type FanoutResult = {
	readonly updates: number;
	/** CPU of the server over the measured updates, until the last reader had the last of them: ms. */
	readonly cpuMs: number;
	/** Writer → reader, ms. */
	readonly p50: number;
	readonly p99: number;
	/** Writer → told by the server that the edit arrived (ours: that it is on the disk), ms. */
	readonly ackP50: number;
	readonly ackP99: number;
	/** Writer → on the disk, whether anybody is told or not, ms. */
	readonly durableP50: number;
	readonly durableP99: number;
	readonly bytesPerReader: number;
};

const ENTITIES = 200;
/** Milliseconds of silence that count as the end, and the longest wait for it. */
const SILENCE_MS = 300;
const PATIENCE_MS = 30_000;

/** Somebody who was in the room: what they heard, and what they wrote. */
type Client = { readonly heard: Recording; readonly writer: WriterClient | null };
type WriterClient = Writer & { readonly sentAt: readonly number[] };

/** Writers edit at an even pace while everybody listens; afterwards all that was heard is checked. */
export async function measureFanout(request: FanoutRequest): Promise<FanoutResult> {
	const { venue, room, updatesPerSecond, seconds, warmUpSeconds } = request;
	const dialect = DIALECTS[venue.dialect];
	const state = makeState(ENTITIES);
	const warmUp = Math.round(updatesPerSecond * warmUpSeconds);
	const each = warmUp + Math.round(updatesPerSecond * seconds);
	const writers = makeWriters(state, request.writers, each);
	const frames = writers.map(({ edits }) =>
		edits.map(({ update }, n) => frameOf(dialect.update(room, n + 1, update))),
	);
	await seedRoom(venue, room, state);
	const writing = await startWriters({ venue, room, frames, updatesPerSecond, warmUp });
	const readers: RawSocket[] = [];
	for (let i = writers.length; i < request.clients; i++) readers.push(await joinRoom(venue, room));
	await pause(SILENCE_MS);
	const written = await writing();
	await untilSilent(readers);
	const cpuMs = cpuTime(venue.pid) - written.cpuBefore;
	const clients = [...asClients(writers, written), ...readers.map(asReader)];
	const heard = hearAll(clients, dialect, { state, warmUp });
	const durable = request.storesFile ? await storedTimes(request.storesFile, clients, warmUp) : heard.acks;
	for (const raw of readers) raw.close();
	return {
		updates: request.writers * (each - warmUp),
		cpuMs,
		p50: percentile(heard.latencies, 0.5),
		p99: percentile(heard.latencies, 0.99),
		ackP50: percentile(heard.acks, 0.5),
		ackP99: percentile(heard.acks, 0.99),
		durableP50: percentile(durable, 0.5),
		durableP99: percentile(durable, 0.99),
		bytesPerReader: heard.bytesPerReader,
	};
}

/** Has all who write join; what it returns has them write, and resolves when all is said and answered. */
async function startWriters(order: WritersOrder): Promise<() => Promise<Written>> {
	const thread = new Worker(new URL('./writers.ts', import.meta.url), { workerData: order, execArgv: [] });
	const answer = () => once(thread, 'message') as Promise<[unknown]>;
	await answer();
	return async () => {
		thread.postMessage('write');
		const [written] = await answer();
		return written as Written;
	};
}

const asClients = (writers: readonly Writer[], { sentAt, heard }: Written): Client[] =>
	heard.map((data, i) => ({
		heard: new Recording(data),
		writer: { ...(writers[i] as Writer), sentAt: sentAt[i] ?? [] },
	}));

const asReader = (raw: RawSocket): Client => ({ heard: new Recording(raw.unread()), writer: null });

/** Puts a first state into a room, and waits until the server has it. */
export async function seedRoom(venue: Venue, room: string, state: Uint8Array): Promise<void> {
	const raw = await joinRoom(venue, room);
	const dialect = DIALECTS[venue.dialect];
	const read = dialect.reader();
	for (const piece of dialect.pieces(dialect.update(room, 1, state))) raw.send(frameOf(piece));
	await raw.next((payload) => (read(payload).kind === 'ack' ? true : null));
	raw.close();
}

/** Somebody who has got into the room, and has read all it held. */
export async function joinRoom(venue: Venue, room: string): Promise<RawSocket> {
	const dialect = DIALECTS[venue.dialect];
	const read = dialect.reader();
	const raw = await RawSocket.open({ ...dialect, port: venue.port });
	for (const message of dialect.join(room, venue.token)) raw.send(frameOf(message));
	await raw.next((payload) => (read(payload).kind === 'joined' ? true : null));
	return raw;
}

/** Resolves once nothing has arrived for a while. */
export async function untilSilent(sockets: readonly RawSocket[]): Promise<void> {
	const start = now();
	for (;;) {
		await pause(50);
		const last = Math.max(start, ...sockets.map((raw) => raw.lastArrival));
		if (now() - last > SILENCE_MS) return;
		if (now() - start > PATIENCE_MS) throw new Error('The server never came to an end');
	}
}

type Arrived = { readonly writer: number; readonly edit: number; readonly end: number };

/** Reads what everybody heard; throws unless each of them heard everything and sees the same document. */
function hearAll(
	clients: readonly Client[],
	dialect: Dialect,
	{ state, warmUp }: { state: Uint8Array; warmUp: number },
) {
	const writers = clients.flatMap(({ writer }) => writer ?? []);
	const expected = readScene(
		openScene(state, ...writers.flatMap(({ edits }) => edits.map(({ update }) => update))),
	);
	const known = new Map<string, readonly Arrived[]>();
	const latencies: number[] = [];
	const acks: number[] = [];
	let bytesPerReader = 0;
	for (const { heard, writer } of clients) {
		if (heard.ended) throw new Error('The server closed a connection');
		const messages = heard.messages();
		if (writer) acks.push(...ackTimes(heard, writer, messages, dialect).slice(warmUp));
		else bytesPerReader = messages.at(-1)?.end ?? 0;
		const hash = heard.hash();
		let arrived = known.get(hash);
		if (!arrived) {
			const own = writer?.edits.map(({ update }) => update) ?? [];
			arrived = readUpdates(messages, writers, dialect, { from: [state, ...own], expected });
			known.set(hash, arrived);
		}
		const times = heard.arrivalsOf(arrived.map(({ end }) => end));
		for (const [i, { writer: from, edit }] of arrived.entries()) {
			const sender = writers[from] as WriterClient;
			if (edit >= warmUp && sender !== writer)
				latencies.push((times[i] ?? NaN) - (sender.sentAt[edit] ?? NaN));
		}
		const missing = writers.length * writersEdits(writers) - arrived.length;
		if (missing > (writer ? writersEdits(writers) : 0)) throw new Error(`A reader lacks ${missing} updates`);
	}
	return { latencies, acks, bytesPerReader };
}

const writersEdits = (writers: readonly WriterClient[]) => writers[0]?.edits.length ?? 0;

type Told = ReturnType<Recording['messages']>;

/** Which edits came with which message, in order of arrival. */
function readUpdates(
	messages: Told,
	writers: readonly WriterClient[],
	dialect: Dialect,
	{ from, expected }: { from: readonly Uint8Array[]; expected: string },
): Arrived[] {
	const seen = writers.map(() => 0);
	const arrived: Arrived[] = [];
	const scene = openScene(...from);
	const read = dialect.reader();
	for (const { payload, end } of messages) {
		const heard = read(payload);
		if (heard.kind !== 'update') continue;
		scene.document.apply(heard.update, 'network');
		const { to } = Y.parseUpdateMeta(heard.update);
		for (const [writer, { clientId, edits }] of writers.entries()) {
			const reached = to.get(clientId) ?? 0;
			for (let edit = seen[writer] ?? 0; (edits[edit]?.end ?? Infinity) <= reached; edit++) {
				arrived.push({ writer, edit, end });
				seen[writer] = edit + 1;
			}
		}
	}
	if (scene.document.hasPending() || readScene(scene) !== expected) {
		throw new Error('A reader sees another document than the writers');
	}
	return arrived;
}

/** For each edit of a writer, how long it took until the server answered for it. */
function ackTimes(recording: Recording, writer: WriterClient, messages: Told, dialect: Dialect): number[] {
	const ends: number[] = [];
	const read = dialect.reader();
	for (const { payload, end } of messages) {
		const heard = read(payload);
		if (heard.kind !== 'ack') continue;
		const upTo = heard.seq ?? ends.length + 1;
		while (ends.length < upTo) ends.push(end);
	}
	if (ends.length !== writer.edits.length) {
		throw new Error(`${writer.edits.length} updates were answered by ${ends.length} acknowledgements`);
	}
	return recording.arrivalsOf(ends).map((at, edit) => at - (writer.sentAt[edit] ?? NaN));
}

/** For each edit, how long it took until a stored state held it, as the server notes it. */
async function storedTimes(file: string, clients: readonly Client[], warmUp: number): Promise<number[]> {
	const writers = clients.flatMap(({ writer }) => writer ?? []);
	const start = now();
	for (;;) {
		const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
		const stores = lines
			.filter(Boolean)
			.map((line) => JSON.parse(line) as { at: number; ends: [number, number][] })
			.map(({ at, ends }) => ({ at, ends: new Map(ends) }));
		const times = writers.flatMap(({ clientId, edits, sentAt }) =>
			edits
				.map(({ end }, edit) => {
					const store = stores.find(({ ends }) => (ends.get(clientId) ?? 0) >= end);
					return store ? store.at - (sentAt[edit] ?? NaN) : null;
				})
				.slice(warmUp),
		);
		if (!times.includes(null)) return times as number[];
		if (now() - start > PATIENCE_MS) throw new Error('The server never stored what it was sent');
		await pause(100);
	}
}
