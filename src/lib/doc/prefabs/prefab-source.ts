import type { DocumentId } from '../../base/ids.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';

/** A prefab's document as its instances read it. */
export type PrefabSource = {
	readonly snapshot: SceneSnapshot;
	/** What people call it. */
	readonly title?: string;
	/** Whether the project's index hides it; its instances go on showing it. */
	readonly removed?: boolean;
	/** To write into; missing where it can only be looked at. */
	readonly document?: SceneDocument;
};

/** The prefabs of a project as far as they are here. */
export type PrefabSources = (id: DocumentId) => PrefabSource | undefined;
