// The people who write, on a thread of their own: whoever reads what many hear is late with everything else, and
// would send what several people wrote at different moments in one go.
import { parentPort, workerData } from 'node:worker_threads';
import { joinRoom, untilSilent } from './fanout-load.ts';
import { cpuTime, now, pause } from './processes.ts';
import type { RawSocket } from './raw-socket.ts';
import type { RecordingData } from './recording.ts';
import type { Venue } from './servers.ts';

export type WritersOrder = {
	readonly venue: Venue;
	readonly room: string;
	/** For each of them all they will say, framed. */
	readonly frames: readonly (readonly Uint8Array[])[];
	readonly updatesPerSecond: number;
	/** Updates of each that are not measured yet. */
	readonly warmUp: number;
};

export type Written = {
	readonly sentAt: readonly (readonly number[])[];
	readonly heard: readonly RecordingData[];
	/** CPU the server had used when the measurement began, ms. */
	readonly cpuBefore: number;
};

/** Milliseconds between two looks at who has to write. */
const STEP_MS = 1;

const order = workerData as WritersOrder;
const writers: RawSocket[] = [];
for (let i = 0; i < order.frames.length; i++) writers.push(await joinRoom(order.venue, order.room));
parentPort?.once('message', () => {
	void write().then((written) => parentPort?.postMessage(written));
});
parentPort?.postMessage('joined');

async function write(): Promise<Written> {
	const sentAt = writers.map((): number[] => []);
	const cpuBefore = await writeEvenly(sentAt);
	await untilSilent(writers);
	const heard = writers.map((raw) => raw.unread());
	for (const raw of writers) raw.close();
	return { sentAt, heard, cpuBefore };
}

/** Everybody writes at the same pace, each at their own moment. */
async function writeEvenly(sentAt: readonly number[][]): Promise<number> {
	const { frames, updatesPerSecond, warmUp, venue } = order;
	const total = (frames[0]?.length ?? 0) * frames.length;
	const start = now();
	let cpuBefore = 0;
	for (let next = 0; next < total; await pause(STEP_MS)) {
		const due = Math.floor(((now() - start) / 1000) * updatesPerSecond * frames.length);
		for (; next < Math.min(due, total); next++) {
			const [writer, edit] = [next % frames.length, Math.floor(next / frames.length)];
			if (writer === 0 && edit === warmUp) cpuBefore = cpuTime(venue.pid);
			sentAt[writer]?.push(now());
			writers[writer]?.send(Buffer.from(frames[writer]?.[edit] as Uint8Array));
		}
	}
	return cpuBefore;
}
