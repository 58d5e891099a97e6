import type { ProjectId } from '../../base/ids.ts';
import type { GesturesOf, PlacedGesture, SlotName } from '../backend.ts';
import { changeGestures, numberOfSlot, parseGesture, slotKey } from '../gestures/gesture-change.ts';
import type { GestureChange } from '../gestures/gesture-store.ts';

/** Undo lists in plain maps. */
export class MemoryGestures {
	readonly slotsOf = new Map<ProjectId, Map<number | string, readonly PlacedGesture[]>>();

	change(slot: SlotName, change: GestureChange): void {
		const { projectId } = slot;
		const slots = this.slotsOf.get(projectId) ?? new Map<number | string, readonly PlacedGesture[]>();
		this.slotsOf.set(projectId, slots);
		slots.set(slotKey(slot), structuredClone(changeGestures(slots.get(slotKey(slot)) ?? [], change)));
	}

	slots({ projectId, branchId }: GesturesOf): readonly number[] {
		const slots = [...(this.slotsOf.get(projectId) ?? [])];
		return slots
			.filter(([, rows]) => rows.length > 0)
			.flatMap(([key]) => numberOfSlot(key, branchId) ?? [])
			.sort((a, b) => a - b);
	}

	read(slot: SlotName): readonly PlacedGesture[] {
		const rows = this.slotsOf.get(slot.projectId)?.get(slotKey(slot)) ?? [];
		return rows.flatMap((row) => parseGesture(structuredClone(row)) ?? []);
	}

	forget(projectId: ProjectId): void {
		this.slotsOf.delete(projectId);
	}
}
