import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { AssetHash, EntityId } from '../base/ids.ts';
import type { FieldEdit } from '../doc/commands/set-fields.ts';
import type { Quaternion, Vector3 } from '../doc/components/component.ts';
import type { SceneChanges, SceneSnapshot } from '../doc/scene.ts';

/** Where the engine gets bytes from: this device only. null: not here yet, tell `assetsChanged` when it is. */
export interface AssetSource {
	load(hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null>;
}

export type ViewportTheme = 'dark' | 'light';
export type ViewportTool = 'select' | 'move' | 'rotate' | 'scale';
export type ViewportShading = 'lit' | 'unlit' | 'wireframe' | 'normals';
export type ViewportProjection = 'perspective' | 'orthographic';
/** From where one looks straight along an axis: front is +Z, right +X. */
export const VIEW_DIRECTIONS = ['front', 'back', 'left', 'right', 'top', 'bottom'] as const;
export type ViewDirection = (typeof VIEW_DIRECTIONS)[number];
/**
 * What a drag keeps to: steps (of `step` metres; turning to `turn` degrees, scaling to `scale` in any case), or, by the middle of the
 * handles, the surface or the vertex under the pointer. `align`: up becomes where that surface faces.
 */
export type ViewportSnap = {
	readonly on: boolean;
	readonly step: number;
	readonly turn: number;
	readonly scale: number;
	readonly to: 'steps' | 'surface' | 'vertex';
	readonly align: boolean;
};
/** Along whose axes the handles stand: the world's, their own, or their parent's; of several, those of the last selected. */
export type ViewportSpace = 'world' | 'local' | 'parent';
/** What several are turned and scaled around: their middle, the last selected, or each itself. */
export type ViewportPivot = 'median' | 'active' | 'individual';
export type ViewportHandles = { readonly space: ViewportSpace; readonly pivot: ViewportPivot };
/** What handles are asked to do by key: about an axis of theirs, radians; or a factor. */
export type HandleStep =
	| { readonly kind: 'turn'; readonly axis: 'x' | 'y' | 'z'; readonly angle: number }
	| { readonly kind: 'scale'; readonly factor: number };
/** What dragging the empty scene does. */
export type ViewportNavigation = 'orbit' | 'pan' | 'zoom' | 'select' | 'lasso';

export type ViewportOptions = {
	readonly canvas: HTMLCanvasElement;
	/** Lies over the canvas, same size, positioned; name tags of peers go in here. */
	readonly overlay?: HTMLElement;
	readonly assets: AssetSource;
	readonly clock: Clock;
	readonly theme: ViewportTheme;
	readonly reducedMotion: boolean;
	/** Off: each mesh is drawn by itself, to compare with. */
	readonly batching?: boolean;
};

export type NoViewport = { readonly reason: 'no-webgl'; readonly message: string };

/** Local to the parent, in metres and as a unit quaternion. */
export type TransformValues = {
	readonly position: Vector3;
	readonly rotation: Quaternion;
	readonly scale: Vector3;
};

/** Only what the gesture changed is present, so that a friend's turn survives our move. */
export type TransformChange = { readonly id: EntityId } & Partial<TransformValues>;

/** Where the camera stands and what it looks at, in world metres. */
export type ViewportView = { readonly position: Vector3; readonly target: Vector3 };

/** How a camera of the scene sees: by its angle (degrees) or, flat, by the height of what it sees. Metres. */
export type ViewLens = { readonly near: number; readonly far: number } & (
	| { readonly projection: 'perspective'; readonly fov: number }
	| { readonly projection: 'orthographic'; readonly size: number }
);

/** From where the player of a game sees, along its −Z: world metres and a unit quaternion. */
export type ViewThrough = {
	readonly position: Vector3;
	readonly rotation: Quaternion;
	readonly lens: ViewLens;
};

/** A movement that a model brings, by its name: '' for the first, null for none. */
export type ClipChoice = {
	readonly clip: string | null;
	/** How long it takes to go over into it, s. */
	readonly fade: number;
	readonly loop: 'once' | 'repeat' | 'pingpong';
	/** 1 as it was made; below zero backwards. */
	readonly speed: number;
};

export type ViewOptions = {
	readonly animate?: boolean;
	/** Sees as a camera of the scene does, until the next `setView`, `setProjection`, `look` or `focus`. */
	readonly lens?: ViewLens;
};

export type PeerCamera = ViewportView & {
	/** Vertical, in degrees. */
	readonly fov: number;
};

export type ViewportPeer = {
	readonly id: string;
	readonly name: string;
	/** `hsl(…)` or `#rrggbb`; not a custom property. */
	readonly color: string;
	readonly selection: readonly EntityId[];
	readonly camera: PeerCamera | null;
};

export type ViewportStats = {
	readonly entities: number;
	readonly draws: number;
	readonly triangles: number;
	/** Main-thread script time of the last frame, ms. */
	readonly frameMs: number;
	/** How wide a cell of the grid is, m; null while there is none. */
	readonly gridCell: number | null;
};

/** What the picture holds for the graphics card, bytes. */
export type ViewportMemory = { readonly geometries: number; readonly textures: number };

/** Two points of what is seen, world metres; `to` follows the pointer until it is set, and all is done. */
export type Measured = { readonly from: Vector3; readonly to: Vector3 | null; readonly done: boolean };

/** How large some entities are together, and where each stands, world metres. */
export type EntitySizes = { readonly size: Vector3; readonly origins: readonly Vector3[] };

/** Triangles in an entity's own space, m: points one after the other, and three numbers of points for each. */
export type EntityOutline = {
	readonly points: Float32Array<ArrayBuffer>;
	readonly indices: Uint32Array<ArrayBuffer>;
};

export type ViewportEvents = {
	/** A click or tap: what it met, or null for nothing. Additive: with Shift, Ctrl or ⌘. */
	picked: { readonly id: EntityId | null; readonly additive: boolean };
	/** A rectangle was drawn: what is seen whole inside it, and what is to become of the selection. */
	framed: { readonly ids: readonly EntityId[]; readonly mode: 'replace' | 'add' | 'remove' };
	'transform-started': { readonly ids: readonly EntityId[] };
	/** Live, at frame rate: for the inspector and peers' previews. */
	transforming: { readonly changes: readonly TransformChange[] };
	/** One per gesture: to be written to the document. `copies`: the originals stay where they are. */
	transformed: { readonly changes: readonly TransformChange[]; readonly copies?: boolean };
	/** The gesture was given up; the picture shows the document again. */
	'transform-cancelled': Record<never, never>;
	/** What a handle of a light, camera, sound or collider is about to make of a field, while it is dragged. */
	'field-dragging': FieldEdit;
	/** One per gesture: to be written to the document. */
	'field-dragged': FieldEdit;
	/** It was given up; the picture shows the document again. */
	'field-drag-cancelled': Record<never, never>;
	'view-changed': ViewportView;
	'stats-changed': ViewportStats;
	/** Double click or double tap on an entity. */
	opened: { readonly id: EntityId };
	/** The graphics card took the picture away (what is done meanwhile counts all the same), or gave it back. */
	'context-changed': { readonly lost: boolean };
	/** What was being placed lies somewhere now: by how much it was moved from the origin, m. `more`: others will follow. */
	placed: { readonly at: Vector3; readonly more: boolean };
	measured: Measured;
	/** Nothing is measured any more. */
	'measuring-ended': Record<never, never>;
	/** A finger stays on something, or the right button was clicked there: a menu will be asked for. */
	held: { readonly id: EntityId | null };
	/** A menu is asked for, at a client point. */
	'menu-asked': { readonly x: number; readonly y: number };
	/** Several fingers tapped at once. */
	'fingers-tapped': { readonly fingers: 2 | 3 };
	/** Nothing is placed any more. */
	'placing-cancelled': Record<never, never>;
};

/** The picture of one scene and the hands on it. Reads snapshots, never documents; draws only when something changed. */
export interface Viewport {
	/** Shows another scene: everything is built anew. */
	show(snapshot: SceneSnapshot): void;
	/** Follows an edit: touches only what it names. */
	apply(changes: SceneChanges): void;
	/** An asset that was missing is on this device now. */
	assetsChanged(hash: AssetHash): void;

