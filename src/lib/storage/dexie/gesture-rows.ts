import { Dexie } from 'dexie';
import type { ProjectId } from '../../base/ids.ts';
import type { GesturesOf, PlacedGesture, SlotName } from '../backend.ts';
import {
	GESTURE_STACKS,
	lowestFirst,
	numberOfSlot,
	parseGesture,
	slotKey,
} from '../gestures/gesture-change.ts';
import type { GestureChange, GestureStack } from '../ports.ts';
import type { Database } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function changeGestureRows(db: Database, slot: SlotName, change: GestureChange): Promise<void> {
	for (const stack of GESTURE_STACKS) {
		const from = change.truncate?.[stack] ?? Infinity;
		if (from !== Infinity) await between(db, slot, stack, from, Dexie.maxKey).delete();
		const before = change.dropBefore?.[stack] ?? 0;
		if (before > 0) await between(db, slot, stack, 0, before).delete();
	}
	const { projectId } = slot;
	const rows = (change.put ?? []).map(({ stack, index, payload }) => ({
		projectId,
		slot: slotKey(slot),
		stack,
		index,
		payload,
	}));
	await db.gestures.bulkPut(rows);
}

export async function listGestureSlots(
	db: Database,
	{ projectId, branchId }: GesturesOf,
): Promise<readonly number[]> {
	const keys = await gesturesOf(db, projectId).primaryKeys();
	const slots = new Set(keys.map(([, slot]) => slot));
	return [...slots].flatMap((slot) => numberOfSlot(slot, branchId) ?? []).sort((a, b) => a - b);
}

export async function readGestureRows(db: Database, slot: SlotName): Promise<readonly PlacedGesture[]> {
	const key = [slot.projectId, slotKey(slot)];
	const rows = await db.gestures
		.where(KEY)
		.between([...key, Dexie.minKey], [...key, Dexie.maxKey])
		.toArray();
	return rows.flatMap((row) => parseGesture(row) ?? []).sort(lowestFirst);
}

export const gesturesOf = (db: Database, projectId: ProjectId) =>
	db.gestures.where(KEY).between([projectId, Dexie.minKey], [projectId, Dexie.maxKey]);

const KEY = '[projectId+slot+stack+index]';

/** From `from`, not including `to`. */
const between = (db: Database, slot: SlotName, stack: GestureStack, from: number, to: unknown) => {
	const key = [slot.projectId, slotKey(slot), stack];
	return db.gestures.where(KEY).between([...key, from], [...key, to]);
};
