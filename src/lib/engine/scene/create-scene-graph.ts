import type { Object3D, Texture } from 'three';
import type { AssetHash } from '../../base/ids.ts';
import type { Clock } from '../../base/clock.ts';
import type { Result } from '../../base/result.ts';
import { freeModel, loadModel } from '../gltf/load-model.ts';
import { decodePanorama, decodeTexture } from '../image/decode-texture.ts';
import { loadAreaLightTables } from '../area-light-tables.ts';
import { loadTextPress } from '../text-press.ts';
import type { AssetSource } from '../viewport-port.ts';
import { AreaLights } from './area-lights.ts';
import { AssetCache } from './asset-cache.ts';
import { createCanvasIcons } from './canvas-icons.ts';
import type { EntityNode } from './entity-node.ts';
import { IconSize } from './icon-size.ts';
import { Materials } from './materials.ts';
import { ParticleRoom } from './particle-room.ts';
import { Pictures } from './pictures.ts';
import { Placeholders } from './placeholders.ts';
import type { Icons, SceneKit } from './scene-kit.ts';
import { SceneGraph } from './scene-graph.ts';
import { Shading } from './shading.ts';
import { Shapes } from './shapes.ts';
import { TextureViews } from './texture-views.ts';
import { Texts, type TextPress } from './texts.ts';

export type GraphOptions = {
	readonly assets: AssetSource;
	readonly clock: Clock;
	/** `moved`: nothing but this stands elsewhere. */
	readonly onChange: (moved?: EntityNode) => void;
	/** How bytes become what is drawn; the browser's ways unless a test brings its own. */
	readonly decodeModel?: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Object3D, string>>;
	readonly decodeTexture?: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Texture, string>>;
	readonly decodePanorama?: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Texture, string>>;
	readonly loadAreaLights?: () => Promise<void>;
	readonly loadPress?: () => Promise<TextPress>;
	readonly icons?: Icons;
	/** Off: each mesh is drawn by itself, to compare with. */
	readonly batching?: boolean;
};

export type GraphWithKit = {
	readonly graph: SceneGraph;
	readonly kit: SceneKit;
	readonly loading: boolean;
	/** The bytes of an asset may have come. */
	retry(hash: AssetHash): void;
	/** Resolves when everything the scene uses is loaded, missing or broken. */
	idle(): Promise<void>;
	dispose(): void;
};

/** A scene graph with everything its parts are made from. */
export function createSceneGraph(options: GraphOptions): GraphWithKit {
	const { assets: source, clock, onChange } = options;
	const models = new AssetCache<Object3D>({
		source,
		clock,
		decode: options.decodeModel ?? loadModel,
		free: freeModel,
		onChange: (hash) => graph.assetChanged(hash),
	});
	const textures = new AssetCache<Texture>({
		source,
		clock,
		decode: options.decodeTexture ?? decodeTexture,
		free: (texture) => texture.dispose(),
		onChange(hash) {
			kit.materials.textureChanged(hash);
			kit.shading.refresh();
			graph.assetChanged(hash);
		},
	});
	const panoramas = new AssetCache<Texture>({
		source,
		clock,
		decode: options.decodePanorama ?? decodePanorama,
		free: (texture) => texture.dispose(),
		onChange: () => onChange(),
	});
	const views = new TextureViews(textures);
	const kit: SceneKit = {
		shapes: new Shapes(),
		materials: new Materials(textures, views),
		texts: new Texts(options.loadPress ?? loadTextPress, () => graph.arrived('typeface')),
		areaLights: new AreaLights(options.loadAreaLights ?? loadAreaLightTables, () =>
			graph.arrived('area-light-tables'),
		),
		models,
		textures,
		panoramas,
		textureViews: views,
		particleRoom: new ParticleRoom(),
		pictures: new Pictures(views),
		shading: new Shading(),
		placeholders: new Placeholders(),
		icons: options.icons ?? createCanvasIcons(),
		iconSize: new IconSize(),
	};
	const graph = new SceneGraph(kit, onChange, options.batching);
	const loads = [models, textures, panoramas, kit.texts, kit.areaLights];
	return {
		graph,
		kit,
		get loading() {
			return loads.some((load) => load.loading);
		},
		retry(hash) {
			for (const cache of [models, textures, panoramas]) cache.retry(hash);
		},
		async idle() {
			await Promise.all(loads.map((load) => load.idle()));
		},
		dispose() {
			graph.dispose();
			for (const part of [kit.shading, kit.materials, kit.pictures, kit.texts, views]) part.dispose();
			for (const part of [models, textures, panoramas]) part.dispose();
			for (const part of [kit.shapes, kit.placeholders, kit.icons]) part.dispose();
		},
	};
}
