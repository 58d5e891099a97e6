import { cpus, loadavg } from 'node:os';

type Times = { readonly idle: number; readonly all: number };

function readTimes(): Times {
	let [idle, all] = [0, 0];
	for (const { times } of cpus()) {
		idle += times.idle;
		all += Object.values(times).reduce((sum, ms) => sum + ms, 0);
	}
	return { idle, all };
}

/** Runs it, and says how much of the machine was left over: figures of a machine that has nothing left are not the server's. */
export async function sayingLoad<T>(what: string, run: () => Promise<T>): Promise<T> {
	const before = readTimes();
	const result = await run();
	const after = readTimes();
	const left = Math.round((100 * (after.idle - before.idle)) / Math.max(1, after.all - before.all));
	console.log(`${what}: ${left} % of the machine idle meanwhile, load average ${loadavg()[0]?.toFixed(1)}`);
	return result;
}
