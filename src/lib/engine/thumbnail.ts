import { Box3, type Object3D, PerspectiveCamera, Scene, Vector3, type WebGLRenderer } from 'three';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import { fitDistance } from './control/fit-distance.ts';
import { EDITING_FOV } from './control/lens.ts';
import { freeModel, loadModel } from './gltf/load-model.ts';
import { createSceneGraph } from './scene/create-scene-graph.ts';
import { toBlob } from './stage/capture.ts';
import { DefaultLights } from './stage/default-lights.ts';
import { createRenderer, hasLostContext } from './stage/renderer.ts';
import { Stage } from './stage/stage.ts';
import { createSurroundings } from './stage/surroundings.ts';
import type { AssetSource, ViewportTheme, ViewportView } from './viewport-port.ts';

export type ThumbnailSize = { readonly width: number; readonly height: number };

export type SceneThumbnail = ThumbnailSize & {
	readonly assets: AssetSource;
	readonly theme: ViewportTheme;
	/** On a transparent background, without sky and ground: for the card of a single thing. */
	readonly bare?: boolean;
	/** Where to look from; without it everything is shown from the front right. */
	readonly view?: ViewportView;
};

export type Thumbnails = {
	/** A model on a transparent background, for its card. `bytes` passed `checkModel`. */
	model(bytes: Uint8Array<ArrayBuffer>, size: ThumbnailSize): Promise<Result<Blob, string>>;
	/** A whole scene as it would be seen, without anything of the editor. */
	scene(snapshot: SceneSnapshot, options: SceneThumbnail): Promise<Result<Blob, string>>;
	dispose(): void;
};

/** GPU contexts are few: the shared one is given back when nobody needed it for this long. */
const IDLE_MS = 12_000;
const FOV = 30;
const EMPTY = new Box3(new Vector3(-1, 0, -1), new Vector3(1, 1, 1));
const MODEL_ANGLE = new Vector3(0.72, 0.5, 1).normalize();
const SCENE_ANGLE = new Vector3(0.62, 0.5, 1).normalize();

/** Draws small pictures off screen, one after the other, on one renderer of their own. */
export function createThumbnails(clock: Clock): Thumbnails {
	let renderer: WebGLRenderer | null = null;
	let cancelIdle: Dispose | undefined;
	let queue: Promise<unknown> = Promise.resolve();
	let disposed = false;

	const close = () => {
		cancelIdle?.();
		renderer?.dispose();
		renderer?.forceContextLoss();
		renderer = null;
	};
	const open = ({ width, height }: ThumbnailSize): Result<WebGLRenderer, string> => {
		if (disposed) return err('The studio was closed.');
		cancelIdle?.();
		if (renderer && hasLostContext(renderer)) close();
		if (!renderer) {
			const created = createRenderer({ canvas: document.createElement('canvas'), alpha: true });
			if (!created.ok) return err(created.error.message);
			renderer = created.value;
		}
		renderer.setPixelRatio(1);
		renderer.setSize(width, height, false);
		return ok(renderer);
	};
	const enqueue = <T>(job: () => Promise<Result<T, string>>): Promise<Result<T, string>> => {
		const drawn = async () => {
			const result = await job();
			return renderer && hasLostContext(renderer) ? err('The graphics card took the picture away.') : result;
		};
		const run = queue.then(drawn).catch((cause: unknown) => err(String(cause)));
		queue = run.then(() => {
			cancelIdle?.();
			if (!disposed) cancelIdle = clock.after(IDLE_MS, close);
		});
		return run;
	};

	return {
		model: (bytes, size) =>
			enqueue(async () => {
				const model = await loadModel(bytes);
				if (!model.ok) return model;
				const opened = open(size);
				const drawn = opened.ok ? ok(await drawModel(opened.value, model.value, size)) : opened;
				freeModel(model.value);
				return drawn;
			}),
		scene: (snapshot, options) =>
			enqueue(async () => {
				const content = createSceneGraph({ ...options, clock, onChange() {}, icons: NO_ICONS });
				content.graph.show(snapshot);
				await content.idle();
				const bounds = content.graph.bounds();
				const opened =
					options.bare && bounds.isEmpty() ? err('There is nothing to see of it.') : open(options);
				if (!opened.ok) {
					content.dispose();
					return opened;
				}
				const stage = new Stage(opened.value, content, options.theme);
				const camera = makeCamera(options);
				const target = look(camera, bounds, SCENE_ANGLE, options.view);
				stage.overlay.visible = false;
				stage.bare = options.bare ?? false;
				opened.value.setClearColor('#000000', 0);
				stage.prepare(camera, target, 0);
				opened.value.render(stage.scene, camera);
				const blob = toBlob(opened.value.domElement, options);
				stage.dispose();
				content.dispose();
				return ok(await blob);
			}),
		dispose() {
			disposed = true;
			close();
		},
	};
}

const NO_ICONS = { get: () => null, pin: () => null, dispose() {} };

function drawModel(renderer: WebGLRenderer, model: Object3D, size: ThumbnailSize): Promise<Blob> {
	const scene = new Scene();
	const lights = new DefaultLights();
	const surroundings = createSurroundings();
	model.traverse((each) => (each.castShadow = each.receiveShadow = true));
	scene.add(model, lights.group);
	scene.updateMatrixWorld();
	const bounds = new Box3().setFromObject(model);
	lights.aim(bounds);
	lights.step(0);
	scene.environment = surroundings;
	scene.environmentIntensity = lights.surround;
	const camera = makeCamera(size);
	look(camera, bounds, MODEL_ANGLE);
	renderer.setClearColor('#000000', 0);
	renderer.shadowMap.needsUpdate = true;
	renderer.render(scene, camera);
	// Read in the same task, before the browser may clear the drawing buffer.
	const blob = toBlob(renderer.domElement, size);
	lights.dispose();
	surroundings.dispose();
	return blob;
}

function makeCamera({ width, height }: ThumbnailSize): PerspectiveCamera {
	return new PerspectiveCamera(FOV, width / height, 0.01, 2000);
}

/** Places the camera so that the box fills the picture; returns what it looks at. */
function look(camera: PerspectiveCamera, bounds: Box3, angle: Vector3, view?: ViewportView): Vector3 {
	const shown = bounds.isEmpty() ? EMPTY : bounds;
	const target = shown.getCenter(new Vector3());
	camera.position.copy(angle).add(target);
	camera.lookAt(target);
	const distance = fitDistance(camera, shown);
	camera.position.copy(angle).multiplyScalar(distance).add(target);
	if (view) {
		camera.fov = EDITING_FOV;
		target.fromArray(view.target);
		camera.position.fromArray(view.position);
	}
	camera.near = Math.max(0.005, distance * 0.02);
	camera.far = distance * 20 + 200;
	camera.lookAt(target);
	camera.updateProjectionMatrix();
	camera.updateMatrixWorld();
	return target;
}
