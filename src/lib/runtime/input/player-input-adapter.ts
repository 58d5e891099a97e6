import { Disposer } from '../../base/disposer.ts';
import type { NextFrame } from '../loop/game-loop.ts';
import type { Binding } from './actions.ts';
import type { PlayerInput } from './player-input.ts';
import { readPad, type PadState } from './read-pad.ts';

/** Why a game stood still by itself: a pad that was used is gone, or the pointer was taken from it. */
export type PauseCause = 'pad' | 'pointer';

export type AdapterOptions = {
	/** The picture, which has the focus while one plays. */
	readonly picture: HTMLElement;
	readonly input: PlayerInput;
	readonly nextFrame: NextFrame;
	readonly pads: () => readonly ((PadState & { readonly index: number }) | null)[];
	/** Keys that are not the game's, whatever presses what: those that stop it, or make it stand still. */
	readonly passes: (event: KeyboardEvent) => boolean;
	/** What of a pad is not the game's, of all that is pressed of it now and how far. */
	readonly takesOfPad?: (pressed: ReadonlyMap<Binding, number>) => ReadonlySet<Binding>;
	/** The player asks that it stands still. */
	readonly onpause: () => void;
	readonly onlost: (cause: PauseCause) => void;
};

type Names = keyof HTMLElementEventMap | keyof WindowEventMap | keyof DocumentEventMap;

/** How far the player looks around with a mouse and with a finger, degrees a pixel. */
const MOUSE_LOOK = 0.14;
const FINGER_LOOK = 0.3;
/** They write nothing and run nothing of the studio's that a player would press by mistake. */
const ALWAYS_FREE = /^(?:Tab|F\d+)$/;

/**
 * Hears what a player does on the page. While the game stands still, only pads are heard, for what makes it go on;
 * keys and the mouse are the studio's then.
 */
export class PlayerInputAdapter {
	#options: AdapterOptions;
	#disposer = new Disposer();
	#isOn = false;
	#hasFocus = true;
	#cancelFrame = () => {};
	#lastFrame: number | undefined;
	#padPressed = new Set<string>();
	#padsUsed = new Set<number>();
	#wantsLock = false;
	#isLocked = false;
	/** A button that was pressed on the picture is held. */
	#isDragging = false;
	#finger: { readonly id: number; x: number; y: number } | undefined;

	constructor(options: AdapterOptions) {
		this.#options = options;
		const { picture } = options;
		const page = picture.ownerDocument;
		const view = page.defaultView as Window;
		this.#listen(picture, 'keydown', (event: KeyboardEvent) => this.#keyDown(event));
		this.#listen(view, 'keyup', (event: KeyboardEvent) => this.#keyUp(event));
		this.#listen(picture, 'blur', () => this.release());
		this.#listen(view, 'blur', () => this.#leave());
		this.#listen(view, 'focus', () => (this.#hasFocus = true));
		this.#listen(page, 'visibilitychange', () => this.release());
		this.#listen(picture, 'mousedown', (event: MouseEvent) => this.#mouseDown(event));
		this.#listen(view, 'mouseup', (event: MouseEvent) => this.#mouseUp(event));
		this.#listen(picture, 'contextmenu', (event: Event) => this.#isOn && event.preventDefault());
		this.#listen(picture, 'pointerdown', (event: PointerEvent) => this.#pointerDown(event));
		this.#listen(picture, 'pointermove', (event: PointerEvent) => this.#pointerMove(event));
		for (const type of ['pointerup', 'pointercancel', 'pointerleave'] as const)
			this.#listen(picture, type, (event: PointerEvent) => this.#pointerGone(event));
		this.#listen(page, 'pointerlockchange', () => this.#lockChanged());
		this.#listen(view, 'gamepaddisconnected', () => this.#hearPads());
		this.#disposer.add(() => this.#cancelFrame());
		this.#plan();
	}

