import { systemClock, type Clock } from '../../base/clock.ts';
import { mintEntityId, type EntityId } from '../../base/ids.ts';
import { ok } from '../../base/result.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import type { CommandResult } from './command.ts';
import { renameSwept, restoreRow, type Renamed } from './restore-row.ts';
import { dayOf } from './sweep-entities.ts';

export type RestoreOptions = {
	readonly clock?: Pick<Clock, 'now'>;
	readonly mintId?: () => EntityId;
};

export type Restored = { readonly renamed: Renamed };

/**
 * Makes a scene or prefab what it was in a version, by an edit like any other: it can be undone, and merges. What
 * came since is deleted softly. What was swept since comes back under a new id, which places and fields of the
 * version follow; what other documents say of the old id stays dangling.
 */
export function restoreScene(
	scene: SceneDocument,
	version: SceneSnapshot,
	{ clock = systemClock, mintId = mintEntityId }: RestoreOptions = {},
): CommandResult<Restored> {
	const { snapshot } = scene;
	const renamed = renameSwept(scene, version.entities.keys(), mintId);
	const day = dayOf(clock.now());
	const edited = scene.edit('restore', 'restore', (edit) => {
		version.entities.forEach((then) => restoreRow(edit, scene, then, then.place, renamed));
		snapshot.entities.forEach((_, id) => {
			if (!version.entities.has(id)) edit.set(id, 'removed', day);
		});
	});
	return edited.ok ? ok({ renamed }) : edited;
}
