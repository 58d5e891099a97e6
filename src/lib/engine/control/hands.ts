import type { Group, Scene } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportEmitters } from '../viewport-events.ts';
import type { ViewportNavigation, ViewportOptions, ViewportSnap } from '../viewport-port.ts';
import type { CameraRig } from './camera-rig.ts';
import { Flight } from './flight.ts';
import { Gizmo, type GizmoHands } from './gizmo.ts';
import { Marquee, type MarqueeHandlers } from './marquee.ts';
import { Measuring } from './measuring.ts';
import { Palm } from './palm.ts';
import { Picker } from './picker.ts';
import { Placing } from './placing.ts';
import { listenForTaps, MAX_TRAVEL, type TapHandlers } from './pointer-taps.ts';
import { entitiesInside } from './rectangle-pick.ts';
import { Snapping } from './snapping.ts';
import { TouchGestures, type TouchHandlers } from './touch-gestures.ts';

/** What the gizmo does, told to whoever listens. */
const gizmoHands = (
	events: ViewportEmitters,
	rig: CameraRig,
	snapping: Snapping,
	onChange: () => void,
): GizmoHands => ({
	onHold: (nodes, pivot) => snapping.hold(nodes, pivot),
	onPlace: (pivot) => snapping.place(pivot),
	isFree: () => snapping.free,
	onStart: (ids) => events.emit('transform-started', { ids }),
	// Of copies nobody is told before they are there.
	onDrag: (changes, copies) => copies || events.emit('transforming', { changes }),
	onEnd: (changes, copies) => {
		if (changes.length > 0) events.emit('transformed', { changes, copies });
		else events.emit('transform-cancelled', {});
	},
	onCancel: () => events.emit('transform-cancelled', {}),
	onGrab: (grabbed) => {
		rig.enabled = !grabbed;
		if (!grabbed) snapping.letGo();
	},
	onChange,
});

export type HandsOptions = Pick<ViewportOptions, 'canvas' | 'overlay' | 'assets' | 'clock'> & {
	/** What is drawn for the hands alone. */
	readonly stage: Group;
	readonly scene: Scene;
	readonly graph: SceneGraph;
	readonly rig: CameraRig;
	readonly events: ViewportEmitters;
	/** The handles look different: draw. */
	readonly onChange: () => void;
};

/** The hands on the picture, in this order: handles have the first say over a press, then taps and rectangles, then the camera. */
export class Hands {
	readonly gizmo: Gizmo;
	readonly picker: Picker;
	readonly placing: Placing;
	readonly measuring: Measuring;
	#options: HandsOptions;
	#marquee: Marquee;
	#snapping: Snapping;
	#flight: Flight;
	#fingers: TouchGestures;
	#navigation: ViewportNavigation = 'orbit';
	#disposer = new Disposer();

