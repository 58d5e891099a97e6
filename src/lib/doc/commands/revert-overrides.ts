import type { EntityId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import { fieldOfKey } from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import { innerPathOf, isEntityPath, isExpandedId, type EntityPath } from '../prefabs/entity-path.ts';
import { isOverrideKey, parseOverrideKey } from '../prefabs/overrides.ts';
import type { SceneDocument } from '../scene.ts';
import { quote, refuse } from './check.ts';
import { findInstance } from './check-prefab.ts';
import type { CommandError, CommandResult } from './command.ts';

/** One override of an instance; without a key, all about that entity. A component comes with its fields. */
export type OverrideChoice = { readonly id: EntityPath; readonly key?: string };

/** Takes overrides of an instance away, so that it shows what its prefab says: those chosen, or all. */
export function revertOverrides(
	scene: SceneDocument,
	instanceId: EntityId,
	which?: readonly OverrideChoice[],
): CommandResult {
	const instance = findInstance(scene, instanceId);
	if (!instance.ok) return instance;
	const wrong = checkChoices(which);
	if (wrong) return err(wrong);
	const keys = chosenOverrides(instance.value, which);
	if (keys.length === 0) {
		const message = `“${instance.value.name}” overrides nothing there.`;
		return err({ reason: 'nothing-to-do', message, entityId: instanceId });
	}
	const edited = scene.edit('revert-overrides', 'edit', (edit) => {
		for (const key of keys) edit.set(instanceId, key, undefined);
	});
	return edited.ok ? ok() : edited;
}

/** What is wrong with a choice of overrides. */
export function checkChoices(which: unknown): CommandError | undefined {
	if (which === undefined) return undefined;
	if (!Array.isArray(which)) return refuse(`Overrides are chosen by a list, but this was ${quote(which)}.`);
	for (const choice of which as readonly ({ readonly id?: unknown } | null | undefined)[]) {
		const id = choice?.id;
		if (!isExpandedId(id) || !isEntityPath(id))
			return refuse(`${quote(choice)} names nothing that a prefab shows.`);
	}
	return undefined;
}

/** The registers of an instance that hold the chosen overrides; all of them, without a choice. */
export function chosenOverrides(
	{ values }: Pick<EntitySnapshot, 'values'>,
	which: readonly OverrideChoice[] | undefined,
): string[] {
	const all = Object.keys(values).filter(isOverrideKey);
	if (which === undefined) return all;
	const whole = new Set<string>();
	const single = new Set<string>();
	for (const { id, key } of which) {
		const inner = innerPathOf(id);
		if (key === undefined) whole.add(inner);
		else single.add(`${inner}:${key}`);
	}
	return all.filter((text) => {
		const override = parseOverrideKey(text);
		if (!override) return false;
		const { inner, key } = override;
		const component = fieldOfKey(key)?.component;
		const isChosen = (own: string | undefined) => own !== undefined && single.has(`${inner}:${own}`);
		return whole.has(inner) || isChosen(key) || isChosen(component);
	});
}
