import type { ProjectId } from '../../base/ids.ts';
import type { PlacedGesture, SlotName } from '../backend.ts';
import { changeGestures, parseGesture } from '../gestures/gesture-change.ts';
import type { GestureChange } from '../ports.ts';

/** Undo lists in plain maps. */
export class MemoryGestures {
	readonly slotsOf = new Map<ProjectId, Map<number, readonly PlacedGesture[]>>();

	change({ projectId, number }: SlotName, change: GestureChange): void {
		const slots = this.slotsOf.get(projectId) ?? new Map<number, readonly PlacedGesture[]>();
		this.slotsOf.set(projectId, slots);
		slots.set(number, structuredClone(changeGestures(slots.get(number) ?? [], change)));
	}

	slots(projectId: ProjectId): readonly number[] {
		const slots = [...(this.slotsOf.get(projectId) ?? [])];
		return slots
			.filter(([, rows]) => rows.length > 0)
			.map(([number]) => number)
			.sort((a, b) => a - b);
	}

	read({ projectId, number }: SlotName): readonly PlacedGesture[] {
		const rows = this.slotsOf.get(projectId)?.get(number) ?? [];
		return rows.flatMap((row) => parseGesture(structuredClone(row)) ?? []);
	}

	forget(projectId: ProjectId): void {
		this.slotsOf.delete(projectId);
	}
}