	constructor(options: HandsOptions) {
		this.#options = options;
		const { canvas, overlay, scene, graph, rig, events, clock, onChange } = options;
		const palm = new Palm(canvas);
		this.picker = new Picker(canvas, rig, graph);
		this.#snapping = new Snapping(canvas, graph, this.picker);
		const hands = gizmoHands(events, rig, this.#snapping, onChange);
		this.gizmo = new Gizmo(scene, rig.camera, canvas, graph, hands);
		this.placing = this.#makePlacing();
		this.measuring = this.#makeMeasuring();
		this.#fingers = new TouchGestures(canvas, clock, this.#fingerHandlers());
		const hover = (event: PointerEvent) => this.#hover(event);
		canvas.addEventListener('pointermove', hover);
		this.#disposer.add(() => canvas.removeEventListener('pointermove', hover));
		const taps = listenForTaps(canvas, this.#tapHandlers());
		this.#marquee = new Marquee(canvas, overlay, this.#marqueeHandlers());
		this.#flight = new Flight(canvas, rig, onChange);
		rig.connect(canvas);
		const modes = [this.placing, this.measuring, this.#fingers, palm];
		for (const part of [taps, this.#marquee, rig, this.gizmo, this.#snapping, this.#flight, ...modes])
			this.#disposer.add(() => part.dispose());
	}

	set navigation(navigation: ViewportNavigation) {
		this.#navigation = navigation;
		this.#marquee.shape = navigation === 'lasso' ? 'lasso' : 'rectangle';
		this.#options.rig.navigation = navigation;
	}

	set snap(snap: ViewportSnap) {
		this.gizmo.snap = snap;
		this.#snapping.snap = snap;
		this.placing.snap = snap;
	}

	/** Something else is placed, or nothing any more (null); the handles rest meanwhile. */
	place(sample: SceneSnapshot | null): void {
		if (sample) this.measuring.cancel();
		this.gizmo.resting = sample !== null;
		this.placing.show(sample, this.#options.rig.target);
	}

	/** Presses measure, or no longer; the handles rest meanwhile. */
	measure(on: boolean): void {
		if (!on) return void this.measuring.cancel();
		this.placing.cancel();
		this.gizmo.resting = true;
		this.measuring.begin();
	}

	/** Flies on while keys say so; true while they do. */
	step(deltaMs: number): boolean {
		return this.#flight.step(deltaMs);
	}

	/** Gives up what is being dragged; false when nothing is. */
	cancel(): boolean {
		return this.gizmo.cancel() || this.#marquee.cancel() || this.placing.cancel() || this.measuring.cancel();
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	/** Dragging selects. */
	get #drags(): boolean {
		return this.#navigation === 'select' || this.#navigation === 'lasso';
	}

	/** A press means something else than what is under it. */
	get #busy(): boolean {
		return this.placing.active || this.measuring.active;
	}

	#makePlacing(): Placing {
		const { events } = this.#options;
		return new Placing({
			...this.#options,
			picker: this.picker,
			onPlaced: (at, more) => events.emit('placed', { at, more }),
			onCancel: () => {
				this.gizmo.resting = false;
				events.emit('placing-cancelled', {});
			},
		});
	}

	#makeMeasuring(): Measuring {
		const { events } = this.#options;
		return new Measuring({
			...this.#options,
			picker: this.picker,
			onMeasured: (measured) => events.emit('measured', measured),
			onCancel: () => {
				this.gizmo.resting = false;
				events.emit('measuring-ended', {});
			},
		});
	}

	#fingerHandlers(): TouchHandlers {
		const { events } = this.#options;
		const { gizmo } = this;
		return {
			mayHold: () => !this.#busy,
			onHold: ({ x, y }) => this.#hold(x, y),
			onHeld: ({ x, y }, travel) => {
				// Who aims at a handle for long and then drags it does not ask for a menu.
				if (gizmo.hot && travel > MAX_TRAVEL.mouse) return;
				gizmo.cancel();
				this.#askMenu(x, y);
			},
			onFingerTap: (fingers) => events.emit('fingers-tapped', { fingers }),
		};
	}

	#tapHandlers(): TapHandlers {
		const { events } = this.#options;
		const { gizmo, picker, placing, measuring } = this;
		return {
			mayStart: () => !gizmo.hot,
			mayEnd: () => !this.#fingers.held,
			onPointer: (coarse) => (gizmo.coarse = coarse),
			onMenu: ({ x, y }) => {
				if (this.#flight.flew) return;
				this.#hold(x, y);
				this.#askMenu(x, y);
			},
			onTap: ({ x, y, additive }) => {
				if (measuring.active) return measuring.tap(x, y, this.#snapping.vertexKey);
				if (!placing.active) return events.emit('picked', { id: picker.entityAt(x, y), additive });
				placing.aim(x, y);
				placing.put(additive);
			},
			onDoubleTap: ({ x, y }) => {
				const id = this.#busy ? null : picker.entityAt(x, y);
				if (id) events.emit('opened', { id });
			},
		};
	}

	#marqueeHandlers(): MarqueeHandlers {
		const { graph, rig, events } = this.#options;
		return {
			mayStart: ({ shiftKey, ctrlKey, metaKey }) =>
				!this.gizmo.hot && !this.#busy && (this.#drags || shiftKey || ctrlKey || metaKey),
			// Where dragging selects anyway the camera stays awake: two fingers are still its own.
			onGrab: (grabbed) => (rig.enabled = !grabbed || this.#drags),
			onDrawn: (area, mode) => events.emit('framed', { ids: entitiesInside(graph, rig.camera, area), mode }),
		};
	}

	#hover({ clientX, clientY, buttons }: PointerEvent): void {
		if (buttons !== 0) return;
		this.placing.aim(clientX, clientY);
		this.measuring.hover(clientX, clientY, this.#snapping.vertexKey);
	}

	/** What is there is meant: on a handle, what is selected. */
	#hold(x: number, y: number): void {
		if (!this.gizmo.hot) this.#options.events.emit('held', { id: this.picker.entityAt(x, y) });
	}

	/** A moment later: the browser closes what is open when this very press ends. */
	#askMenu(x: number, y: number): void {
		const { clock, events } = this.#options;
		clock.after(0, () => events.emit('menu-asked', { x, y }));
	}
}
