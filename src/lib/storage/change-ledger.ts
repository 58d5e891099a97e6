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

/** Without the replicas that have nothing waiting: tabs long closed would pile up otherwise. */
export function dropSettled(ledger: ChangeLedger): ChangeLedger {
	return Object.fromEntries(Object.entries(ledger).filter(([, it]) => it.made > it.acknowledged));
}
