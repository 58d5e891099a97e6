import { type Camera, type Group, Object3D, type Scene } from 'three';
import { TransformControls } from 'three/addons/controls/TransformControls.js';
import { Disposer } from '../../base/disposer.ts';
import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { StagePalette } from '../stage/palette.ts';
import type { TransformChange, ViewportHandles, ViewportSnap, ViewportTool } from '../viewport-port.ts';
import { leftBehind } from './left-behind.ts';
import { Drag, topmost } from './drag.ts';
import { placePivot, standOf } from './handle-stand.ts';
import { lightenHandles } from './light-handles.ts';

const SIZE = { fine: 0.95, coarse: 1.35 };
const MODES = { move: 'translate', rotate: 'rotate', scale: 'scale' } as const;

export type GizmoHands = {
	/** `copies`: the originals stay. */
	onStart(ids: EntityId[], copies: boolean): void;
	/** These hang on the pivot now. */
	onHold(nodes: readonly EntityNode[], pivot: Object3D): void;
	/** The pivot was moved freely, by the middle of the handles or a held key: it may be put elsewhere. */
	onPlace(pivot: Object3D): void;
	/** Whether a held key frees the other handles as well. */
	isFree(): boolean;
	onDrag(changes: TransformChange[], copies: boolean): void;
	onEnd(changes: TransformChange[], copies: boolean): void;
	onCancel(): void;
	/** A handle is held (or let go): the camera keeps still meanwhile. */
	onGrab(grabbed: boolean): void;
	/** The gizmo looks different: draw. */
	onChange(): void;
};

/** Arrows, rings and handles to move, turn and scale what is selected. */
export class Gizmo {
	readonly helper: Object3D;
	#scene: Scene;
	#graph: SceneGraph;
	#hands: GizmoHands;
	#controls: TransformControls;
	#pivot = new Object3D();
	#ids: readonly EntityId[] = [];
	#tool: ViewportTool = 'move';
	#handles: ViewportHandles = { space: 'world', pivot: 'median' };
	#readOnly = false;
	#resting = false;
	#drag: Drag | null = null;
	#changes: TransformChange[] = [];
	/** Alt was held as it began: copies are dragged, and this is what stays. */
	#left: Group | null = null;
	#alt = false;
	#disposer = new Disposer();

