import type { EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { TransformValues, Viewport } from '#lib/engine/viewport-port.ts';

const PLACES: ReadonlySet<string> = new Set([
	'position',
	'rotation',
	'scale',
] satisfies (keyof TransformValues)[]);

/** Whether a field says where an entity is, which others see before it is written as well. */
export const isPlace = (key: string): boolean => PLACES.has(key);

type Shown = Pick<Viewport, 'apply'>;

/** What fields would look like, in this person's picture alone, before they are written. */
export class FieldPreview {
	#changed: ReadonlyMap<EntityId, ReadonlySet<string>> | null = null;

	show(
		viewport: Shown,
		snapshot: SceneSnapshot,
		ids: readonly EntityId[],
		key: string,
		value: JsonValue,
	): void {
		const entities = new Map(snapshot.entities);
		for (const id of ids) {
			const entity = entities.get(id);
			if (entity) entities.set(id, { ...entity, values: { ...entity.values, [key]: value } });
		}
		this.#changed = new Map(ids.map((id) => [id, new Set([key])]));
		this.#apply(viewport, { ...snapshot, entities });
	}

	/** Shows what the scene says again; does nothing when that is what is shown. */
	end(viewport: Shown | null, snapshot: SceneSnapshot | undefined): void {
		if (viewport && snapshot) this.#apply(viewport, snapshot);
		this.#changed = null;
	}

	#apply(viewport: Shown, snapshot: SceneSnapshot): void {
		if (!this.#changed) return;
		const none = new Set<EntityId>();
		const changed = this.#changed;
		viewport.apply({ added: none, removed: none, changed, hierarchy: false, snapshot, local: true });
	}
}
