import { jsonEqual } from '../../base/json.ts';
import type { FieldChange, SceneDocument } from '../scene.ts';

export type Reverted = {
	/** What was written back, as its own list of changes: reverting it is the redo. */
	readonly changes: readonly FieldChange[];
	/** What someone else changed since, and so was left alone. */
	readonly skipped: readonly FieldChange[];
};

/** Takes back a gesture: writes `before` only where the value is still our `after`. */
export function revertChanges(scene: SceneDocument, changes: readonly FieldChange[]): Reverted {
	const skipped: FieldChange[] = [];
	const reverted: FieldChange[] = [];
	scene.edit('undo', 'undo', (edit) => {
		for (const change of [...changes].reverse()) {
			if (!jsonEqual(edit.get(change.entityId, change.key), change.after)) {
				skipped.push(change);
				continue;
			}
			edit.set(change.entityId, change.key, change.before);
			reverted.push({ ...change, before: change.after, after: change.before });
		}
	});
	return { changes: reverted, skipped };
}
