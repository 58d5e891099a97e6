import { type Group, LoadingManager, type Material, Mesh, type Object3D, Texture } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { systemClock } from '../../base/clock.ts';
import { createPause } from '../../base/pause.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { takeTurns } from '../../base/steps.ts';
import { checkModel, explainRefusal } from './check-gltf.ts';
import { decodersFor } from './decoders.ts';
import { refuseFlaws } from './flaws.ts';
import { rememberClips } from './model-clips.ts';
import { rememberParts } from './model-parts.ts';
import { Refused } from './refused.ts';

/**
 * Makes three.js objects of a model. It is checked here too: what a peer or a project file brought never went
 * through an import. Nothing it names is fetched from anywhere.
 */
export async function loadModel(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Object3D, string>> {
	const pause = createPause(systemClock);
	try {
		const checked = checkModel(bytes, 'model');
		if (!checked.ok) return err(checked.error.message);
		const { bytes: packed } = checked.value;
		const loader = await createLoader(packed);
		await pause();
		return ok(await buildModel(packed, loader, pause));
	} catch (cause) {
		if (cause instanceof Refused) return err(explainRefusal(cause, 'model').message);
		return err(cause instanceof Error ? cause.message : String(cause));
	}
}

/** A loader with the decoders that these bytes need; fails when those cannot be fetched. */
export async function createLoader(bytes: Uint8Array): Promise<GLTFLoader> {
	const loader = new GLTFLoader(closedManager());
	await decodersFor(bytes, loader);
	return loader;
}

/**
 * Objects of a model that passed `checkModel`; throws when its parts do not fit together. What takes long lets go of the
 * page by `pause`.
 */
export async function buildModel(
	bytes: Uint8Array<ArrayBuffer>,
	loader: GLTFLoader,
	pause = createPause(systemClock),
): Promise<Object3D> {
	const { scene, parser, animations } = await loader.parseAsync(bytes.buffer, '');
	try {
		await pause();
		await takeTurns(refuseFlaws(scene), pause);
	} catch (cause) {
		freeModel(scene);
		throw cause;
	}
	rememberParts(scene, parser.associations);
	detachCameras(scene);
	await takeTurns(rememberClips(scene, animations), pause);
	return scene;
}

/** Frees what a loaded model holds on the GPU; every clone shares it. */
export function freeModel(model: Object3D): void {
	model.traverse((object) => {
		if (!(object instanceof Mesh)) return;
		const { geometry, material } = object as Mesh;
		geometry.dispose();
		for (const one of Array.isArray(material) ? material : [material]) freeMaterial(one);
	});
}

/** Bitmaps are left to the garbage collector: three's shadow pass may look at the last texture once more. */
function freeMaterial(material: Material): void {
	for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
	material.dispose();
}

/** Belt and braces: the check refused outside addresses already, and here no loader can follow one. */
function closedManager(): LoadingManager {
	const manager = new LoadingManager();
	manager.setURLModifier((url) => {
		if (url.startsWith('blob:') || url.startsWith('data:')) return url;
		throw new Error(`The model refers to “${url}”, which is outside the file.`);
	});
	return manager;
}

/** A model's own lights and cameras would change the scene behind its creator's back. */
function detachCameras(scene: Group): void {
	const strangers: Object3D[] = [];
	scene.traverse((object) => {
		if ('isLight' in object || 'isCamera' in object) strangers.push(object);
	});
	for (const stranger of strangers) if (stranger.children.length === 0) stranger.removeFromParent();
}
