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
import { flown, turned } from './free-view.ts';
import { fitDistance } from './fit-distance.ts';
import {
	asEditingView,
	type Clipping,
	clipping,
	distanceOf,
	EDITING_FOV,
	flatLens,
	lensFov,
	magnification,
	standFor,
} from './lens.ts';
import { HELPER_LAYER } from '../scene/layers.ts';
import type {
	ViewDirection,
	ViewLens,
	ViewportNavigation,
	ViewportProjection,
	ViewportView,
	ViewThrough,
} from '../viewport-port.ts';
import { seeThrough } from './see-through.ts';
import { anglesOf } from './view-angles.ts';

CameraControls.install({
	THREE: { Vector2, Vector3, Vector4, Quaternion, Matrix4, Spherical, Box3, Sphere, Raycaster },
});

const SMOOTH_TIME = 0.11;
const DRAG_SMOOTH_TIME = 0.045;
/** Metres, through the editing lens. */
const MIN_DISTANCE = 0.15;
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
	#projection: ViewportProjection = 'perspective';
	/** null: the editing lens, in perspective. */
	#lens: ViewLens | null = null;
	/** The lens is that of a camera of the scene. */
	#borrowed = false;
	/** From what the lens counts from to the target, m. */
	#ahead = 0;
	/** Whose eyes a game is seen through; the hands' own view waits meanwhile. */
	#through: ViewThrough | null = null;
	#clipped: Clipping | null = null;

	constructor(reducedMotion: boolean, onWake: () => void) {
		this.camera.layers.enable(HELPER_LAYER);
		this.#controls = new CameraControls(this.camera);
		this.#smooth = !reducedMotion;
		const controls = this.#controls;
		const { ACTION } = CameraControls;
		controls.dollyToCursor = true;
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
		this.#controls.enabled = on && !this.#through;
	}

	set navigation(navigation: ViewportNavigation) {
		const { ACTION } = CameraControls;
		const { ROTATE, TRUCK, DOLLY, NONE, TOUCH_ROTATE, TOUCH_TRUCK } = ACTION;
		this.#controls.mouseButtons.left = {
			orbit: ROTATE,
			pan: TRUCK,
			zoom: DOLLY,
			select: NONE,
			lasso: NONE,
		}[navigation];
		// One finger cannot pinch: zooming by touch stays with two.
		const still = { select: NONE, lasso: NONE } as const;
		const one = { orbit: TOUCH_ROTATE, pan: TOUCH_TRUCK, zoom: TOUCH_ROTATE, ...still } as const;
		this.#controls.touches.one = one[navigation];
	}

	/** Goes up whenever somebody moves the camera. */
	get moves(): number {
		return this.#moves;
	}

	get view(): ViewportView {
		if (this.#through) return this.#finalView;
		const { position } = this.camera;
		return asEditingView({ position: toArray(position), target: toArray(this.target) }, this.#lens);
	}

	/** Of `view`: a flat lens has no angle, its view is told as the editing lens would have it. */
	get fov(): number {
		return this.#lens?.projection === 'perspective' ? this.#lens.fov : EDITING_FOV;
	}

	/** Through which it is seen now. */
	get lens(): ViewLens | null {
		return this.#through?.lens ?? this.#lens;
	}

	get projection(): ViewportProjection {
		return this.lens?.projection ?? 'perspective';
	}

	set projection(projection: ViewportProjection) {
		if (projection === this.#projection && !this.#borrowed) return;
		const view = this.#finalView;
		this.#projection = projection;
		this.setView(view, false);
	}

	setView(view: ViewportView, animate: boolean, borrowed: ViewLens | null = null): void {
		this.#moves++;
		// From one lens to another there is no way between: the picture would lurch.
		const glides = animate && this.#smooth && !borrowed && !this.#borrowed;
		this.#borrowed = borrowed !== null;
		const lens = borrowed ?? (this.#projection === 'orthographic' ? flatLens(view) : null);
		this.#putOn(lens, borrowed ? distanceOf(view) : 0);
		const { position, target } = standFor(view, lens);
		this.#controls.minDistance = MIN_DISTANCE / magnification(lens);
		this.#controls.maxDistance = Math.max(
			MAX_DISTANCE / magnification(lens),
			distanceOf({ position, target }) * 10,
		);
		void this.#controls.setLookAt(...position, ...target, glides);
		if (!glides) this.update(0);
	}

	/** Sees from elsewhere, whatever the hands do; null: from where they are. */
	lookThrough(through: ViewThrough | null): void {
		const { camera } = this;
		const changes = (through === null) !== (this.#through === null);
		this.#through = through;
		if (!changes) return;
		this.enabled = !through;
		if (through) {
			this.#clipped = { near: camera.near, far: camera.far };
			return camera.layers.disable(HELPER_LAYER);
		}
		camera.layers.enable(HELPER_LAYER);
		Object.assign(camera, this.#clipped);
		this.#putOn(this.#lens, this.#ahead);
	}

	/** Looks straight along an axis at the same target, turning there by the shorter way. */
	look(direction: ViewDirection): void {
		this.#giveBack();
		this.#moves++;
		const { azimuth, polar } = anglesOf(direction, this.#controls.azimuthAngle);
		void this.#controls.rotateTo(azimuth, polar, this.#smooth);
		if (!this.#smooth) this.update(0);
	}

	/** Brings a box into view, from where the camera looks now. */
	focus(box: Box3): void {
		this.#giveBack();
		const shown = box.isEmpty() ? EMPTY_SCENE : box;
		const center = shown.getCenter(new Vector3());
		const least = MIN_FOCUS_DISTANCE / magnification(this.#lens);
		const distance = Math.max(fitDistance(this.camera, shown), least);
		const away = this.camera.getWorldDirection(new Vector3()).multiplyScalar(-distance).add(center);
		void this.#controls.setLookAt(away.x, away.y, away.z, center.x, center.y, center.z, this.#smooth);
	}

	/** Moves what sees and what it looks at: so far to the right, up in the world and ahead, m. */
	fly(by: Vector3): void {
		this.#giveBack();
		const view = this.#finalView;
		this.setView(flown(view, by), false);
	}

	/** Looks around from where it is, radians: to the left, and up. */
	turn(yaw: number, pitch: number): void {
		this.#giveBack();
		this.setView(turned(this.#finalView, yaw, pitch), false);
	}

	/** Goes around what it looks at, radians: to the right, and up. */
	orbit(right: number, up: number): void {
		this.#giveBack();
		this.#moves++;
		void this.#controls.rotate(right, -up, this.#smooth);
		if (!this.#smooth) this.update(0);
	}

	/** Moves across what is seen, by shares of the picture's height: to the right, and up. */
	pan(right: number, up: number): void {
		this.#moves++;
		const height = 2 * this.#controls.distance * Math.tan((this.camera.fov * Math.PI) / 360);
		void this.#controls.truck(right * height, -up * height, this.#smooth);
		if (!this.#smooth) this.update(0);
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
		if (this.#through) return seeThrough(this.camera, this.target, this.#through);
		const moving = this.#controls.update(deltaMs / 1000);
		this.#controls.getTarget(this.target);
		this.#clip(clipping(this.#lens, this.#controls.distance, this.#ahead));
		this.camera.updateMatrixWorld();
		return moving;
	}

	/** Where a glide will have ended. */
	get #finalView(): ViewportView {
		const position = this.#controls.getPosition(new Vector3(), true);
		const target = this.#controls.getTarget(new Vector3(), true);
		return asEditingView({ position: toArray(position), target: toArray(target) }, this.#lens);
	}

	/** The scene's camera has its lens back: what it saw is edited from here on. */
	#giveBack(): void {
		if (this.#borrowed) this.setView(this.view, false);
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
