import type { EntityId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import type { SceneDocument } from '../scene.ts';
import { quote, refuse } from './check.ts';
import type { CommandResult } from './command.ts';

const DAY = 86_400_000;

/** Days since the Unix epoch, UTC. */
export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY);

/**
 * Deletes for good what was deleted before a day (since the Unix epoch), which nobody can undo any more; returns how
 * many went. What has no day gets today's, so that it goes with a later sweep. Make a version first: edits that
 * someone makes to such an entity meanwhile, offline, are gone with it.
 */
export function sweepEntities(scene: SceneDocument, before: number, today: number): CommandResult<number> {
	for (const day of [before, today])
		if (!Number.isSafeInteger(day))
			return err(refuse(`A day is a whole number, but this was ${quote(day)}.`));
	const swept: EntityId[] = [];
	const undated: EntityId[] = [];
	for (const id of scene.removed.keys()) {
		const day = readDay(scene, id);
		if (day === null || day > today) undated.push(id);
		else if (day < before) swept.push(id);
	}
	if (swept.length + undated.length === 0) return ok(0);
	const edited = scene.edit('sweep', 'migration', (edit) => {
		for (const id of swept) edit.sweep(id);
		for (const id of undated) edit.set(id, 'removed', today);
	});
	return edited.ok ? ok(swept.length) : edited;
}

function readDay(scene: SceneDocument, id: EntityId): number | null {
	const flag = scene.flagOf(id);
	return typeof flag === 'number' && Number.isSafeInteger(flag) ? flag : null;
}
