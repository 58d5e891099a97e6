import { type Object3D, Quaternion, Vector3 } from 'three';
import { Disposer } from '../../base/disposer.ts';
import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportSnap } from '../viewport-port.ts';
import { bodyPoints } from './body-points.ts';
import { isWithin } from './drop-down.ts';
import { nearestTo } from './nearest-point.ts';
import type { Picker } from './picker.ts';
import type { Surface } from './surface.ts';

const UP = new Vector3(0, 1, 0);

type Held = {
	readonly ids: ReadonlySet<EntityId>;
	/** Where what is held reaches, seen from the pivot, as it was taken. */
	readonly points: readonly Vector3[];
	readonly up: Vector3;
	/** How the pivot stood as it was taken. */
	readonly turn: Quaternion;
};

/** Lays what is dragged onto what the pointer is over: against its surface (while Shift is held), or vertex to vertex (V). */
export class Snapping {
	snap: ViewportSnap = { on: false, step: 0.25, turn: 15, scale: 0.1, to: 'steps', align: false };
	#graph: SceneGraph;
	#picker: Picker;
	#pointer = { x: 0, y: 0 };
	#vertexKey = false;
	#surfaceKey = false;
	#held: Held | null = null;
	#disposer = new Disposer();

	constructor(element: HTMLElement, graph: SceneGraph, picker: Picker) {
		this.#graph = graph;
		this.#picker = picker;
		const move = ({ clientX, clientY, shiftKey }: PointerEvent) => {
			this.#pointer = { x: clientX, y: clientY };
			this.#surfaceKey = shiftKey;
		};
		// What is let go of elsewhere is never told here.
		const leave = () => (this.#vertexKey = false);
		const key = (event: KeyboardEvent) => {
			if (event.code !== 'KeyV') return;
			this.#vertexKey = event.type === 'keydown';
			// Meanwhile the key is no command's.
			if (this.#held) event.stopPropagation();
		};
		// Before whoever drags asks where to.
		element.addEventListener('pointermove', move, { capture: true });
		window.addEventListener('blur', leave);
		for (const type of ['keydown', 'keyup'] as const) window.addEventListener(type, key, { capture: true });
		this.#disposer.add(() => {
			element.removeEventListener('pointermove', move, { capture: true });
			window.removeEventListener('blur', leave);
			for (const type of ['keydown', 'keyup'] as const)
				window.removeEventListener(type, key, { capture: true });
		});
	}

	/** Whether V is held: the nearest vertex is meant. */
	get vertexKey(): boolean {
		return this.#vertexKey;
	}

	/** Whether a key says where to, so that any handle moves freely. */
	get free(): boolean {
		return this.#vertexKey || this.#surfaceKey;
	}

	/** These are dragged now, by a pivot that stands where it will be moved from. */
	hold(nodes: readonly EntityNode[], pivot: Object3D): void {
		const [first, ...others] = nodes;
		const groups = nodes.map(({ group }) => group);
		const up = UP.clone();
		if (first && others.length === 0) up.applyQuaternion(first.group.getWorldQuaternion(new Quaternion()));
		this.#held = {
			ids: new Set(nodes.map(({ id }) => id)),
			points: bodyPoints(groups).map((point) => point.sub(pivot.position)),
			up,
			turn: pivot.quaternion.clone(),
		};
	}

	letGo(): void {
		this.#held = null;
	}

	/** Puts the pivot where what is held lies on what the pointer is over; leaves it where there is nothing. */
	place(pivot: Object3D): void {
		if (!this.#held) return;
		pivot.quaternion.identity();
		this.#lay(pivot, this.#held);
		pivot.quaternion.multiply(this.#held.turn);
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	#lay(pivot: Object3D, held: Held): void {
		const chosen = this.snap.on ? this.snap.to : 'steps';
		const to = this.#vertexKey ? 'vertex' : this.#surfaceKey ? 'surface' : chosen;
		if (to === 'steps') return;
		const { x, y } = this.#pointer;
		const surface = this.#picker.surfaceAt(x, y, (object) => !isWithin(this.#graph, object, held.ids));
		if (!surface) return;
		if (to === 'vertex') meetVertex(pivot, held.points, surface);
		else layOn(pivot, held, surface, this.snap.align);
	}
}

/** On the surface, as deep as touches it; turned so that its up is the surface's. */
export function layOn(
	pivot: Object3D,
	{ points, up }: Pick<Held, 'points' | 'up'>,
	{ point, normal }: Surface,
	align: boolean,
): void {
	if (align) pivot.quaternion.setFromUnitVectors(up, normal);
	const reached = new Vector3();
	let least = 0;
	for (const each of points)
		least = Math.min(least, reached.copy(each).applyQuaternion(pivot.quaternion).dot(normal));
	pivot.position.copy(point).addScaledVector(normal, -least);
}

/** The nearest of its own points comes to lie on the nearest corner of what the pointer is over. */
export function meetVertex(
	pivot: Object3D,
	points: readonly Vector3[],
	{ point, corners }: Pick<Surface, 'point' | 'corners'>,
): void {
	const target = nearestTo(point, corners);
	if (!target) return;
	const own = nearestTo(target.clone().sub(pivot.position), points);
	if (own) pivot.position.copy(target).sub(own);
}
