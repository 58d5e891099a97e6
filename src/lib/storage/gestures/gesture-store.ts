import type { BranchId, ProjectId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import type { StorageProblem } from '../ports.ts';

export type GestureStack = 'undo' | 'redo';

/**
 * One gesture where it stands: stacks grow towards higher indexes, which stay as they are when the oldest go. Where a
 * row could not be read, an index is missing.
 */
export type GestureRow = { readonly index: number; readonly payload: JsonValue };

/** Both stacks, oldest gesture first. */
export type StoredGestures = { readonly [stack in GestureStack]: readonly GestureRow[] };

/** One step of both stacks, done in this order, wholly or not at all. */
export type GestureChange = {
	/** Gestures at this index and above go. `{ undo: 0, redo: 0 }` clears all. */
	readonly truncate?: { readonly [stack in GestureStack]?: number };
	/** Gestures below this index go. */
	readonly dropBefore?: { readonly [stack in GestureStack]?: number };
	/** Then these stand where they say, in place of what stood there. */
	readonly put?: readonly (GestureRow & { readonly stack: GestureStack })[];
};

/** One person's undo lists of one project, held by one tab. What a gesture says is not storage's business. */
export interface GestureSlot {
	/** Which of the project's slots this tab holds, from 0. */
	readonly number: number;
	load(): Promise<Result<StoredGestures, StorageProblem>>;
	/** Joins the next batch (within 100 ms). Of a slot that was not loaded, the first write replaces all there is. */
	write(change: GestureChange): Promise<boolean>;
	/** Lets the next tab have it, as soon as all is written. */
	close(): void;
}

export interface GestureStore {
	/** The first slot that no tab holds: of those with gestures, or else an empty one. Each branch has slots of its own. */
	open(projectId: ProjectId, branchId?: BranchId): Promise<GestureSlot>;
}
