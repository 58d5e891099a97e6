import { median, round, type Figure } from '../figure.ts';
import type { FanoutResult } from './fanout-load.ts';
import { runLoad } from './load.ts';
import { withServers, type ServerUnderTest, type Venue } from './servers.ts';

const RUNS = 5;
/**
 * Seconds of the same load that each server has behind it before the first run, and each room before its measurement.
 * A server runs for weeks: in its first ten seconds either pays as much again for having its code compiled.
 */
const SERVER_WARM_UP_S = 10;
const ROOM_WARM_UP_S = 0.6;
const WRITERS = 10;
const UPDATES_PER_SECOND = 50;
const PEER = 'hocuspocus 4.7';
/** Milliseconds an edit may take to the others, and to its acknowledgement. */
const MOST_MS = 25;

type Load = { readonly clients: number; readonly seconds: number; readonly storesFile?: string };

/** Ten people drag things about in a room where the others watch: what a thousand updates cost the server. */
export function measureFanout(clients: number, seconds: number): Promise<Figure[]> {
	return withServers(async (ours, theirs) => {
		const venues = [await ours.start(), await theirs.start()] as const;
		const mine: FanoutResult[] = [];
		const peers: FanoutResult[] = [];
		await runOnce(ours, venues[0], { clients, seconds: SERVER_WARM_UP_S });
		await runOnce(theirs, venues[1], { clients, seconds: SERVER_WARM_UP_S });
		for (let run = 0; run < RUNS; run++) {
			mine.push(await runOnce(ours, venues[0], { clients, seconds }));
			peers.push(await runOnce(theirs, venues[1], { clients, seconds }));
		}
		const cost = ({ cpuMs, updates }: FanoutResult) => (cpuMs / updates) * 1000;
		const compare = comparison(mine, peers);
		return [
			{ ...compare(`fanout-cpu-${clients}`, 'ms/1k updates', cost), target: { ratio: 4 } },
			{ ...compare(`fanout-p99-${clients}`, 'ms', ({ p99 }) => p99), target: { most: MOST_MS } },
			compare(`fanout-p50-${clients}`, 'ms', ({ p50 }) => p50),
			compare(`fanout-bytes-${clients}`, 'bytes a reader', ({ bytesPerReader }) => bytesPerReader),
		];
	});
}

/**
 * From an edit until it is on the disk. Ours tells the client, after a commit with synchronous=FULL; the peer tells
 * nobody, and stores whole documents some seconds after the last edit, so that its own note of it is taken. What the
 * peer does tell, that an edit arrived in its memory, stands beside it.
 */
export function measureAcks(): Promise<Figure[]> {
	return withServers(async (ours, theirs) => {
		const { storesFile } = theirs;
		const venues = [await ours.start(), await theirs.start({ STORES_FILE: storesFile })] as const;
		const mine: FanoutResult[] = [];
		const peers: FanoutResult[] = [];
		await runOnce(ours, venues[0], { clients: WRITERS, seconds: SERVER_WARM_UP_S });
		await runOnce(theirs, venues[1], { clients: WRITERS, seconds: SERVER_WARM_UP_S });
		for (let run = 0; run < RUNS; run++) {
			mine.push(await runOnce(ours, venues[0], { clients: WRITERS, seconds: 2 }));
			peers.push(await runOnce(theirs, venues[1], { clients: WRITERS, seconds: 2, storesFile }));
		}
		const stored = comparison(mine, peers, `${PEER}, stored, nobody told`);
		const told = comparison(mine, peers, `${PEER}, told, not stored`);
		return [
			{ ...stored('ack-latency-p50', 'ms', ({ durableP50 }) => durableP50), target: { ratio: 1 } },
			{ ...stored('ack-latency-p99', 'ms', ({ durableP99 }) => durableP99), target: { most: MOST_MS } },
			told('ack-told-p50', 'ms', ({ ackP50 }) => ackP50),
			told('ack-told-p99', 'ms', ({ ackP99 }) => ackP99),
		];
	});
}

const runOnce = (server: ServerUnderTest, venue: Venue, load: Load) =>
	runLoad('measureFanout', {
		venue,
		room: server.mintRoom(),
		writers: WRITERS,
		updatesPerSecond: UPDATES_PER_SECOND,
		warmUpSeconds: ROOM_WARM_UP_S,
		...load,
	});

const comparison =
	(mine: readonly FanoutResult[], peers: readonly FanoutResult[], against = PEER) =>
	(name: string, unit: string, read: (result: FanoutResult) => number): Figure => {
		const [ours, value] = [median(mine.map(read)), median(peers.map(read))];
		return { name, unit, ours: round(ours), against, value: round(value), ratio: round(value / ours) };
	};
