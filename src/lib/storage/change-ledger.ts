import type { ChangeLedger, ReplicaChanges } from './ports.ts';

const NONE: ReplicaChanges = { made: 0, acknowledged: 0 };

export const changesOf = (ledger: ChangeLedger, replica: string): ReplicaChanges =>
	Object.hasOwn(ledger, replica) ? (ledger[replica] ?? NONE) : NONE;

/** Both ledgers' knowledge: counts only grow, so the larger one is the later one. */
export function mergeLedgers(a: ChangeLedger, b: ChangeLedger): ChangeLedger {
	const merged: { [replica: string]: ReplicaChanges } = { ...a };
	for (const [replica, changes] of Object.entries(b)) {
		const known = changesOf(merged, replica);
		merged[replica] = {
			made: Math.max(known.made, changes.made),
			acknowledged: Math.max(known.acknowledged, changes.acknowledged),
		};
	}
	return merged;
}

/** Changes that no server has acknowledged yet, over all replicas. */
export function countWaiting(ledger: ChangeLedger): number {
	let waiting = 0;
	for (const { made, acknowledged } of Object.values(ledger)) waiting += Math.max(0, made - acknowledged);
	return waiting;
}

/** Lines of replicas behind which they become one. */
const MOST_LINES = 32;
const EARLIER = 'earlier';

/**
 * Without the replicas that have nothing waiting: tabs long closed would pile up otherwise. Where no server ever
 * acknowledges, many become one line of what waits. One of them that is still at work may be counted there as well,
 * which says too much is waiting, never too little, until a server has the whole document. `keep`: of these replicas
 * something is said elsewhere as well.
 */
export function settleLedger(ledger: ChangeLedger, keep: ReadonlySet<string> = new Set()): ChangeLedger {
	const lines = Object.entries(ledger);
	const kept = lines.filter(([replica]) => keep.has(replica));
	const waiting = lines.filter(([replica, it]) => !keep.has(replica) && it.made > it.acknowledged);
	if (waiting.length <= MOST_LINES) return Object.fromEntries([...kept, ...waiting]);
	const earlier = changesOf(ledger, EARLIER);
	const others = waiting.filter(([replica]) => replica !== EARLIER);
	const made = others.reduce((sum, [, it]) => sum + it.made - it.acknowledged, earlier.made);
	return { ...Object.fromEntries(kept), [EARLIER]: { made, acknowledged: earlier.acknowledged } };
}
