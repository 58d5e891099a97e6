import type { Group, Scene } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportEmitters } from '../viewport-events.ts';
import type { ViewportNavigation, ViewportOptions, ViewportSnap } from '../viewport-port.ts';
import type { CameraRig } from './camera-rig.ts';
import { Flight } from './flight.ts';
import { Gizmo, type GizmoHands } from './gizmo.ts';
import { Marquee } from './marquee.ts';
import { Picker } from './picker.ts';
import { Placing } from './placing.ts';
import { listenForTaps } from './pointer-taps.ts';
import { entitiesInside } from './rectangle-pick.ts';
import { Snapping } from './snapping.ts';

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
	#rig: CameraRig;
	#marquee: Marquee;
	#snapping: Snapping;
	#flight: Flight;
	#navigation: ViewportNavigation = 'orbit';
	#disposer = new Disposer();

	constructor(options: HandsOptions) {
		const { canvas, overlay, scene, graph, rig, events, onChange } = options;
		const picker = new Picker(canvas, rig, graph);
		this.#snapping = new Snapping(canvas, graph, picker);
		const hands = gizmoHands(events, rig, this.#snapping, onChange);
		const gizmo = new Gizmo(scene, rig.camera, canvas, graph, hands);
		this.gizmo = gizmo;
		this.picker = picker;
		this.#rig = rig;
		const placing = new Placing({
			...options,
			picker,
			onPlaced: (at, more) => events.emit('placed', { at, more }),
			onCancel: () => {
				gizmo.resting = false;
				events.emit('placing-cancelled', {});
			},
		});
		this.placing = placing;
		const hover = ({ clientX, clientY, buttons }: PointerEvent) => {
			if (buttons === 0) placing.aim(clientX, clientY);
		};
		canvas.addEventListener('pointermove', hover);
		this.#disposer.add(() => canvas.removeEventListener('pointermove', hover));
		const taps = listenForTaps(canvas, {
			mayStart: () => !gizmo.hot,
			onPointer: (coarse) => (gizmo.coarse = coarse),
			onTap: ({ x, y, additive }) => {
				if (!placing.active) return events.emit('picked', { id: picker.entityAt(x, y), additive });
				placing.aim(x, y);
				placing.put(additive);
			},
			onDoubleTap: ({ x, y }) => {
				if (placing.active) return;
				const id = picker.entityAt(x, y);
				if (id) events.emit('opened', { id });
			},
		});
		this.#marquee = new Marquee(canvas, overlay, {
			mayStart: ({ shiftKey, ctrlKey, metaKey }) =>
				!gizmo.hot && !placing.active && (this.#navigation === 'select' || shiftKey || ctrlKey || metaKey),
			// Where dragging selects anyway the camera stays awake: two fingers are still its own.
			onGrab: (grabbed) => (rig.enabled = !grabbed || this.#navigation === 'select'),
			onDrawn: (rectangle, mode) =>
				events.emit('framed', { ids: entitiesInside(graph, rig.camera, rectangle), mode }),
		});
		this.#flight = new Flight(canvas, rig, onChange);
		rig.connect(canvas);
		for (const part of [taps, this.#marquee, rig, gizmo, this.#snapping, this.#flight, placing])
			this.#disposer.add(() => part.dispose());
	}

	set navigation(navigation: ViewportNavigation) {
		this.#navigation = navigation;
		this.#rig.navigation = navigation;
	}

	set snap(snap: ViewportSnap) {
		this.gizmo.snap = snap;
		this.#snapping.snap = snap;
		this.placing.snap = snap;
	}

	/** Something else is placed, or nothing any more (null); the handles rest meanwhile. */
	place(sample: SceneSnapshot | null): void {
		this.gizmo.resting = sample !== null;
		this.placing.show(sample, this.#rig.target);
	}

	/** Flies on while keys say so; true while they do. */
	step(deltaMs: number): boolean {
		return this.#flight.step(deltaMs);
	}

	/** Gives up what is being dragged; false when nothing is. */
	cancel(): boolean {
		return this.gizmo.cancel() || this.#marquee.cancel() || this.placing.cancel();
	}

	dispose(): void {
		this.#disposer.dispose();
	}
}
