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
import type { GestureChange, GestureStack } from '../gestures/gesture-store.ts';
import type { Database, GestureRecord } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function changeGestureRows(db: Database, slot: SlotName, change: GestureChange): Promise<void> {
	for (const { lower, upper } of gestureRanges(slot, change)) {
		await db.gestures.where(KEY).between(lower, upper).delete();
	}
	await db.gestures.bulkPut(gestureRows(slot, change));
}

/** What goes before the new rows are put. */
export function gestureRanges(slot: SlotName, change: GestureChange): IDBKeyRange[] {
	const key = [slot.projectId, slotKey(slot)];
	const between = (stack: GestureStack, from: unknown, to: unknown) =>
		IDBKeyRange.bound([...key, stack, from], [...key, stack, to], false, true);
	return GESTURE_STACKS.flatMap((stack) => {
		const from = change.truncate?.[stack] ?? Infinity;
		const before = change.dropBefore?.[stack] ?? 0;
		return [
			...(from === Infinity ? [] : [between(stack, from, Dexie.maxKey)]),
			...(before > 0 ? [between(stack, 0, before)] : []),
		];
	});
}

export const gestureRows = (slot: SlotName, change: GestureChange): GestureRecord[] =>
	(change.put ?? []).map(({ stack, index, payload }) => ({
		...{ projectId: slot.projectId, slot: slotKey(slot), stack, index, payload },
	}));

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