	/** Whether the game goes on, and hears of its player. What was pressed before is let go. */
	set isOn(isOn: boolean) {
		if (this.#isOn === isOn) return;
		this.#isOn = isOn;
		this.release();
		if (!isOn) this.#unlock();
		else this.#padsUsed.clear();
		if (isOn && this.#wantsLock) this.#lock();
	}

	/** Asks that the pointer is held in the picture; where the browser wants a press for it, with the next one. */
	lockPointer(on: boolean): void {
		this.#wantsLock = on;
		if (on) this.#lock();
		else this.#unlock();
	}

	/** Lets go of everything. */
	release(): void {
		this.#finger = undefined;
		this.#isDragging = false;
		this.#options.input.release((binding) => this.#hasFocus && this.#padPressed.has(binding));
	}

	dispose(): void {
		this.#isOn = false;
		this.#unlock();
		this.#disposer.dispose();
	}

	/** A key that a button over the picture heard: those that press it are its own, all others the game's. */
	hearKeyOfButton(event: KeyboardEvent): void {
		if (/^(?:Enter|NumpadEnter|Space)$/.test(event.code) && !event.ctrlKey && !event.metaKey)
			event.stopPropagation();
		else this.#takeKey(event);
	}

	#keyDown(event: KeyboardEvent): void {
		if (event.target === this.#options.picture) this.#takeKey(event);
	}

	#takeKey(event: KeyboardEvent): void {
		const { input, passes, onpause } = this.#options;
		if (event.isComposing || passes(event)) return;
		// While the system's key is held, no browser tells that another was let go.
		if (event.metaKey) return this.release();
		if (event.ctrlKey || event.altKey || ALWAYS_FREE.test(event.code)) return;
		const binding = `key:${event.code}`;
		if (!this.#isOn && !input.pauses(binding)) return;
		event.stopPropagation();
		if (event.code === 'Escape') {
			event.preventDefault();
			if (!event.repeat) onpause();
			return;
		}
		if (!input.uses(binding)) return;
		event.preventDefault();
		if (!event.repeat) input.press(binding, 1);
	}

	#keyUp({ code, key }: KeyboardEvent): void {
		if (key === 'Meta') this.release();
		else this.#options.input.press(`key:${code}`, 0);
	}

	#mouseDown(event: MouseEvent): void {
		const { picture, input } = this.#options;
		if (!this.#isOn || event.target !== picture) return;
		picture.focus({ preventScroll: true });
		if (this.#wantsLock && !this.#isLocked) this.#lock();
		// The middle button would scroll, and any other select.
		event.preventDefault();
		input.press(`mouse:${event.button}`, 1);
		this.#isDragging = true;
		this.#point(event);
	}

	#mouseUp(event: MouseEvent): void {
		const { input } = this.#options;
		input.press(`mouse:${event.button}`, 0);
		if (event.buttons === 0) this.#isDragging = false;
		if (this.#isOn && event.target === this.#options.picture) this.#point(event);
	}

	/** A finger on the picture looks around; one of them does, whatever the others hold. */
	#pointerDown(event: PointerEvent): void {
		const { picture } = this.#options;
		if (!this.#isOn || event.target !== picture) return;
		// What is dragged out of the picture goes on looking around; a held pointer never leaves it.
		if (!this.#isLocked) picture.setPointerCapture(event.pointerId);
		if (event.pointerType === 'mouse') return;
		// Else the browser makes a mouse of it, which would fire.
		event.preventDefault();
		picture.focus({ preventScroll: true });
		if (this.#finger) return;
		this.#finger = { id: event.pointerId, x: event.clientX, y: event.clientY };
		this.#point(event);
	}

	#pointerMove(event: PointerEvent): void {
		if (!this.#isOn) return;
		const { picture, input } = this.#options;
		const finger = this.#finger;
		if (event.pointerType === 'mouse') {
			if (this.#isLocked || this.#isDragging)
				input.lookAround(event.movementX * MOUSE_LOOK, -event.movementY * MOUSE_LOOK);
			if (event.target === picture) this.#point(event);
		} else if (finger?.id === event.pointerId) {
			input.lookAround((event.clientX - finger.x) * FINGER_LOOK, (finger.y - event.clientY) * FINGER_LOOK);
			[finger.x, finger.y] = [event.clientX, event.clientY];
			this.#point(event);
		}
	}

	#pointerGone(event: PointerEvent): void {
		const isFinger = this.#finger?.id === event.pointerId;
		if (isFinger) this.#finger = undefined;
		const hasLeft = event.type === 'pointerleave' && event.pointerType === 'mouse' && !this.#isLocked;
		if (isFinger || hasLeft) this.#options.input.point(null);
	}

	#point({ clientX, clientY }: MouseEvent): void {
		const { left, top, width, height } = this.#options.picture.getBoundingClientRect();
		if (width === 0 || height === 0) return;
		const share = (at: number, size: number) => Math.min(1, Math.max(0, at / size));
		const at = this.#isLocked
			? { x: 0.5, y: 0.5 }
			: { x: share(clientX - left, width), y: share(clientY - top, height) };
		this.#options.input.point({ ...at, isDown: this.#isDragging || this.#finger !== undefined });
	}

	#plan(): void {
		this.#cancelFrame = this.#options.nextFrame((time) => {
			this.#plan();
			this.#hearPads();
			this.#options.input.passTime((time - (this.#lastFrame ?? time)) / 1000);
			this.#lastFrame = time;
		});
	}