	select(ids: readonly EntityId[]): void;
	/** Marks what the pointer is over elsewhere (the hierarchy); null: nothing. */
	hover(id: EntityId | null): void;
	/** Shows these and what they hold alone, under the lights of all; null: everything. */
	isolate(ids: readonly EntityId[] | null): void;
	setTool(tool: ViewportTool): void;
	setNavigation(navigation: ViewportNavigation): void;
	setSnap(snap: ViewportSnap): void;
	setHandles(handles: ViewportHandles): void;
	/** Shows and tells what the handles would make of these, from where the document has them. */
	handled(ids: readonly EntityId[], step: HandleStep): readonly TransformChange[];
	/** Where entities would stand, let fall onto what is below them; only what moves. */
	dropped(ids: readonly EntityId[]): readonly TransformChange[];
	/** While on, taps measure between points. */
	setMeasuring(on: boolean): void;
	/** Those that are here, as they are shown. */
	sizesOf(ids: readonly EntityId[]): EntitySizes;
	/**
	 * What is seen of entities, once what is still loading is there; those without a body are left out. `scene`: they are in
	 * that, which is not in the picture.
	 */
	outlinesOf(ids: readonly EntityId[], scene?: SceneSnapshot): Promise<ReadonlyMap<EntityId, EntityOutline>>;
	/** Shows something that is about to be put into the scene, under the pointer, until a tap says where; null: nothing more. */
	place(sample: SceneSnapshot | null): void;
	/** Shows what is being placed on what lies under a client point. */
	aimPlaced(clientX: number, clientY: number): void;
	/** Puts what is being placed where it is shown. */
	putPlaced(): void;
	setGrid(on: boolean): void;
	setShading(shading: ViewportShading): void;
	setTheme(theme: ViewportTheme): void;
	setReducedMotion(on: boolean): void;
	/** Read-only: looking and picking work, the gizmo does not appear. */
	setReadOnly(on: boolean): void;
	setPeers(peers: readonly ViewportPeer[]): void;
	/** Shows an entity where this person is about to put it, or back where it was (null). */
	preview(id: EntityId, values: Partial<TransformValues> | null): void;
	/** Shows an entity where a peer is dragging it, or back where the document says (null). */
	previewPeer(id: EntityId, values: Partial<TransformValues> | null): void;
	/** Shows movements and particles at a time of a game, s; null: at rest, as while one edits. */
	animate(time: number | null): void;
	/** Draws thin lines over all that is seen, six numbers each, world metres, in the place of those before; null: none. */
	drawLines(points: Float32Array<ArrayBuffer> | null): void;
	/** Has an entity play a movement of its model, until it rests. */
	playClip(id: EntityId, choice: ClipChoice): void;
	/** Gives up what is being dragged or placed, things or a rectangle; false when there is none. */
	cancelGesture(): boolean;

