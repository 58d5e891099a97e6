import { Group, Quaternion, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { HelperLines } from '../scene/helper-lines.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import { reachLines } from './reach-lines.ts';

const MOST = 64;
const UNSCALED = new Vector3(1, 1, 1);

type Shown = { readonly id: EntityId; readonly lines: HelperLines; readonly scaled: boolean };

/** How far what is selected shines, is heard and is bumped into. */
export class Reach {
	readonly group = new Group();
	#graph: SceneGraph;
	#shown: Shown[] = [];

	constructor(graph: SceneGraph) {
		this.#graph = graph;
	}

	/** Lines of these, made anew. */
	show(ids: readonly EntityId[]): void {
		this.#clear();
		for (const id of ids.slice(0, MOST)) {
			const node = this.#graph.node(id);
			for (const { points, color, scaled } of node ? reachLines(node.entity) : []) {
				const lines = new HelperLines(points, color);
				lines.object.matrixAutoUpdate = false;
				this.group.add(lines.object);
				this.#shown.push({ id, lines, scaled });
			}
		}
		this.place();
	}

	/** Moves them to where their entities are now. */
	place(): void {
		if (this.#shown.length === 0) return;
		this.#graph.root.updateMatrixWorld();
		const [at, turn] = [new Vector3(), new Quaternion()];
		for (const { id, lines, scaled } of this.#shown) {
			const world = this.#graph.node(id)?.group.matrixWorld;
			if (!world) continue;
			const { object } = lines;
			object.matrix.copy(world);
			object.matrixWorldNeedsUpdate = true;
			if (scaled) continue;
			world.decompose(at, turn, new Vector3());
			object.matrix.compose(at, turn, UNSCALED);
		}
	}

	dispose(): void {
		this.#clear();
	}

	#clear(): void {
		this.group.clear();
		for (const { lines } of this.#shown) lines.dispose();
		this.#shown = [];
	}
}
