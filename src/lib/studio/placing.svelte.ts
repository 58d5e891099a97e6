import { mintDocumentId, type DocumentId } from '../base/ids.ts';
import { addEntities, type EntityDraft } from '../doc/commands/add-entities.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { PREFAB, PREFAB_SOURCE } from '../doc/prefabs/overrides.ts';
import type { AssetEntry } from '../doc/project.ts';
import { SceneDocument, type SceneSnapshot } from '../doc/scene.ts';
import { draftEntity, type NewEntityKind } from '../editor/new-entity.ts';
import { assetDraft } from './asset-draft.ts';
import { NO_PREFABS, type Prefabs } from './project-prefabs.ts';
import { ShownScene } from './shown-scene.ts';

type Point = readonly [number, number, number];

/** Something that a click puts into the scene. */
export type Placeable = {
	readonly name: string;
	/** How it looks, at the origin. */
	readonly sample: SceneSnapshot;
	/** Puts one there; whether that was possible. */
	readonly add: (at: Point) => boolean;
};

/** Placing by click: whether adding begins it, and what is being placed now. */
export class Placing {
	#byClick = $state.raw(false);
	#thing = $state.raw<Placeable | null>(null);

	/** Whether what is added waits for a click. */
	get byClick(): boolean {
		return this.#byClick;
	}
	get thing(): Placeable | null {
		return this.#thing;
	}

	toggle(): void {
		this.#byClick = !this.#byClick;
		this.#thing = null;
	}

	start(thing: Placeable): void {
		this.#thing = thing;
	}

	/** It was put somewhere. `more`: others will follow. */
	put(at: Point, more: boolean): void {
		const added = this.#thing?.add(at);
		if (!more || !added) this.#thing = null;
	}

	end(): void {
		this.#thing = null;
	}
}

/** A scene of its own with what would be added. */
function sampleOf(draft: EntityDraft, prefabs: Prefabs = NO_PREFABS): SceneSnapshot {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	addEntities(scene, [draft], null);
	const shown = new ShownScene(scene, prefabs);
	const { snapshot } = shown;
	shown.dispose();
	scene.dispose();
	return snapshot;
}

export const newSample = (kind: NewEntityKind, name: string): SceneSnapshot =>
	sampleOf(draftEntity(kind, name, [0, 0, 0]));

export const assetSample = (asset: AssetEntry): SceneSnapshot => sampleOf(assetDraft(asset.name, asset));

export const prefabSample = (id: DocumentId, name: string, prefabs: Prefabs): SceneSnapshot =>
	sampleOf({ name, values: { [PREFAB]: true, [PREFAB_SOURCE]: id } }, prefabs);
