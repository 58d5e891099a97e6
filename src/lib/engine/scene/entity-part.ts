import type { DirectionalLight, Light, Object3D } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { ClipMotion } from './clip-motion.ts';
import type { EnvironmentLook } from './environment-look.ts';
import type { Motion, Sample } from './motion.ts';

export type LateThing = 'typeface' | 'area-light-tables';

/** What one component contributes to the picture. */
export type EntityPart = {
	/** Hangs below the entity's own node. */
	readonly object: Object3D;
	/** The model or picture whose size decides its own, to be built again when its state changes. */
	readonly asset?: AssetHash;
	/** Waits for something that is loaded when first needed, to be built again then. */
	readonly waitsFor?: LateThing;
	readonly light?: Light;
	/** What it makes of everything around; only the first of a scene counts. */
	readonly environment?: EnvironmentLook;
	/** A sun hangs outside the entity, so that its shadow can follow what is seen; it shines along the entity's −Z. */
	readonly sun?: DirectionalLight;
	/** What of it goes on by itself while a game plays. */
	readonly motion?: Motion;
	/** What of that is seen while one edits as well, when it is selected. */
	readonly sample?: Sample;
	/** The movements of its model, when it plays any. */
	readonly clips?: ClipMotion;
	/** Takes in what its fields are now; false: it has to be made anew. */
	readonly follow?: (entity: EntitySnapshot) => boolean;
	dispose(): void;
};
