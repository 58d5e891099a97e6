import type { Object3D, SpriteMaterial, Texture } from 'three';
import type { AssetCache } from './asset-cache.ts';
import type { Materials } from './materials.ts';
import type { Placeholders } from './placeholders.ts';
import type { Shading } from './shading.ts';
import type { Shapes } from './shapes.ts';
import type { Texts } from './texts.ts';

export type IconKind = 'directional' | 'point' | 'spot' | 'ambient' | 'camera';

/** Pictures for what has no shape of its own; null where nothing can be drawn (headless). */
export type Icons = { get(kind: IconKind): SpriteMaterial | null; dispose(): void };

/** What the parts of entities are made from, shared across the scene. */
export type SceneKit = {
	readonly shapes: Shapes;
	readonly materials: Materials;
	readonly texts: Texts;
	readonly models: AssetCache<Object3D>;
	readonly textures: AssetCache<Texture>;
	readonly shading: Shading;
	readonly placeholders: Placeholders;
	readonly icons: Icons;
};
