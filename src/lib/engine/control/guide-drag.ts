import { Matrix4, Raycaster, Vector2, Vector3, type PerspectiveCamera } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { FieldEdit } from '../../doc/commands/set-fields.ts';
import { guideValue } from '../guides/guide-value.ts';
import type { Guides, PlacedHandle } from '../guides/guides.ts';
import { nearestOnLine } from '../guides/nearest-on-line.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportSnap } from '../viewport-port.ts';

/** Pixels around a handle's middle that are still it. */
const REACH = { mouse: 9, touch: 24 };

export type GuideDragHandlers = {
	/** A handle is pointed at, or no longer: others leave the pointer to it. */
	onPoint(pointed: boolean): void;
	/** A handle is held, or let go. */
	onGrab(grabbed: boolean): void;
	/** What the field would become. */
	onDrag(edit: FieldEdit): void;
	/** To be written. */
	onEnd(edit: FieldEdit): void;
	onCancel(): void;
	/** The handles look different: draw. */
	onChange(): void;
};

type Held = {
	readonly pointerId: number;
	readonly placed: PlacedHandle;
	/** From where it was taken to where it stands on its line, m. */
	readonly offset: number;
	value: JsonValue | undefined;
};
type Canvas = Pick<
	HTMLElement,
	'addEventListener' | 'removeEventListener' | 'getBoundingClientRect' | 'setPointerCapture'
>;

/** Takes hold of the handles of guides: shows what they would make of a field, and tells it when they are let go. */
export class GuideDrag {
	snap: ViewportSnap = { on: false, step: 0.25, turn: 15, scale: 0.1, to: 'steps', align: false };
	#canvas: Canvas;
	#graph: SceneGraph;
	#camera: PerspectiveCamera;
	#guides: Guides;
	#handlers: GuideDragHandlers;
	#raycaster = new Raycaster();
	#pointed = false;
	#held: Held | null = null;
	#disposer = new Disposer();

	/** `canvas`: asked before all others that listen to it. */
	constructor(
		canvas: Canvas,
		graph: SceneGraph,
		camera: PerspectiveCamera,
		guides: Guides,
		handlers: GuideDragHandlers,
	) {
		this.#canvas = canvas;
		this.#graph = graph;
		this.#camera = camera;
		this.#guides = guides;
		this.#handlers = handlers;
		this.#listen('pointerdown', (event) => this.#press(event));
		this.#listen('pointermove', (event) => this.#move(event));
		this.#listen('pointerup', ({ pointerId }) => pointerId === this.#held?.pointerId && this.#end());
		this.#listen('pointercancel', ({ pointerId }) => pointerId === this.#held?.pointerId && this.cancel());
	}

	/** Whether the pointer is on a handle, so that a press is not a pick. */
	get hot(): boolean {
		return this.#pointed || this.#held !== null;
	}

	/** False when nothing is held. */
	cancel(): boolean {
		const held = this.#letGo();
		if (!held) return false;
		this.#graph.previewFields(held.placed.id, null);
		this.#handlers.onCancel();
		return true;
	}

	dispose(): void {
		this.#held = null;
		this.#disposer.dispose();
	}

	#press(event: PointerEvent): void {
		if (this.#held) return;
		const placed = this.#find(event);
		this.#point(placed);
		if (!placed || event.button !== 0 || !event.isPrimary) return;
		const at = this.#along(event, placed);
		const offset = at === null ? 0 : placed.handle.at - at;
		this.#held = { pointerId: event.pointerId, placed, offset, value: undefined };
		this.#canvas.setPointerCapture(event.pointerId);
		this.#handlers.onGrab(true);
	}

	#move(event: PointerEvent): void {
		if (!this.#held) {
			if (event.buttons === 0) this.#point(this.#find(event));
		} else if (event.pointerId === this.#held.pointerId) this.#follow(event, this.#held);
	}

	#follow(event: PointerEvent, held: Held): void {
		const { id, handle } = held.placed;
		const at = this.#along(event, held.placed);
		if (at === null || !this.#graph.node(id)) return;
		held.value = guideValue(handle, at + held.offset, this.snap);
		this.#graph.previewFields(id, { [handle.key]: held.value });
		this.#handlers.onDrag(editOf(held.placed, held.value));
	}

	#end(): void {
		const value = this.#held?.value;
		const id = this.#held?.placed.id;
		if (value === undefined || !id || !this.#graph.node(id)) return void this.cancel();
		const held = this.#letGo();
		if (!held) return;
		// The document answers with the same value; until then nothing jumps back.
		this.#handlers.onEnd(editOf(held.placed, value));
		this.#graph.previewFields(id, null);
	}

	#letGo(): Held | null {
		const held = this.#held;
		this.#held = null;
		if (held) this.#handlers.onGrab(false);
		return held;
	}

	#point(placed: PlacedHandle | null): void {
		const pointed = placed !== null;
		if (pointed !== this.#pointed) {
			this.#pointed = pointed;
			this.#handlers.onPoint(pointed);
		}
		if (this.#guides.point(placed)) this.#handlers.onChange();
	}

	#find({ clientX, clientY, pointerType }: PointerEvent): PlacedHandle | null {
		const box = this.#canvas.getBoundingClientRect();
		const reach = pointerType === 'touch' ? REACH.touch : REACH.mouse;
		return this.#guides.handleAt(clientX - box.left, clientY - box.top, reach, this.#camera, box);
	}

	/** How far along its line a handle is for a pointer that is here. */
	#along({ clientX, clientY }: PointerEvent, { handle, world }: PlacedHandle): number | null {
		const box = this.#canvas.getBoundingClientRect();
		const x = ((clientX - box.left) / box.width) * 2 - 1;
		const y = 1 - ((clientY - box.top) / box.height) * 2;
		this.#raycaster.setFromCamera(new Vector2(x, y), this.#camera);
		const ray = this.#raycaster.ray.applyMatrix4(new Matrix4().copy(world).invert());
		return nearestOnLine(new Vector3(...handle.from), new Vector3(...handle.along), ray);
	}

	#listen(
		type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
		run: (event: PointerEvent) => void,
	): void {
		this.#canvas.addEventListener(type, run, { capture: true });
		this.#disposer.add(() => this.#canvas.removeEventListener(type, run, { capture: true }));
	}
}

const editOf = (
	{ id, handle }: { id: EntityId; handle: PlacedHandle['handle'] },
	value: JsonValue,
): FieldEdit => ({
	entityId: id,
	key: handle.key,
	value,
});
