import { type Object3D, RepeatWrapping, SRGBColorSpace, Texture } from 'three';
import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { freeModel, loadModel } from '../gltf/load-model.ts';
import { checkImage } from '../image/check-image.ts';
import { loadTextPress } from '../text-press.ts';
import type { AssetSource } from '../viewport-port.ts';
import { AssetCache } from './asset-cache.ts';
import { createCanvasIcons } from './canvas-icons.ts';
import { Materials } from './materials.ts';
import { Placeholders } from './placeholders.ts';
import type { Icons, SceneKit } from './scene-kit.ts';
import { SceneGraph } from './scene-graph.ts';
import { Shading } from './shading.ts';
import { Shapes } from './shapes.ts';
import { Texts, type TextPress } from './texts.ts';

export type GraphOptions = {
	readonly assets: AssetSource;
	readonly clock: Clock;
	readonly onChange: () => void;
	/** How bytes become what is drawn; the browser's ways unless a test brings its own. */
	readonly decodeModel?: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Object3D, string>>;
	readonly decodeTexture?: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<Texture, string>>;
	readonly loadPress?: () => Promise<TextPress>;
	readonly icons?: Icons;
};

export type GraphWithKit = {
	readonly graph: SceneGraph;
	readonly kit: SceneKit;
	readonly loading: boolean;
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
		onChange: (hash) => graph.modelChanged(hash),
	});
	const textures = new AssetCache<Texture>({
		source,
		clock,
		decode: options.decodeTexture ?? decodeTexture,
		free: (texture) => texture.dispose(),
		onChange(hash) {
			kit.materials.textureChanged(hash);
			onChange();
		},
	});
	const kit: SceneKit = {
		shapes: new Shapes(),
		materials: new Materials(textures),
		texts: new Texts(options.loadPress ?? loadTextPress, () => graph.textsReady()),
		models,
		textures,
		shading: new Shading(),
		placeholders: new Placeholders(),
		icons: options.icons ?? createCanvasIcons(),
	};
	const graph = new SceneGraph(kit, onChange);
	return {
		graph,
		kit,
		get loading() {
			return models.loading || textures.loading || kit.texts.loading;
		},
		async idle() {
			await Promise.all([models.idle(), textures.idle(), kit.texts.idle()]);
		},
		dispose() {
			graph.dispose();
			for (const part of [kit.shading, kit.materials, kit.texts, models, textures]) part.dispose();
			for (const part of [kit.shapes, kit.placeholders, kit.icons]) part.dispose();
		},
	};
}

async function decodeTexture(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Texture, string>> {
	const checked = checkImage(bytes, 'image');
	if (!checked.ok) return err(checked.error.message);
	// Flipped while decoding: WebGL cannot flip a bitmap afterwards.
	const bitmap = await createImageBitmap(new Blob([bytes], { type: checked.value.mediaType }), {
		imageOrientation: 'flipY',
		premultiplyAlpha: 'none',
		colorSpaceConversion: 'none',
	});
	const texture = new Texture(bitmap);
	texture.flipY = false;
	texture.colorSpace = SRGBColorSpace;
	texture.wrapS = texture.wrapT = RepeatWrapping;
	texture.anisotropy = 8;
	texture.needsUpdate = true;
	return ok(texture);
}
