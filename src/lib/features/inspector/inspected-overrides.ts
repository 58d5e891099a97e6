import type { EntityId } from '#lib/base/ids.ts';
import { declaredFields, type ComponentName } from '#lib/doc/components/registry.ts';
import type { OverrideChoice } from '#lib/doc/commands/revert-overrides.ts';
import { instanceOf, isEntityPath } from '#lib/doc/prefabs/entity-path.ts';
import { tellApplied } from '#lib/studio/prefab-acts.ts';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

type Options = {
	readonly ids: () => readonly EntityId[];
	readonly scene: () => SceneSession | undefined;
	readonly commands: WorkspaceCommands;
};

/** What the inspected, as an instance shows it, has otherwise than its prefab; taken back to it, or into it. */
export class InspectedOverrides {
	#options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Whether all that is inspected comes out of prefabs: then these count, and not the defaults. */
	get counts(): boolean {
		const ids = this.#options.ids();
		return ids.length > 0 && ids.every((id) => isEntityPath(id));
	}

	/** Whether any of these registers is overridden. */
	has(keys: readonly string[]): boolean {
		return this.#chosen(keys).size > 0;
	}

	hasComponent(component: ComponentName): boolean {
		return this.has(keysOfComponent(component));
	}

	revert(keys: readonly string[]): void {
		const { scene, commands } = this.#options;
		const session = scene();
		if (!session) return;
		session.history.join('revert-overrides', () => {
			for (const [id, choices] of this.#chosen(keys)) commands.tell(session.instances.revert(id, choices));
		});
	}

	apply(keys: readonly string[]): void {
		const { scene, commands } = this.#options;
		const session = scene();
		if (!session) return;
		session.history.join('apply-overrides', () => {
			for (const [id, choices] of this.#chosen(keys))
				tellApplied(commands, session, id, session.instances.apply(id, choices));
		});
	}

	/** Those of the registers that are overridden, by the instance that does. */
	#chosen(keys: readonly string[]): ReadonlyMap<EntityId, OverrideChoice[]> {
		const session = this.#options.scene();
		const chosen = new Map<EntityId, OverrideChoice[]>();
		for (const id of this.#options.ids()) {
			if (!session || !isEntityPath(id)) continue;
			const overridden = session.instances.overriddenKeys(id);
			for (const key of keys) {
				if (!overridden.has(key)) continue;
				const choices = chosen.get(instanceOf(id)) ?? [];
				choices.push({ id, key });
				chosen.set(instanceOf(id), choices);
			}
		}
		return chosen;
	}
}

/** A component and all its fields. */
export const keysOfComponent = (component: ComponentName): string[] => [
	component,
	...declaredFields(component).map(({ key }) => key),
];
