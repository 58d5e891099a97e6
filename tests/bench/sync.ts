import type { Figure } from './figure.ts';
import { measureAcks, measureFanout } from './sync/fanout-figures.ts';
import { runOnly } from './run-only.ts';
import {
	checkLoads,
	measureIdleConnections,
	measureJoinStorm,
	measureMemory,
	measureRestartStorm,
	measureStart,
} from './sync/server-figures.ts';

const FIGURES: Readonly<Record<string, () => Promise<Figure[]>>> = {
	start: measureStart,
	'fanout-cpu-50': () => measureFanout(50, 3),
	'fanout-cpu-200': () => measureFanout(200, 3),
	'ack-latency': measureAcks,
	'memory-per-room': measureMemory,
	'join-storm': measureJoinStorm,
	'idle-connections': measureIdleConnections,
	'restart-storm': measureRestartStorm,
};

/** What the sync server costs and how fast it is, beside its peer and bare sockets; `only`: which of the figures. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	await checkLoads();
	return runOnly(FIGURES, only);
}
