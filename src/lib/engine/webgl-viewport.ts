import type { WebGLRenderer } from 'three';
import { Disposer, type Dispose } from '../base/disposer.ts';
import type { AssetHash, EntityId } from '../base/ids.ts';
import type { Vector3 } from '../doc/components/component.ts';
import type { SceneChanges, SceneSnapshot } from '../doc/scene.ts';
import { CameraRig } from './control/camera-rig.ts';
import { dropDown } from './control/drop-down.ts';
import { sizesOf } from './control/entity-sizes.ts';
import { FrameLoop } from './control/frame-loop.ts';
import { handled } from './control/handle-step.ts';
import { Hands } from './control/hands.ts';
import { outlinesIn, outlinesOf } from './control/outlines-of.ts';
import { createSceneGraph, type GraphWithKit } from './scene/create-scene-graph.ts';
import type { EntityNode } from './scene/entity-node.ts';
import { capture } from './stage/capture.ts';
import { Highlights } from './stage/highlights.ts';
import { measureWorld } from './stage/measure.ts';
import { measureMemory } from './stage/measure-memory.ts';
import { PALETTES } from './stage/palette.ts';
import { PlainLines } from './stage/plain-lines.ts';
import { draw, hasLostContext, keepContext, pixelRatio } from './stage/renderer.ts';
import { Stage } from './stage/stage.ts';
import { ViewportEmitters } from './viewport-events.ts';
import type {
	ClipChoice,
	EntityOutline,
	EntitySizes,
	HandleStep,
	TransformChange,
	TransformValues,
	ViewDirection,
	ViewOptions,
	Viewport,
	ViewportEvents,
	ViewportHandles,
	ViewportMemory,
	ViewportNavigation,
	ViewportOptions,
	ViewportPeer,
	ViewportProjection,
	ViewportShading,
	ViewportSnap,
	ViewportStats,
	ViewportTheme,
	ViewportTool,
	ViewportView,
	ViewThrough,
} from './viewport-port.ts';

/** How much of a frame the light of a sky may take while it is made, ms. */
const MOST_FOR_LIGHT = 6;

/** The viewport over a WebGL 2 canvas: joins the parts and decides when to draw. */
export class WebglViewport implements Viewport {
	#canvas: HTMLCanvasElement;
	#renderer: WebGLRenderer;
	#content: GraphWithKit;
	#stage: Stage;
	#rig: CameraRig;
	#hands: Hands;
	#highlights: Highlights;
	#lines: PlainLines;
	#loop: FrameLoop;
	#stats: ViewportStats = { entities: 0, draws: 0, triangles: 0, frameMs: 0, gridCell: null };
	#memory: ViewportMemory | null = null;
	#events = new ViewportEmitters();
	#disposer = new Disposer();

