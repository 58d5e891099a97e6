import type { DocumentId, EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { hasComponent, readField } from '../doc/components/registry.ts';
import type { EntitySnapshot } from '../doc/entity.ts';
import type { BehaviourNeed } from '../runtime/behaviours/behaviours.ts';
import type { SceneSession } from './scene-session.svelte.ts';

/** What a behaviour asks of whoever wears it. */
export type NeededComponent = 'rigidBody' | 'collider' | 'ui';

/** What came along, and what its creator has to see to. */
export type Worn = {
	readonly added: readonly NeededComponent[];
	/** Their bodies are of another kind, which somebody may have chosen on purpose. */
	readonly otherBodies: readonly EntitySnapshot[];
	readonly lacksCamera: boolean;
};

type Values = Readonly<Record<string, JsonValue>>;

/** Gives entities a ready behaviour with what it cannot do without and they lack, as one gesture. */
export function wearBehaviour(
	scene: SceneSession,
	ids: readonly EntityId[],
	source: DocumentId,
	needs: readonly BehaviourNeed[],
): CommandResult<Worn> {
	const entities = ids.flatMap((id) => scene.snapshot.entities.get(id) ?? []);
	const lacking = entities.map((entity) => ({ id: entity.id, lacks: lackOf(entity, needs) }));
	const added = (['rigidBody', 'collider', 'ui'] as const).filter((name) =>
		lacking.some(({ lacks }) => lacks[name]),
	);
	return scene.edit('add-component', () => {
		const worn = scene.addScript(ids, source);
		if (!worn.ok) return worn;
		for (const component of added) {
			const those = lacking.filter(({ lacks }) => lacks[component]);
			const given = scene.setComponent(
				those.map(({ id }) => id),
				component,
				true,
			);
			if (!given.ok) return given;
			const set = scene.setFields(
				those.flatMap(({ id: entityId, lacks }) =>
					Object.entries(lacks[component] ?? {}).map(([field, value]) => ({
						...{ entityId, key: `${component}.${field}`, value },
					})),
				),
			);
			if (!set.ok) return set;
		}
		return ok({ added, ...complaints(scene, entities, needs) });
	});
}

function complaints(
	scene: SceneSession,
	entities: readonly EntitySnapshot[],
	needs: readonly BehaviourNeed[],
): Omit<Worn, 'added'> {
	const isOther = (entity: EntitySnapshot) =>
		hasComponent(entity, 'rigidBody') && readField(entity, 'rigidBody', 'type') !== 'kinematic';
	const hasCamera = () =>
		[...scene.snapshot.entities.values()].some((entity) => hasComponent(entity, 'camera'));
	return {
		otherBodies: needs.includes('walker') ? entities.filter(isOther) : [],
		lacksCamera: needs.includes('camera') && !hasCamera(),
	};
}

/** The components that an entity lacks, with what they are to be set to. */
function lackOf(
	entity: EntitySnapshot,
	needs: readonly BehaviourNeed[],
): Readonly<Partial<Record<NeededComponent, Values>>> {
	const walks = needs.includes('walker');
	const senses = needs.includes('sensor');
	const isTouched = walks || senses || needs.includes('solid');
	return {
		...(walks && !hasComponent(entity, 'rigidBody') && { rigidBody: { type: 'kinematic' } }),
		...(isTouched &&
			!hasComponent(entity, 'collider') && {
				collider: { shape: outlineOf(entity, walks), ...(senses && { sensor: true }) },
			}),
		...(needs.includes('interface') && !hasComponent(entity, 'ui') && { ui: {} }),
	};
}

const ALIKE: ReadonlySet<string> = new Set(['sphere', 'cylinder', 'cone', 'capsule']);

/** The outline that is nearest to what is seen; walkers are round, so that they catch on nothing. */
function outlineOf(entity: EntitySnapshot, walks: boolean): string {
	const seen = hasComponent(entity, 'mesh') ? readField(entity, 'mesh', 'geometry') : 'box';
	if (seen === 'model' || (seen === 'torus' && !walks)) return 'hull';
	if (walks) return 'capsule';
	return ALIKE.has(seen) ? seen : 'box';
}
