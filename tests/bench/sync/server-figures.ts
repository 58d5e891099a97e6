import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { againstBudget, median, round, type Figure } from '../figure.ts';
import { makeState } from './edits.ts';
import { seedRoom } from './fanout-load.ts';
import { runLoad } from './load.ts';
import { now, OwnProcess, pause, residentBytes } from './processes.ts';
import { OurServer, withServers } from './servers.ts';

const RUNS = 5;
const PEER = 'hocuspocus 4.7';
const MB = 1_000_000;

const compare = (name: string, unit: string, ours: number, against: string, value: number): Figure => ({
	...{ name, unit, ours: round(ours), against, value: round(value), ratio: round(value / ours) },
});

/** The load generator against real clients of both servers, before anything is measured with it. */
export const checkLoads = (): Promise<void> =>
	withServers(async (ours, theirs) => {
		for (const server of [ours, theirs]) {
			const venue = await server.start();
			await runLoad('checkLoad', { venue, room: server.mintRoom() });
		}
	});

/** What an open room of 10,000 entities takes of the server's memory. Loading takes the peer long, hence three runs. */
export function measureMemory(): Promise<Figure[]> {
	return withServers(async (ours, theirs) => {
		const [state, small] = [makeState(10_000), makeState(10)];
		const venue = await ours.start();
		const [first, rooms] = [ours.mintRoom(), Array.from({ length: 50 }, () => ours.mintRoom())];
		await seedRoom(venue, first, small);
		for (const room of rooms) await seedRoom(venue, room, state);
		await ours.stop();
		const [peerFirst, ...peerRooms] = Array.from({ length: 51 }, () => theirs.mintRoom());
		theirs.store([peerFirst as string], small);
		theirs.store(peerRooms, state);
		const mine: number[] = [];
		const peers: number[] = [];
		for (let run = 0; run < 3; run++) {
			mine.push(await runLoad('measureRooms', { venue: await ours.start(), first, rooms }));
			await ours.stop();
			const request = { venue: await theirs.start(), first: peerFirst as string, rooms: peerRooms };
			peers.push(await runLoad('measureRooms', request));
			await theirs.stop('SIGKILL');
		}
		const figure = compare('memory-per-room', 'MB', middle(mine) / MB, `${PEER}, 3 runs`, middle(peers) / MB);
		return [{ ...figure, target: { ratio: 8 } }];
	});
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const JOINING = 150;

/** Many come to one large document at the same moment, against a bare server that sends them the same bytes. */
export async function measureJoinStorm(): Promise<Figure[]> {
	const server = new OurServer();
	const answerFile = join(server.folder, 'answer');
	let bare: OwnProcess | null = null;
	try {
		const state = makeState(10_000);
		const venue = await server.start();
		const room = server.mintRoom();
		await seedRoom(venue, room, state);
		if (!(await runLoad('checkRoom', { venue, room, state })))
			throw new Error('The room is not what it should be');
		const storm = { room, clients: JOINING, state };
		const { answer } = await runLoad('measureJoins', { ...storm, venue, clients: 1 });
		writeFileSync(answerFile, answer);
		bare = OwnProcess.spawn(join(import.meta.dirname, 'raw-server.ts'), { ANSWER_FILE: answerFile });
		const bareVenue = { ...venue, port: Number(await bare.writes(/^ready: (\d+)$/m)), pid: bare.pid };
		const mine: number[] = [];
		const bares: number[] = [];
		for (let run = 0; run < RUNS; run++) {
			mine.push((await runLoad('measureJoins', { ...storm, venue })).ms);
			bares.push((await runLoad('measureJoins', { ...storm, venue: bareVenue })).ms);
		}
		const figure = compare('join-storm', 'ms', median(mine), 'bare ws, the same bytes', median(bares));
		return [{ ...figure, target: { ratio: 0.6 } }];
	} finally {
		await bare?.end('SIGKILL');
		await server.dispose();
	}
}

const IDLE_SOCKETS = 2000;
const IDLE_ROOMS = 200;
/** More than a whole round of every sign of life that servers and clients give by themselves, but for our ping (30 s). */
const WATCH_MS = 16_000;

/** Two thousand people who do nothing, ten to a room: memory in five runs, CPU in the last of them. */
export function measureIdleConnections(): Promise<Figure[]> {
	return withServers(async (ours, theirs) => {
		const state = makeState(10);
		const memory: { mine: number[]; peers: number[] } = { mine: [], peers: [] };
		const cpu: { mine: number[]; peers: number[] } = { mine: [], peers: [] };
		const mint = (mintRoom: () => string) => Array.from({ length: IDLE_ROOMS }, mintRoom);
		for (let run = 0; run < RUNS; run++) {
			const watchMs = run === RUNS - 1 ? WATCH_MS : 0;
			const request = { sockets: IDLE_SOCKETS, watchMs };
			for (const server of [ours, theirs]) {
				const venue = await server.start();
				const rooms = mint(() => server.mintRoom());
				for (const room of rooms.slice(0, 10)) await seedRoom(venue, room, state);
				const result = await runLoad('measureIdle', { ...request, venue, rooms });
				const side = server === ours ? 'mine' : 'peers';
				memory[side].push(result.bytesPerSocket);
				if (watchMs > 0) cpu[side].push(result.cpuPerSecond);
				await server.stop();
			}
		}
		const kB = (values: readonly number[]) => median(values) / 1000;
		const [mine = NaN, peers = NaN] = [cpu.mine[0], cpu.peers[0]];
		return [
			{
				...compare('idle-connections', 'kB/socket', kB(memory.mine), PEER, kB(memory.peers)),
				target: { ratio: 1.5 },
			},
			compare('idle-connections-cpu', 'ms/s', mine, `${PEER}, one run`, peers),
		];
	});
}

/** A server that is restarted under a thousand real clients that are editing. */
export async function measureRestartStorm(): Promise<Figure[]> {
	const { syncedMs } = await runLoad('measureRestart', { clients: 1000 });
	return [againstBudget('restart-storm', 's', syncedMs / 1000, 15)];
}

/** From the start of the process until it takes connections, and its memory when nobody has come. */
export async function measureStart(): Promise<Figure[]> {
	const server = new OurServer();
	const starts: number[] = [];
	const memory: number[] = [];
	try {
		for (let run = 0; run < RUNS; run++) {
			const before = now();
			const { pid } = await server.start();
			starts.push(now() - before);
			await pause(1000);
			memory.push(residentBytes(pid) / MB);
			await server.stop();
		}
		return [
			againstBudget('start', 'ms', median(starts), 1000),
			againstBudget('idle-rss', 'MB', median(memory), 120),
		];
	} finally {
		await server.dispose();
	}
}
