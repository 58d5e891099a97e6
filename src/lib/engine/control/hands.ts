import type { Group, Scene } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { EntityId } from '../../base/ids.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import { Guides } from '../guides/guides.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { StagePalette } from '../stage/palette.ts';
import type { ViewportEmitters } from '../viewport-events.ts';
import type { ViewportNavigation, ViewportOptions, ViewportSnap } from '../viewport-port.ts';
import type { CameraRig } from './camera-rig.ts';
import { Flight } from './flight.ts';
import { Gizmo } from './gizmo.ts';
import { gizmoHands } from './gizmo-hands.ts';
import { GuideDrag, type GuideDragHandlers } from './guide-drag.ts';
import { Marquee, type MarqueeHandlers } from './marquee.ts';
import { Measuring } from './measuring.ts';
import { Palm } from './palm.ts';
import { Picker } from './picker.ts';
import { Placing } from './placing.ts';
import { listenForTaps, MAX_TRAVEL, type TapHandlers } from './pointer-taps.ts';
import { entitiesInside } from './rectangle-pick.ts';
import { Snapping } from './snapping.ts';
import { TouchGestures, type TouchHandlers } from './touch-gestures.ts';

export type HandsOptions = Pick<ViewportOptions, 'canvas' | 'overlay' | 'assets' | 'clock'> & {
	readonly palette: StagePalette;
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
	#guides: Guides;
	#guideDrag: GuideDrag;
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
		this.#guides = new Guides(graph, options.palette);
		options.stage.add(this.#guides.group);
		// Its handles lie over all others: it is asked before them.
		this.#guideDrag = new GuideDrag(canvas, graph, rig.camera, this.#guides, this.#guideHandlers());
		this.picker = new Picker(canvas, rig, graph);
		this.#snapping = new Snapping(canvas, graph, this.picker);
		const hands = gizmoHands(events, rig, this.#snapping, onChange);
		this.gizmo = new Gizmo(scene, rig.camera, canvas, graph, hands);
		this.gizmo.palette = options.palette;
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
		const modes = [this.placing, this.measuring, this.#fingers, palm, this.#guideDrag, this.#guides];
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
		this.#guideDrag.snap = snap;
		this.placing.snap = snap;
	}

	set palette(palette: StagePalette) {
		this.gizmo.palette = palette;
		this.#guides.palette = palette;
	}

	set readOnly(on: boolean) {
		if (on) this.#guideDrag.cancel();
		this.gizmo.readOnly = on;
		this.#guides.readOnly = on;
	}

	select(ids: readonly EntityId[]): void {
		if (!this.#guides.isSelected(ids)) this.#guideDrag.cancel();
		this.gizmo.select(ids);
		this.#guides.selection = ids;
	}

	/** `moved`: nothing but this stands elsewhere. */
	contentChanged(moved?: EntityNode): void {
		this.#guides.contentChanged(moved);
	}

	/** Something else is placed, or nothing any more (null); the handles rest meanwhile. */
	place(sample: SceneSnapshot | null): void {
		if (sample) this.measuring.cancel();
		this.#resting = sample !== null;
		this.placing.show(sample, this.#options.rig.target);
	}

	/** Presses measure, or no longer; the handles rest meanwhile. */
	measure(on: boolean): void {
		if (!on) return void this.measuring.cancel();
		this.placing.cancel();
		this.#resting = true;
		this.measuring.begin();
	}

	/** Readies the handles for a frame, and flies on while keys say so; true while they do. */
	step(deltaMs: number): boolean {
		this.#guides.prepare();
		return this.#flight.step(deltaMs);
	}

	/** Gives up what is being dragged; false when nothing is. */
	cancel(): boolean {
		return (
			this.#guideDrag.cancel() ||
			this.gizmo.cancel() ||
			this.#marquee.cancel() ||
			this.placing.cancel() ||
			this.measuring.cancel()
		);
	}

	/** Another scene comes: handles let go of this one. */
	letGo(): void {
		this.#guideDrag.cancel();
		this.gizmo.cancel();
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	/** Dragging selects. */
	get #drags(): boolean {
		return this.#navigation === 'select' || this.#navigation === 'lasso';
	}

	/** A press belongs to handles. */
	get #hot(): boolean {
		return this.gizmo.hot || this.#guideDrag.hot;
	}

	/** Handles are out of the way. */
	set #resting(on: boolean) {
		this.gizmo.resting = on;
		this.#guides.resting = on;
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
				this.#resting = false;
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
				this.#resting = false;
				events.emit('measuring-ended', {});
			},
		});
	}

	#guideHandlers(): GuideDragHandlers {
		const { events, rig, onChange } = this.#options;
		return {
			onPoint: (pointed) => (this.gizmo.enabled = !pointed),
			onGrab: (grabbed) => (rig.enabled = !grabbed),
			onDrag: (edit) => events.emit('field-dragging', edit),
			onEnd: (edit) => events.emit('field-dragged', edit),
			onCancel: () => events.emit('field-drag-cancelled', {}),
			onChange,
		};
	}

	#fingerHandlers(): TouchHandlers {
		const { events } = this.#options;
		const { gizmo } = this;
		return {
			mayHold: () => !this.#busy,
			onHold: ({ x, y }) => this.#hold(x, y),
			onHeld: ({ x, y }, travel) => {
				// Who aims at a handle for long and then drags it does not ask for a menu.
				if (this.#hot && travel > MAX_TRAVEL.mouse) return;
				this.#guideDrag.cancel();
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
			mayStart: () => !this.#hot,
			mayEnd: () => !this.#fingers.held,
			onPointer: (coarse) => (gizmo.coarse = this.#guides.coarse = coarse),
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
				!this.#hot && !this.#busy && (this.#drags || shiftKey || ctrlKey || metaKey),
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
		if (!this.#hot) this.#options.events.emit('held', { id: this.picker.entityAt(x, y) });
	}

	/** A moment later: the browser closes what is open when this very press ends. */
	#askMenu(x: number, y: number): void {
		const { clock, events } = this.#options;
		clock.after(0, () => events.emit('menu-asked', { x, y }));
	}
}
