import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import { findEntity, quote, refuse } from '../commands/check.ts';
import type { CommandResult } from '../commands/command.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import { findRow, readRegister } from '../registers.ts';
import { ENTITIES, type SceneDocument, type SceneEdit } from '../scene.ts';
import { examineEntity } from './entity-problems.ts';
import type { Problem, WrongRegister } from './problem.ts';

/** Mends a problem as one edit that can be undone. What has changed since the problem was found is left alone. */
export function applyFix(scene: SceneDocument, problem: Problem): CommandResult {
	const entity = findEntity(scene, problem?.entityId);
	if (!entity.ok) return entity;
	const { fix, rule, entityId: id } = problem;
	const { name } = entity.value;
	if (!fix) {
		const message = `“${name}”: nothing mends ${quote(rule)} by itself. What is there is kept.`;
		return err({ reason: 'nothing-to-do', message, entityId: id });
	}
	if (fix.kind === 'write-shown' && (fix.key === 'name' || fix.key === 'place')) {
		const shown = fix.key === 'name' ? name : shownPlace(scene, entity.value);
		return run(scene, (edit) => edit.set(id, fix.key, shown));
	}
	if (fix.kind !== 'reset' || !Array.isArray(fix.registers))
		return err({ ...refuse(`“${name}” cannot be mended by ${quote(fix)}.`), entityId: id });
	const wrong = stillWrong(scene, entity.value, fix.registers);
	if (wrong.length === 0) {
		const message = `“${name}” has changed since the problem was found. Look at it again.`;
		return err({ reason: 'nothing-to-do', message, entityId: id });
	}
	return run(scene, (edit) => {
		for (const { key, value } of wrong) {
			// What is no JSON counts as absent: something must stand there to be taken away.
			if (value === undefined) edit.set(id, key, null);
			edit.set(id, key, undefined);
		}
	});
}

function shownPlace(scene: SceneDocument, { id, place }: EntitySnapshot): JsonValue {
	const parentId = scene.snapshot.hierarchy.parentOf.get(id) ?? null;
	return formatPlace({ ...place, parentId });
}

/** Of the registers a fix names, those that a fix may take away, and that say what they said. */
function stillWrong(
	scene: SceneDocument,
	entity: EntitySnapshot,
	registers: readonly WrongRegister[],
): WrongRegister[] {
	const row = findRow(scene.document.ydoc, ENTITIES, entity.id);
	const { problems, references } = examineEntity(entity, row);
	const mendable = new Set<string>(references.map(({ key }) => key));
	for (const { fix } of problems)
		if (fix?.kind === 'reset') for (const { key } of fix.registers) mendable.add(key);
	const isMendable = (key: unknown) => typeof key === 'string' && (mendable.has(key) || isOverrideKey(key));
	return registers.filter((register) => {
		if (!isMendable(register?.key)) return false;
		const { key, value } = register;
		const now = readRegister(row, key) ?? entity.values[key];
		return jsonEqual(now, value) && (now !== undefined || row?.has(key) === true);
	});
}

function run(scene: SceneDocument, recipe: (edit: SceneEdit) => void): CommandResult {
	const edited = scene.edit('fix', 'edit', recipe);
	return edited.ok ? ok() : edited;
}

const isOverrideKey = (key: string) => key.startsWith('@');
