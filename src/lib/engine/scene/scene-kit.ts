import type { Object3D, SpriteMaterial, Texture } from 'three';
import type { AreaLights } from './area-lights.ts';
import type { AssetCache } from './asset-cache.ts';
import type { IconSize } from './icon-size.ts';
import type { Materials } from './materials.ts';
import type { ParticleRoom } from './particle-room.ts';
import type { Pictures } from './pictures.ts';
import type { Placeholders } from './placeholders.ts';
import type { Shading } from './shading.ts';
import type { Shapes } from './shapes.ts';
import type { Texts } from './texts.ts';
import type { TextureViews } from './texture-views.ts';

type LightKind = 'directional' | 'point' | 'spot' | 'ambient' | 'hemisphere' | 'area';
export type IconKind = LightKind | 'camera' | 'environment' | 'audio' | 'collider' | 'particles';

/** Pictures for what has no shape of its own; null where nothing can be drawn (headless). */
export type Icons = {
	get(kind: IconKind): SpriteMaterial | null;
	/** A white pin whose tip is in the middle of its lower edge, to be tinted. */
	pin(): Texture | null;
	dispose(): void;
};

/** What the parts of entities are made from, shared across the scene. */
export type SceneKit = {
	readonly shapes: Shapes;
	readonly materials: Materials;
	readonly texts: Texts;
	readonly models: AssetCache<Object3D>;
	readonly textures: AssetCache<Texture>;
	/** Pictures of all directions. */
	readonly panoramas: AssetCache<Texture>;
	readonly textureViews: TextureViews;
	readonly particleRoom: ParticleRoom;
	readonly pictures: Pictures;
	readonly areaLights: AreaLights;
	readonly shading: Shading;
	readonly placeholders: Placeholders;
	readonly icons: Icons;
	readonly iconSize: IconSize;
};
