import { Dexie } from 'dexie';
import type { ProjectId } from '../../base/ids.ts';
import type { PlacedGesture, SlotName } from '../backend.ts';
import { GESTURE_STACKS, lowestFirst, parseGesture } from '../gestures/gesture-change.ts';
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
	const { projectId, number } = slot;
	const rows = (change.put ?? []).map(({ stack, index, payload }) => ({
		projectId,
		slot: number,
		stack,
		index,
		payload,
	}));
	await db.gestures.bulkPut(rows);
}

export async function listGestureSlots(db: Database, projectId: ProjectId): Promise<readonly number[]> {
	const keys = await gesturesOf(db, projectId).primaryKeys();
	return [...new Set(keys.map(([, slot]) => slot))].sort((a, b) => a - b);
}

export async function readGestureRows(
	db: Database,
	{ projectId, number }: SlotName,
): Promise<readonly PlacedGesture[]> {
	const key = [projectId, number];
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
const between = (
	db: Database,
	{ projectId, number }: SlotName,
	stack: GestureStack,
	from: number,
	to: unknown,
) => db.gestures.where(KEY).between([projectId, number, stack, from], [projectId, number, stack, to]);
