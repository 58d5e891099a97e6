import CameraControls from 'camera-controls';
import {
	Box3,
	Matrix4,
	PerspectiveCamera,
	Quaternion,
	Raycaster,
	Sphere,
	Spherical,
	Vector2,
	Vector3,
	Vector4,
} from 'three';
import { fitDistance } from './fit-distance.ts';
import {
	asEditingView,
	type Clipping,
	clipping,
	distanceOf,
	EDITING_FOV,
	lensFov,
	standFor,
} from './lens.ts';
import { HELPER_LAYER } from '../scene/layers.ts';
import type { ViewLens, ViewportNavigation, ViewportView } from '../viewport-port.ts';

CameraControls.install({
	THREE: { Vector2, Vector3, Vector4, Quaternion, Matrix4, Spherical, Box3, Sphere, Raycaster },
});

const SMOOTH_TIME = 0.11;
const DRAG_SMOOTH_TIME = 0.045;
const MAX_DISTANCE = 2500;
const MIN_FOCUS_DISTANCE = 0.8;
/** What an empty scene is seen as: the middle of the grid. */
const EMPTY_SCENE = new Box3(new Vector3(-2, 0, -2), new Vector3(2, 1, 2));
const START: ViewportView = { position: [5.5, 4.2, 7], target: [0, 0.4, 0] };

/** The editing camera and the hands that turn it: mouse, trackpad, touch. */
export class CameraRig {
	readonly camera = new PerspectiveCamera(EDITING_FOV, 1, 0.05, 4000);
	readonly target = new Vector3();
	#controls: CameraControls;
	#smooth: boolean;
	#moves = 0;
	#lens: ViewLens | null = null;
	/** From the lens's own camera to the target, m. */
	#ahead = 0;

	constructor(reducedMotion: boolean, onWake: () => void) {
		this.camera.layers.enable(HELPER_LAYER);
		this.#controls = new CameraControls(this.camera);
		this.#smooth = !reducedMotion;
		const controls = this.#controls;
		const { ACTION } = CameraControls;
		controls.dollyToCursor = true;
		controls.minDistance = 0.15;
		controls.maxDistance = MAX_DISTANCE;
		controls.touches = {
			one: ACTION.TOUCH_ROTATE,
			two: ACTION.TOUCH_DOLLY_TRUCK,
			three: ACTION.TOUCH_TRUCK,
		};
		controls.mouseButtons.middle = ACTION.TRUCK;
		controls.mouseButtons.right = ACTION.TRUCK;
		for (const type of ['controlstart', 'control', 'transitionstart'] as const)
			controls.addEventListener(type, () => {
				this.#moves++;
				onWake();
			});
		this.reducedMotion = reducedMotion;
		this.setView(START, false);
		this.update(0);
	}

	/** Starts listening; after whoever may take a press away first (the gizmo). */
	connect(element: HTMLElement): void {
		this.#controls.connect(element);
	}

	set reducedMotion(on: boolean) {
		this.#smooth = !on;
		this.#controls.smoothTime = on ? 0 : SMOOTH_TIME;
		this.#controls.draggingSmoothTime = on ? 0 : DRAG_SMOOTH_TIME;
	}

	/** Off while the gizmo is being dragged. */
	set enabled(on: boolean) {
		this.#controls.enabled = on;
	}

	set navigation(navigation: ViewportNavigation) {
		const { ACTION } = CameraControls;
		const action = { orbit: ACTION.ROTATE, pan: ACTION.TRUCK, zoom: ACTION.DOLLY } as const;
		this.#controls.mouseButtons.left = action[navigation];
		// One finger cannot pinch: zooming by touch stays with two.
		this.#controls.touches.one = navigation === 'pan' ? ACTION.TOUCH_TRUCK : ACTION.TOUCH_ROTATE;
	}

	/** Goes up whenever somebody moves the camera. */
	get moves(): number {
		return this.#moves;
	}

	get view(): ViewportView {
		const { position } = this.camera;
		return asEditingView({ position: toArray(position), target: toArray(this.target) }, this.#lens);
	}

	/** Of `view`: a flat lens has no angle, its view is told as the editing lens would have it. */
	get fov(): number {
		return this.#lens?.projection === 'perspective' ? this.#lens.fov : EDITING_FOV;
	}

	get lens(): ViewLens | null {
		return this.#lens;
	}

	setView(view: ViewportView, animate: boolean, lens: ViewLens | null = null): void {
		this.#moves++;
		// From one lens to another there is no way between: the picture would lurch.
		const glides = animate && this.#smooth && !lens && !this.#lens;
		this.#putOn(lens, distanceOf(view));
		const { position, target } = standFor(view, lens);
		this.#controls.maxDistance = Math.max(MAX_DISTANCE, distanceOf({ position, target }) * 10);
		void this.#controls.setLookAt(...position, ...target, glides);
		if (!glides) this.update(0);
	}

	/** Brings a box into view, from where the camera looks now. */
	focus(box: Box3): void {
		if (this.#lens) this.setView(this.view, false);
		const shown = box.isEmpty() ? EMPTY_SCENE : box;
		const center = shown.getCenter(new Vector3());
		const distance = Math.max(fitDistance(this.camera, shown), MIN_FOCUS_DISTANCE);
		const away = this.camera.getWorldDirection(new Vector3()).multiplyScalar(-distance).add(center);
		void this.#controls.setLookAt(away.x, away.y, away.z, center.x, center.y, center.z, this.#smooth);
	}

	zoom(factor: number): void {
		void this.#controls.dollyTo(this.#controls.distance / factor, this.#smooth);
	}

	resize(width: number, height: number): void {
		this.camera.aspect = width / height;
		this.camera.updateProjectionMatrix();
	}

	/** Moves on; true while the camera is still moving. */
	update(deltaMs: number): boolean {
		const moving = this.#controls.update(deltaMs / 1000);
		this.#controls.getTarget(this.target);
		this.#clip(clipping(this.#lens, this.#controls.distance, this.#ahead));
		this.camera.updateMatrixWorld();
		return moving;
	}

	/** The editing lens follows in steps: each is a new projection. */
	#clip({ near, far }: Clipping): void {
		const { camera } = this;
		const step = this.#lens ? 0 : camera.near * 0.2;
		if (camera.far === far && Math.abs(near - camera.near) <= step) return;
		camera.near = near;
		camera.far = far;
		camera.updateProjectionMatrix();
	}

	#putOn(lens: ViewLens | null, ahead: number): void {
		this.#lens = lens;
		this.#ahead = ahead;
		this.camera.fov = lensFov(lens);
		this.camera.updateProjectionMatrix();
	}

	dispose(): void {
		this.#controls.dispose();
	}
}

const toArray = (vector: Vector3): [number, number, number] => [vector.x, vector.y, vector.z];