	/** Brings entities (or everything) into view. */
	focus(ids: readonly EntityId[] | 'all'): void;
	readonly view: ViewportView;
	/** Vertical field of view of the editing camera, degrees. */
	readonly fov: number;
	/** How it is seen now: through a camera of the scene, or as `setProjection` says. */
	readonly projection: ViewportProjection;
	setView(view: ViewportView, options?: ViewOptions): void;
	/** Sees from elsewhere, without helpers, and leaves `view` as it is; null: from there again. */
	lookThrough(through: ViewThrough | null): void;
	/** Perspective or flat; what is at the target stays as large. */
	setProjection(projection: ViewportProjection): void;
	/** Turns the view to look straight along an axis, at the same target from as far. */
	look(direction: ViewDirection): void;
	/** Goes around what is looked at, radians: to the right, and up. */
	orbit(right: number, up: number): void;
	/** Moves across what is seen, by shares of the picture's height: to the right, and up. */
	pan(right: number, up: number): void;
	/** Zooms by a factor: above 1 comes nearer. */
	zoom(factor: number): void;
	/** Call when the canvas' box changed. */
	resize(): void;
	/** Where something dropped at this client point would land: on a surface, else on the ground. World metres. */
	pointAt(clientX: number, clientY: number): Vector3;
	/** The entity at a client point, or null. */
	entityAt(clientX: number, clientY: number): EntityId | null;

	/** The scene as an image of this size, lit, without grid, gizmo and people; rejects while there is no picture. */
	capture(width: number, height: number): Promise<Blob>;
	readonly stats: ViewportStats;
	/** Counts through all that is drawn, where anything changed since: for who shows it. */
	measureMemory(): ViewportMemory;

	on<E extends keyof ViewportEvents>(event: E, listener: (event: ViewportEvents[E]) => void): Dispose;
	dispose(): void;
}
