import {
	type BufferGeometry,
	type Intersection,
	Mesh,
	type Object3D,
	type PerspectiveCamera,
	Raycaster,
	SkinnedMesh,
	Vector2,
	Vector3,
} from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { EntityId } from '../../base/ids.ts';
import { entityIdOf } from '../scene/entity-node.ts';
import { HELPER_LAYER } from '../scene/layers.ts';
import { isLocked } from '../scene/locked.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import { type Surface, surfaceOf } from './surface.ts';
import type { ViewportProjection } from '../viewport-port.ts';

/** Below this many triangles asking each is as quick as building a tree. */
const TREE_FROM_TRIANGLES = 400;
/** Something dropped into the void lands this far ahead, at most. Metres. */
const MAX_REACH = 150;
const VOID_REACH = 10;
const LINE_THRESHOLD = 0.06;

/** What is looked with. */
type Eye = {
	readonly camera: PerspectiveCamera;
	readonly target: Vector3;
	readonly projection: ViewportProjection;
};

/** Finds what is under a point of the canvas. */
export class Picker {
	#eye: Eye;
	#graph: SceneGraph;
	#canvas: HTMLCanvasElement;
	#raycaster = new Raycaster();
	#treed = new WeakSet<BufferGeometry>();

	constructor(canvas: HTMLCanvasElement, eye: Eye, graph: SceneGraph) {
		this.#canvas = canvas;
		this.#eye = eye;
		this.#graph = graph;
		this.#raycaster.firstHitOnly = true;
		this.#raycaster.params.Line.threshold = LINE_THRESHOLD;
	}

	entityAt(clientX: number, clientY: number): EntityId | null {
		const hit = this.#cast(clientX, clientY, true);
		return hit ? entityIdOf(hit.object) : null;
	}

	/** Where something dropped here lands: on what is there, else on the ground. */
	pointAt(clientX: number, clientY: number): [number, number, number] {
		const hit = this.#cast(clientX, clientY, false);
		if (hit) return hit.point.toArray();
		const { origin, direction } = this.#raycaster.ray;
		const toGround = direction.y === 0 ? -1 : -origin.y / direction.y;
		// A flat view stands anywhere before what it looks at.
		const flat = this.#eye.projection === 'orthographic';
		const toTarget = flat ? origin.distanceTo(this.#eye.target) : 0;
		const least = flat ? toTarget - MAX_REACH : 0;
		const lands = toGround > least && toGround < toTarget + MAX_REACH;
		const reach = lands ? toGround : flat ? toTarget : VOID_REACH;
		const point = new Vector3().copy(direction).multiplyScalar(reach).add(origin);
		return [point.x, 0, point.z];
	}

	/** What something let go here would lie on: what is there, else the ground. */
	landing(clientX: number, clientY: number): Surface {
		const surface = this.surfaceAt(clientX, clientY, () => true);
		if (surface) return surface;
		const point = new Vector3(...this.pointAt(clientX, clientY));
		return { point, normal: new Vector3(0, 1, 0), corners: [] };
	}

	/** The surface under a point of the canvas, of what `isMet` accepts; null where there is none. */
	surfaceAt(clientX: number, clientY: number, isMet: (object: Object3D) => boolean): Surface | null {
		this.#aim(clientX, clientY);
		return this.#surface(isMet);
	}

	/** The first surface that lies ahead of a point of the world. */
	surfaceAlong(from: Vector3, direction: Vector3, isMet: (object: Object3D) => boolean): Surface | null {
		this.#graph.root.updateMatrixWorld();
		this.#raycaster.set(from, direction);
		// Sprites turn to whoever looks.
		this.#raycaster.camera = this.#eye.camera;
		return this.#surface(isMet);
	}

	#surface(isMet: (object: Object3D) => boolean): Surface | null {
		this.#raycaster.layers.set(0);
		const hit = this.#meet(isMet);
		return hit ? surfaceOf(hit, this.#raycaster.ray.direction) : null;
	}

	#cast(clientX: number, clientY: number, helpers: boolean): Intersection | undefined {
		this.#aim(clientX, clientY);
		this.#raycaster.layers.set(0);
		if (helpers) this.#raycaster.layers.enable(HELPER_LAYER);
		// A hand passes through what is locked; what is dropped lands on it.
		return this.#meet((object) => !helpers || !isLocked(this.#graph, object));
	}

	#aim(clientX: number, clientY: number): void {
		const box = this.#canvas.getBoundingClientRect();
		const x = ((clientX - box.left) / box.width) * 2 - 1;
		const y = 1 - ((clientY - box.top) / box.height) * 2;
		this.#graph.root.updateMatrixWorld();
		this.#raycaster.setFromCamera(new Vector2(x, y), this.#eye.camera);
	}

	#meet(isMet: (object: Object3D) => boolean): Intersection | undefined {
		const hits: Intersection[] = [];
		for (const object of this.#graph.drawn.loose()) if (isMet(object)) this.#visit(object, hits);
		this.#askBatched(hits, isMet);
		return nearest(hits);
	}

	#askBatched(hits: Intersection[], isMet: (mesh: Mesh) => boolean): void {
		let reach = nearest(hits)?.distance ?? Infinity;
		this.#graph.drawn.meet(this.#raycaster.ray, reach, (mesh) => {
			if (!isMet(mesh)) return reach;
			this.#grow(mesh);
			const known = hits.length;
			mesh.raycast(this.#raycaster, hits);
			for (let at = known; at < hits.length; at++) reach = Math.min(reach, hits[at]?.distance ?? Infinity);
			return reach;
		});
	}

	#visit(object: Object3D, hits: Intersection[]): void {
		if (!object.visible) return;
		if (object.layers.test(this.#raycaster.layers)) {
			if (object instanceof Mesh && !(object instanceof SkinnedMesh)) this.#grow(object as Mesh);
			object.raycast(this.#raycaster, hits);
		}
		for (const child of object.children) this.#visit(child, hits);
	}

	/** Gives a large geometry its bounds tree before the first ray. */
	#grow(mesh: Mesh): void {
		const { geometry } = mesh;
		if (this.#treed.has(geometry)) return;
		this.#treed.add(geometry);
		const triangles = (geometry.index?.count ?? geometry.getAttribute('position')?.count ?? 0) / 3;
		if (triangles < TREE_FROM_TRIANGLES || Object.keys(geometry.morphAttributes).length > 0) return;
		try {
			// Indirect: the index keeps its order, which other users of the geometry rely on.
			geometry.boundsTree = new MeshBVH(geometry, { indirect: true });
		} catch {
			// Interleaved or odd attributes have no tree: the plain raycast still works.
		}
	}
}

const nearest = (hits: readonly Intersection[]): Intersection | undefined =>
	hits.toSorted((a, b) => a.distance - b.distance)[0];
