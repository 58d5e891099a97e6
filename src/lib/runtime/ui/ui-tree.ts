import type { EntityId } from '#lib/base/ids.ts';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { SceneChanges, SceneSnapshot } from '#lib/doc/scene.ts';
import { readUiElement, type UiElement } from './ui-element.ts';

/** More than anybody could look at: a page would get slow of it, whoever asks. */
export const MOST_ELEMENTS = 300;
/** Of all words together, for the same reason. */
export const MOST_LETTERS = 20_000;

/** What of a scene lies over the picture; kept up with the scene by what changes, as scenes are large. */
export class UiTree {
	#snapshot: SceneSnapshot;
	#ids = new Set<EntityId>();
	/** They, and all that hold them. */
	#above = new Set<EntityId>();
	#elements: readonly UiElement[] | undefined;

	constructor(snapshot: SceneSnapshot) {
		this.#snapshot = snapshot;
		for (const entity of snapshot.entities.values()) if (hasComponent(entity, 'ui')) this.#ids.add(entity.id);
		this.#findAbove();
	}

	/** Whether the scene has any of it. */
	get isEmpty(): boolean {
		return this.#ids.size === 0;
	}

	/** Its elements, in the order of the tree: later ones lie over earlier ones. The same until something is otherwise. */
	get elements(): readonly UiElement[] {
		return (this.#elements ??= this.#read());
	}

	/** Takes in what changed; answers whether elements may be otherwise. */
	take({ added, removed, changed, snapshot }: SceneChanges): boolean {
		this.#snapshot = snapshot;
		let isOther = false;
		for (const id of removed) {
			isOther ||= this.#above.has(id);
			this.#ids.delete(id);
		}
		for (const id of added) isOther = this.#notice(id) || isOther;
		for (const [id, keys] of changed) {
			if (keys.has('ui')) isOther = this.#notice(id) || isOther;
			if (this.#above.has(id)) isOther ||= [...keys].some(isOfUi);
		}
		if (!isOther) return false;
		this.#findAbove();
		this.#elements = undefined;
		return true;
	}

	#notice(id: EntityId): boolean {
		const entity = this.#snapshot.entities.get(id);
		if (!entity || !hasComponent(entity, 'ui')) return this.#ids.delete(id);
		this.#ids.add(id);
		return true;
	}

	#findAbove(): void {
		const { parentOf } = this.#snapshot.hierarchy;
		this.#above = new Set();
		for (const id of this.#ids)
			for (let at: EntityId | null = id; at !== null && !this.#above.has(at); at = parentOf.get(at) ?? null)
				this.#above.add(at);
	}

	#read(): readonly UiElement[] {
		const { entities, hierarchy } = this.#snapshot;
		const left = { elements: MOST_ELEMENTS, letters: MOST_LETTERS };
		const shorten = (text: string) => {
			const short = text.slice(0, left.letters);
			left.letters -= short.length;
			return short;
		};
		const walk = (parentId: EntityId | null, into: UiElement[]): void => {
			for (const id of hierarchy.childrenOf.get(parentId) ?? []) {
				const entity = this.#above.has(id) ? entities.get(id) : undefined;
				if (!entity || !readField(entity, 'transform', 'visible')) continue;
				walk(id, this.#ids.has(id) ? add(entity, into) : into);
			}
		};
		const add = (entity: EntitySnapshot, into: UiElement[]): UiElement[] => {
			if (left.elements-- <= 0) return into;
			const element = readUiElement(entity);
			const children: UiElement[] = [];
			into.push({ ...element, text: shorten(element.text), alt: shorten(element.alt), children });
			return element.kind === 'panel' ? children : into;
		};
		const roots: UiElement[] = [];
		walk(null, roots);
		return roots;
	}
}

const isOfUi = (key: string): boolean =>
	key === 'ui' || key === 'visible' || key === 'place' || key.startsWith('ui.');