	#hearPads(): void {
		// Who works in another window means another program by it.
		if (!this.#hasFocus) return;
		const { input, pads, takesOfPad } = this.#options;
		const there = pads().filter((pad) => pad !== null);
		const pressed = new Map<Binding, number>();
		for (const pad of there) {
			const amounts = readPad(pad);
			if (amounts.size > 0) this.#padsUsed.add(pad.index);
			amounts.forEach((amount, binding) => pressed.set(binding, Math.max(amount, pressed.get(binding) ?? 0)));
		}
		for (const binding of takesOfPad?.(pressed) ?? []) pressed.delete(binding);
		for (const binding of this.#padPressed) if (!pressed.has(binding)) input.press(binding, 0);
		this.#padPressed = new Set(pressed.keys());
		const lost = [...this.#padsUsed].filter((index) => !there.some((pad) => pad.index === index));
		lost.forEach((index) => this.#padsUsed.delete(index));
		pressed.forEach((amount, binding) => input.press(binding, amount));
		if (lost.length > 0 && this.#isOn) this.#options.onlost('pad');
	}

	/** Another window has the keys: none of them is told when it is let go. */
	#leave(): void {
		this.#hasFocus = false;
		this.#padPressed.clear();
		this.release();
	}

	#lock(): void {
		if (!this.#isOn) return;
		// Old browsers answer nothing, and what is refused is asked for again with the next press.
		void Promise.resolve(this.#options.picture.requestPointerLock()).catch(() => undefined);
	}

	#unlock(): void {
		// First, so that it does not seem to be taken away.
		const wasLocked = this.#isLocked;
		this.#isLocked = false;
		if (wasLocked) this.#options.picture.ownerDocument.exitPointerLock();
	}

	#lockChanged(): void {
		const { picture, onlost } = this.#options;
		const isLocked = picture.ownerDocument.pointerLockElement === picture;
		const wasTaken = this.#isLocked && !isLocked;
		this.#isLocked = isLocked;
		if (wasTaken && this.#isOn) onlost('pointer');
	}

	#listen<E extends Event>(on: EventTarget, type: Names, listener: (event: E) => void): void {
		on.addEventListener(type, listener as (event: Event) => void);
		this.#disposer.add(() => on.removeEventListener(type, listener as (event: Event) => void));
	}
}

/** The gamepads that the browser shows. */
export const browserPads = (): readonly (Gamepad | null)[] => navigator.getGamepads();
