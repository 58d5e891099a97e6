import { Vector3 } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { CameraRig } from './camera-rig.ts';

/** By their places on the keyboard: to the right, up, ahead. */
const WAYS: ReadonlyMap<string, readonly [number, number, number]> = new Map([
	['KeyW', [0, 0, 1]],
	['KeyS', [0, 0, -1]],
	['KeyA', [-1, 0, 0]],
	['KeyD', [1, 0, 0]],
	['KeyE', [0, 1, 0]],
	['KeyQ', [0, -1, 0]],
]);
/** Metres a second, and how many times that with Shift. */
const SPEED = 4;
const FAST = 4;
const RADIANS_PER_PIXEL = 0.0035;

type Ears = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** Flying through the scene: keys move while the right mouse button is held, and the mouse looks around. */
export class Flight {
	#rig: CameraRig;
	#onWake: () => void;
	#held = false;
	#flying = false;
	#fast = false;
	#flew = false;
	#keys = new Set<string>();
	#disposer = new Disposer();

	constructor(element: Ears, rig: CameraRig, onWake: () => void, page: Ears = window) {
		this.#rig = rig;
		this.#onWake = onWake;
		this.#listen(element, 'pointerdown', (event: PointerEvent) => {
			this.#flew = false;
			if (event.button === 2 && event.pointerType === 'mouse') this.#held = true;
		});
		this.#listen(page, 'pointermove', (event: PointerEvent) => this.#look(event));
		this.#listen(page, 'pointerup', (event: PointerEvent) => event.button === 2 && this.#land());
		for (const type of ['pointercancel', 'blur']) this.#listen(page, type, () => this.#land());
		this.#listen(page, 'keydown', (event: KeyboardEvent) => this.#press(event));
		this.#listen(page, 'keyup', (event: KeyboardEvent) => {
			this.#fast = event.shiftKey;
			this.#keys.delete(event.code);
			// While ⌘ is held, systems keep to themselves that other keys are let go of.
			if (event.key === 'Meta') this.#keys.clear();
		});
	}

	/** Whether keys flew since the last press: it was no click. */
	get flew(): boolean {
		return this.#flew;
	}

	/** Flies on; true while it does. */
	step(deltaMs: number): boolean {
		if (this.#keys.size === 0) return false;
		const way = new Vector3();
		for (const key of this.#keys) way.add(new Vector3(...(WAYS.get(key) ?? [0, 0, 0])));
		const speed = SPEED * (this.#fast ? FAST : 1);
		this.#rig.fly(way.normalize().multiplyScalar((speed * deltaMs) / 1000));
		return true;
	}

	dispose(): void {
		this.#land();
		this.#disposer.dispose();
	}

	#press(event: KeyboardEvent): void {
		this.#fast = event.shiftKey;
		if (!this.#held || !WAYS.has(event.code)) return;
		// Meanwhile these keys choose no tools.
		event.preventDefault();
		event.stopPropagation();
		this.#keys.add(event.code);
		if (!this.#flying) this.#rig.enabled = false;
		this.#flying = true;
		this.#flew = true;
		this.#onWake();
	}

	#look({ movementX, movementY, buttons }: PointerEvent): void {
		// Let go of where nobody told: over another window, or a menu of the system.
		if (this.#held && (buttons & 2) === 0) this.#land();
		if (!this.#flying) return;
		this.#rig.turn(-movementX * RADIANS_PER_PIXEL, -movementY * RADIANS_PER_PIXEL);
		this.#onWake();
	}

	#land(): void {
		this.#held = false;
		this.#keys.clear();
		if (this.#flying) this.#rig.enabled = true;
		this.#flying = false;
	}

	#listen<E extends Event>(on: Ears, type: string, run: (event: E) => unknown): void {
		// Before the keys of commands and of the picture.
		const listener = (event: Event) => void run(event as E);
		on.addEventListener(type, listener, { capture: true });
		this.#disposer.add(() => on.removeEventListener(type, listener, { capture: true }));
	}
}
