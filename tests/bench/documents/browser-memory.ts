import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

const SAMPLE_MS = 20;

/** The most that all processes started by this one hold at once above what they held before, in MB: memory of their own, files not counted. */
export async function peakMemory(run: () => Promise<unknown>): Promise<number> {
	const before = heldByChildren();
	let peak = before;
	const timer = setInterval(() => (peak = Math.max(peak, heldByChildren())), SAMPLE_MS);
	try {
		await run();
	} finally {
		clearInterval(timer);
	}
	return (peak - before) / 1000;
}

/** In kB, as Linux tells it. */
function heldByChildren(): number {
	const parents = new Map<number, number>();
	const held = new Map<number, number>();
	for (const name of readdirSync('/proc')) {
		const pid = Number(name);
		const status = pid > 0 ? readStatus(pid) : null;
		if (!status) continue;
		parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
		const kinds = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)];
		held.set(
			pid,
			kinds.reduce((sum, [, kB]) => sum + Number(kB), 0),
		);
	}
	const isOurs = (pid: number | undefined): boolean =>
		pid !== undefined && pid > 0 && (pid === process.pid || isOurs(parents.get(pid)));
	let sum = 0;
	for (const [pid, kB] of held) if (pid !== process.pid && isOurs(parents.get(pid))) sum += kB;
	return sum;
}

function readStatus(pid: number): string | null {
	try {
		return readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		return null; // it ended in between
	}
}