	constructor(options: ViewportOptions, renderer: WebGLRenderer) {
		const { canvas, overlay, theme } = options;
		this.#canvas = canvas;
		this.#renderer = renderer;
		this.#loop = new FrameLoop((deltaMs) => this.#frame(deltaMs));
		this.#content = createSceneGraph({ ...options, onChange: (moved) => this.#contentChanged(moved) });
		const { graph } = this.#content;
		graph.samples.still = options.reducedMotion;
		this.#stage = new Stage(renderer, this.#content, theme);
		this.#rig = new CameraRig(options.reducedMotion, () => this.#loop.request());
		this.#hands = new Hands({
			...options,
			scene: this.#stage.scene,
			stage: this.#stage.overlay,
			palette: PALETTES[theme],
			graph,
			rig: this.#rig,
			events: this.#events,
			onChange: () => this.#loop.request(),
		});
		this.#highlights = new Highlights(graph, overlay, theme);
		this.#lines = new PlainLines(PALETTES[theme].guideCollider);
		this.#stage.overlay.add(this.#highlights.group, this.#hands.gizmo.helper, this.#lines.object);
		this.#keep();
		this.resize();
	}

	get view(): ViewportView {
		return this.#rig.view;
	}

	get fov(): number {
		return this.#rig.fov;
	}

	get projection(): ViewportProjection {
		return this.#rig.projection;
	}

	get stats(): ViewportStats {
		return this.#stats;
	}

	measureMemory(): ViewportMemory {
		return (this.#memory ??= measureMemory(this.#stage.scene));
	}

	show(snapshot: SceneSnapshot): void {
		this.#hands.letGo();
		this.#content.graph.show(snapshot);
		this.#highlights.refresh();
		this.#loop.request();
	}

	apply(changes: SceneChanges): void {
		this.#content.graph.apply(changes);
		this.#hands.gizmo.refresh();
	}

	assetsChanged(hash: AssetHash): void {
		this.#content.retry(hash);
	}

	select(ids: readonly EntityId[]): void {
		this.#highlights.selection = ids;
		this.#hands.select(this.#highlights.selection);
		this.#content.graph.samples.choose(ids);
		this.#loop.request();
	}

	hover(id: EntityId | null): void {
		if (this.#highlights.hover(id)) this.#loop.request();
	}

	isolate(ids: readonly EntityId[] | null): void {
		this.#content.graph.isolate(ids);
	}

	setTool(tool: ViewportTool): void {
		this.#hands.gizmo.tool = tool;
	}

	setNavigation(navigation: ViewportNavigation): void {
		this.#hands.navigation = navigation;
	}

	setSnap(snap: ViewportSnap): void {
		this.#hands.snap = snap;
	}

	setHandles(handles: ViewportHandles): void {
		this.#hands.gizmo.handles = handles;
	}

	handled(ids: readonly EntityId[], step: HandleStep): readonly TransformChange[] {
		return handled(this.#content.graph, ids, this.#hands.gizmo.handles, step);
	}

	dropped(ids: readonly EntityId[]): readonly TransformChange[] {
		return dropDown(this.#content.graph, this.#hands.picker, ids);
	}

	setMeasuring(on: boolean): void {
		this.#hands.measure(on);
	}

	sizesOf(ids: readonly EntityId[]): EntitySizes {
		return sizesOf(this.#content.graph, ids);
	}

	outlinesOf(ids: readonly EntityId[], scene?: SceneSnapshot): Promise<ReadonlyMap<EntityId, EntityOutline>> {
		return scene ? outlinesIn(scene, this.#content, ids) : outlinesOf(this.#content, ids);
	}

	place(sample: SceneSnapshot | null): void {
		this.#hands.place(sample);
	}

	aimPlaced(clientX: number, clientY: number): void {
		this.#hands.placing.aim(clientX, clientY);
	}

	putPlaced(): void {
		this.#hands.placing.put(false);
	}

	setProjection(projection: ViewportProjection): void {
		this.#rig.projection = projection;
		this.#lensChanged();
	}

	look(direction: ViewDirection): void {
		this.#rig.look(direction);
		this.#lensChanged();
	}

	setGrid(on: boolean): void {
		this.#stage.grid = on;
		this.#loop.request();
	}

	setShading(shading: ViewportShading): void {
		this.#content.graph.setShading(shading);
	}

	setTheme(theme: ViewportTheme): void {
		this.#stage.theme = theme;
		this.#hands.palette = PALETTES[theme];
		this.#highlights.theme = theme;
		this.#lines.color = PALETTES[theme].guideCollider;
		this.#loop.request();
	}

	setReducedMotion(on: boolean): void {
		this.#rig.reducedMotion = on;
		this.#content.graph.samples.still = on;
		this.#loop.request();
	}

	setReadOnly(on: boolean): void {
		this.#hands.readOnly = on;
	}

	setPeers(peers: readonly ViewportPeer[]): void {
		this.#highlights.showPeers(peers);
		this.#loop.request();
	}

	preview(id: EntityId, values: Partial<TransformValues> | null): void {
		this.#content.graph.preview(id, values);
	}

	previewPeer(id: EntityId, values: Partial<TransformValues> | null): void {
		this.#content.graph.previewPeer(id, values);
		// Chosen here and moved there: the handles go along.
		if (this.#highlights.selection.includes(id)) this.#hands.gizmo.refresh();
	}

	animate(time: number | null): void {
		this.#content.graph.animate(time);
	}

	playClip(id: EntityId, choice: ClipChoice): void {
		this.#content.graph.playClip(id, choice);
	}

	drawLines(points: Float32Array<ArrayBuffer> | null): void {
		this.#lines.show(points);
		this.#loop.request();
	}

	cancelGesture(): boolean {
		return this.#hands.cancel();
	}

	focus(ids: readonly EntityId[] | 'all'): void {
		const { graph } = this.#content;
		const box = ids === 'all' ? graph.bounds() : measureWorld(graph, ids);
		if (ids !== 'all' && box.isEmpty()) return;
		this.#rig.focus(box);
		this.#lensChanged();
		this.#refocus(ids);
	}

	setView(view: ViewportView, { animate = false, lens }: ViewOptions = {}): void {
		this.#rig.setView(view, animate, lens);
		this.#lensChanged();
	}

	lookThrough(through: ViewThrough | null): void {
		this.#rig.lookThrough(through);
		this.#lensChanged();
	}

	orbit(right: number, up: number): void {
		this.#rig.orbit(right, up);
		this.#lensChanged();
	}

	pan(right: number, up: number): void {
		this.#rig.pan(right, up);
		this.#loop.request();
	}

	zoom(factor: number): void {
		this.#rig.zoom(factor);
		this.#loop.request();
	}

	resize(): void {
		const { clientWidth: width, clientHeight: height } = this.#canvas;
		if (width === 0 || height === 0) return;
		this.#renderer.setPixelRatio(pixelRatio());
		this.#renderer.setSize(width, height, false);
		this.#rig.resize(width, height);
		// Resizing clears the canvas: drawn at once, so that it never flashes empty.
		this.#frame(0);
	}

	pointAt(clientX: number, clientY: number): Vector3 {
		return this.#hands.picker.pointAt(clientX, clientY);
	}

	entityAt(clientX: number, clientY: number): EntityId | null {
		return this.#hands.picker.entityAt(clientX, clientY);
	}

	async capture(width: number, height: number): Promise<Blob> {
		if (hasLostContext(this.#renderer)) throw new Error('The graphics card took the picture away.');
		const { camera, target } = this.#rig;
		const blob = this.#content.graph.whileLit(() => {
			this.#stage.prepare(camera, target, 0);
			return capture(this.#renderer, this.#stage, camera, { width, height });
		});
		this.resize();
		return blob;
	}

	on<E extends keyof ViewportEvents>(event: E, listener: (event: ViewportEvents[E]) => void): Dispose {
		return this.#events.on(event, listener);
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	#keep(): void {
		const release = keepContext(this.#canvas, (lost) => {
			this.#stage.restore();
			this.#loop.request();
			this.#events.emit('context-changed', { lost });
		});
		this.#disposer.add(() => {
			this.#events.dispose();
			release();
			for (const part of [this.#loop, this.#hands, this.#highlights, this.#lines]) part.dispose();
			for (const part of [this.#stage, this.#content, this.#renderer]) part.dispose();
		});
	}

	/** What was still loading is larger or smaller than its placeholder: looks again, if nobody moved meanwhile. */
	#refocus(ids: readonly EntityId[] | 'all'): void {
		if (!this.#content.loading) return;
		const { moves } = this.#rig;
		void this.#content.idle().then(() => {
			if (this.#rig.moves === moves && !this.#disposer.disposed) this.focus(ids);
		});
	}

	#lensChanged(): void {
		this.#stage.lens = this.#rig.lens;
		this.#loop.request();
	}

	#contentChanged(moved?: EntityNode): void {
		// What moves is as large as before.
		if (!moved) this.#memory = null;
		this.#stage.contentChanged();
		this.#highlights.contentChanged(moved);
		this.#hands.contentChanged(moved);
		this.#loop.request();
	}

	/** Draws one frame; true while something is still moving. */
	#frame(deltaMs: number): boolean {
		const start = performance.now();
		const flies = this.#hands.step(deltaMs);
		const moving = this.#rig.update(deltaMs) || flies;
		const plays = this.#content.graph.sample(deltaMs / 1000);
		const { camera, target } = this.#rig;
		const isTimeUp = () => performance.now() - start > MOST_FOR_LIGHT;
		const fading = this.#stage.prepare(camera, target, deltaMs, isTimeUp);
		this.#highlights.prepare(camera, this.#canvas.clientWidth, this.#canvas.clientHeight);
		const drawn = draw(this.#renderer, this.#stage.scene, camera);
		const frameMs = performance.now() - start;
		const { gridCell } = this.#stage;
		this.#stats = { entities: this.#content.graph.size, ...drawn, frameMs, gridCell };
		this.#events.emit('stats-changed', this.#stats);
		if (moving) this.#events.emit('view-changed', this.view);
		return moving || fading || plays;
	}
}
