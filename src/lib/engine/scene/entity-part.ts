import type { DirectionalLight, Light, Object3D } from 'three';
import type { AssetHash } from '../../base/ids.ts';

/** What one component contributes to the picture. */
export type EntityPart = {
	/** Hangs below the entity's own node. */
	readonly object: Object3D;
	/** The model this part shows, to be built again when its state changes. */
	readonly asset?: AssetHash;
	/** Waits for the typeface. */
	readonly waitsForText?: true;
	readonly light?: Light;
	/** A sun hangs outside the entity, so that its shadow can follow what is seen; it shines along the entity's −Z. */
	readonly sun?: DirectionalLight;
	dispose(): void;
};
