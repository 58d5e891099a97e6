import { type Group, Vector3 } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import { createSceneGraph, type GraphOptions, type GraphWithKit } from '../scene/create-scene-graph.ts';
import { meshBox } from '../scene/mesh-box.ts';
import type { ViewportSnap } from '../viewport-port.ts';
import { bodyPoints } from './body-points.ts';
import type { Picker } from './picker.ts';
import { type Body, restingPlace } from './resting-place.ts';
import type { Surface } from './surface.ts';

export type PlacingOptions = Pick<GraphOptions, 'assets' | 'clock'> & {
	/** What the sample is drawn in. */
	readonly stage: Pick<Group, 'add' | 'remove'>;
	readonly picker: Picker;
	readonly onPlaced: (at: [number, number, number], more: boolean) => void;
	readonly onCancel: () => void;
	readonly onChange: () => void;
	/** Makes the graph of a sample; the engine's own way unless a test brings another. */
	readonly createGraph?: (options: GraphOptions) => GraphWithKit;
};

type Sample = {
	readonly content: GraphWithKit;
	readonly snapshot: SceneSnapshot;
	surface: Surface;
};

/** Something that is about to be put into the scene: shown as it would stand there, wherever the pointer says. */
export class Placing {
	snap: ViewportSnap | null = null;
	#options: PlacingOptions;
	#sample: Sample | null = null;

	constructor(options: PlacingOptions) {
		this.#options = options;
	}

	get active(): boolean {
		return this.#sample !== null;
	}

	/** Begins with a sample, which stands at a point of the ground first; null: nothing is placed any more. */
	show(snapshot: SceneSnapshot | null, from: Vector3): void {
		this.#drop();
		if (!snapshot) return;
		const { assets, clock, stage, createGraph = createSceneGraph } = this.#options;
		const content = createGraph({ assets, clock, batching: false, onChange: () => this.#options.onChange() });
		const surface = { point: new Vector3(from.x, 0, from.z), normal: new Vector3(0, 1, 0), corners: [] };
		const sample: Sample = { content, snapshot, surface };
		this.#sample = sample;
		content.graph.show(snapshot);
		stage.add(content.graph.drawn);
		this.#stand();
		// What is still loading is as large as a placeholder until then.
		void content.idle().then(() => this.#sample === sample && this.#stand());
	}

	/** The sample stands on what is under a point of the canvas. */
	aim(clientX: number, clientY: number): void {
		if (!this.#sample) return;
		this.#sample.surface = this.#options.picker.landing(clientX, clientY);
		this.#stand();
	}

	/** Puts it where it stands, once it is known how large it is. `more`: others will follow. */
	put(more: boolean): void {
		const sample = this.#sample;
		if (!sample) return;
		const { surface } = sample;
		void sample.content.idle().then(() => {
			if (this.#sample !== sample) return;
			const { x, y, z } = this.#placeOn(surface, sample);
			this.#options.onPlaced([rounded(x), rounded(y), rounded(z)], more);
		});
	}

	/** False when nothing is being placed. */
	cancel(): boolean {
		if (!this.#sample) return false;
		this.#drop();
		this.#options.onCancel();
		return true;
	}

	dispose(): void {
		this.#drop();
	}

	#drop(): void {
		const sample = this.#sample;
		if (!sample) return;
		this.#sample = null;
		this.#options.stage.remove(sample.content.graph.drawn);
		sample.content.dispose();
		this.#options.onChange();
	}

	#stand(): void {
		const sample = this.#sample;
		if (!sample) return;
		const by = this.#placeOn(sample.surface, sample);
		for (const id of rootsOf(sample)) {
			const [x, y, z] = originOf(sample, id);
			sample.content.graph.preview(id, { position: [x + by.x, y + by.y, z + by.z] });
		}
	}

	#placeOn(surface: Surface, sample: Sample): Vector3 {
		const steps = this.snap?.on && this.snap.to === 'steps' ? this.snap.step : null;
		return restingPlace(bodyOf(sample), surface, steps);
	}
}

const rootsOf = ({ snapshot }: Sample) => snapshot.hierarchy.childrenOf.get(null) ?? [];

function originOf({ snapshot }: Sample, id: ReturnType<typeof rootsOf>[number]) {
	const entity = snapshot.entities.get(id);
	return entity ? readField(entity, 'transform', 'position') : ([0, 0, 0] as const);
}

/** How far it reaches where it was made: at the origin. */
function bodyOf(sample: Sample): Body {
	const { graph } = sample.content;
	const roots = rootsOf(sample);
	for (const id of roots) graph.preview(id, null);
	graph.root.updateMatrixWorld();
	const groups = roots.flatMap((id) => graph.node(id)?.group ?? []);
	let solid = false;
	for (const group of groups) group.traverseVisible((each) => (solid ||= meshBox(each) !== null));
	return { points: bodyPoints(groups), solid };
}

const rounded = (n: number): number => Math.round(n * 1e4) / 1e4 + 0;