	constructor(scene: Scene, camera: Camera, element: HTMLElement, graph: SceneGraph, hands: GizmoHands) {
		this.#graph = graph;
		this.#hands = hands;
		const press = ({ altKey }: PointerEvent) => (this.#alt = altKey);
		// Before the handles hear of it.
		element.addEventListener('pointerdown', press, { capture: true });
		this.#disposer.add(() => element.removeEventListener('pointerdown', press, { capture: true }));
		this.#scene = scene;
		this.#controls = new TransformControls(camera, element);
		this.helper = this.#controls.getHelper();
		lightenHandles(this.#controls);
		scene.add(this.#pivot);
		this.#disposer.add(() => this.#pivot.removeFromParent());
		this.#disposer.add(() => this.#controls.dispose());
		this.#controls.addEventListener('change', () => hands.onChange());
		this.#controls.addEventListener('dragging-changed', ({ value }) => hands.onGrab(value === true));
		this.#controls.addEventListener('mouseDown', () => this.#start());
		this.#controls.addEventListener('objectChange', () => this.#follow());
		this.#controls.addEventListener('mouseUp', () => this.#end());
		this.coarse = false;
	}

	get dragging(): boolean {
		return this.#drag !== null;
	}

	/** Whether the pointer is on a handle, so that a press is not a pick. */
	get hot(): boolean {
		return this.#controls.object !== undefined && this.#controls.axis !== null;
	}

	/** Off while the pointer is on something else that is dragged. */
	set enabled(on: boolean) {
		if (!on) this.#controls.axis = null;
		this.#controls.enabled = on;
	}

	set coarse(on: boolean) {
		this.#controls.setSize(on ? SIZE.coarse : SIZE.fine);
	}

	set palette(palette: StagePalette) {
		this.#controls.setColors(palette.axisX, palette.axisY, palette.axisZ, palette.activeAxis);
	}

	set tool(tool: ViewportTool) {
		this.#tool = tool;
		if (tool !== 'select') this.#controls.setMode(MODES[tool]);
		this.#attach();
	}

	get handles(): ViewportHandles {
		return this.#handles;
	}
	set handles(handles: ViewportHandles) {
		this.#handles = handles;
		if (!this.#drag) this.#attach();
	}

	set readOnly(on: boolean) {
		this.#readOnly = on;
		if (on) this.cancel();
		this.#attach();
	}

	/** Out of the way while the pointer does something else. */
	set resting(on: boolean) {
		this.#resting = on;
		this.#attach();
	}

	set snap(snap: ViewportSnap) {
		this.#controls.setTranslationSnap(snap.on && snap.to === 'steps' ? snap.step : null);
		this.#controls.setRotationSnap(snap.on ? (snap.turn * Math.PI) / 180 : null);
		this.#controls.setScaleSnap(snap.on ? snap.scale : null);
	}

	select(ids: readonly EntityId[]): void {
		const same = ids.length === this.#ids.length && ids.every((id, i) => id === this.#ids[i]);
		this.#ids = ids;
		if (!same) this.cancel();
		this.#attach();
	}

	/** The scene changed under the gizmo: stands where the selection stands now. */
	refresh(): void {
		if (!this.#drag) this.#attach();
		else if (this.#drag.ids.every((id) => !this.#graph.node(id))) this.cancel();
	}

	cancel(): boolean {
		const drag = this.#drag;
		if (!drag) return false;
		this.#drag = null;
		this.#controls.dragging = false;
		this.#controls.axis = null;
		drag.reset();
		this.#takeLeft();
		this.#hands.onCancel();
		this.#attach();
		return true;
	}

	dispose(): void {
		this.#drag = null;
		this.#takeLeft();
		this.#controls.detach();
		this.#disposer.dispose();
	}

	#attach(): void {
		const away = this.#tool === 'select' || this.#readOnly || this.#resting;
		const nodes = away ? [] : topmost(this.#graph, this.#ids);
		if (nodes.length === 0) this.#controls.detach();
		else {
			this.#graph.root.updateMatrixWorld();
			const stand = standOf(nodes, this.#tool, this.#handles);
			placePivot(this.#pivot, nodes, stand);
			this.#controls.setSpace(stand.space === 'world' ? 'world' : 'local');
			this.#controls.attach(this.#pivot);
		}
		this.#hands.onChange();
	}

	#start(): void {
		const nodes = topmost(this.#graph, this.#ids);
		this.#graph.root.updateMatrixWorld();
		const stand = standOf(nodes, this.#tool, this.#handles);
		this.#drag = new Drag(this.#graph, this.#pivot, nodes, stand);
		this.#changes = [];
		if (this.#alt) this.#left = leftBehind(nodes.map(({ group }) => group));
		if (this.#left) this.#scene.add(this.#left);
		this.#hands.onHold(nodes, this.#pivot);
		this.#hands.onStart(this.#drag.ids, this.#alt);
	}

	#follow(): void {
		if (!this.#drag) return;
		const free = this.#controls.axis === 'XYZ' || this.#hands.isFree();
		const placed = this.#tool === 'move' && free;
		if (placed) this.#hands.onPlace(this.#pivot);
		this.#changes = this.#drag.follow(placed);
		this.#hands.onDrag(this.#changes, this.#left !== null);
	}

	#end(): void {
		const drag = this.#drag;
		if (!drag) return;
		this.#drag = null;
		// The document answers the event with the same values; until then nothing jumps back.
		const changes = this.#changes.filter((change) => Object.keys(change).length > 1);
		const copies = this.#takeLeft();
		this.#hands.onEnd(changes, copies);
		drag.reset();
		this.#attach();
	}

	/** True where copies were dragged. */
	#takeLeft(): boolean {
		this.#left?.removeFromParent();
		const had = this.#left !== null;
		this.#left = null;
		return had;
	}
}
