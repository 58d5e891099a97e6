import { clipText } from '../../base/clip-text.ts';
import { mintEntityId, type EntityId } from '../../base/ids.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { formatPlace, MAX_NAME_LENGTH } from '../entity.ts';
import { mapReferences, renaming } from '../prefabs/references.ts';
import type { SceneDocument } from '../scene.ts';
import { checkIds, checkRoom } from './check.ts';
import type { CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';
import { topmost, withDescendants } from './remove-entities.ts';

/** Copies entities with everything below them, each right behind its original; returns the copies' ids. */
export function duplicateEntities(
	scene: SceneDocument,
	ids: readonly EntityId[],
	random: Random = systemRandom,
): CommandResult<readonly EntityId[]> {
	const wrong = checkIds(ids);
	if (wrong) return err(wrong);
	const { entities, hierarchy } = scene.snapshot;
	const originals = topmost(scene.snapshot, ids);
	if (originals.length === 0) {
		return err({ reason: 'nothing-to-do', message: 'There is nothing to duplicate.' });
	}
	const all = originals.flatMap((id) => withDescendants(scene.snapshot, id));
	const noRoom = checkRoom(scene, all.length);
	if (noRoom) return err(noRoom);
	const copies: EntityId[] = [];
	const copyOf = new Map(all.map((id) => [id, mintEntityId()]));
	const rename = renaming(copyOf);
	const taken = new Set([...entities.values()].map(({ name }) => name));
	const jumps = new Map<string, number>();
	const edited = scene.edit('duplicate', 'edit', (edit) => {
		const copy = (id: EntityId, parentId: EntityId | null, order: string, name?: string): EntityId => {
			const original = entities.get(id);
			const copyId = copyOf.get(id) as EntityId;
			// What refers to something that is copied along refers to the copy.
			const values = original ? mapReferences(original.values, rename) : {};
			const place = formatPlace({ parentId, order, previousParentId: null });
			edit.create(copyId, { ...values, name: name ?? original?.name ?? '', place });
			for (const child of hierarchy.childrenOf.get(id) ?? []) {
				copy(child, copyId, entities.get(child)?.place.order ?? 'a0');
			}
			return copyId;
		};
		for (const id of originals) {
			const parentId = hierarchy.parentOf.get(id) ?? null;
			const siblings = hierarchy.childrenOf.get(parentId) ?? [];
			const beforeId = siblings[siblings.indexOf(id) + 1] ?? null;
			const [order = 'a0'] = placeAmong(edit, scene.snapshot, { parentId, beforeId }, 1, random);
			const name = nextName(entities.get(id)?.name ?? '', taken, jumps);
			taken.add(name);
			copies.push(copy(id, parentId, order, name));
		}
	});
	return edited.ok ? ok(copies) : edited;
}

/**
 * “Chair” → “Chair 2” → “Chair 3”: the next one nobody in the scene has. `jumps`: from names that are taken to numbers
 * that may not be, for whoever asks again and again.
 */
export function nextName(
	name: string,
	taken: ReadonlySet<string> = new Set(),
	jumps: Map<string, number> = new Map(),
): string {
	const [, stem = name, number = '1'] = /^(.*\S) (\d{1,6})$/.exec(name) ?? [];
	const passed: string[] = [];
	for (let next = Number(number) + 1; ;) {
		const end = ` ${next}`;
		const free = clipText(stem, MAX_NAME_LENGTH - end.length) + end;
		if (!taken.has(free)) {
			for (const other of passed) jumps.set(other, next + 1);
			return free;
		}
		passed.push(free);
		next = jumps.get(free) ?? next + 1;
	}
}
