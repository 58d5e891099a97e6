import {
	type BufferGeometry,
	DataTexture,
	type Material,
	Mesh,
	RedIntegerFormat,
	Sphere,
	UnsignedIntType,
} from 'three';
import type { GeometryRange } from './merged-geometry.ts';

/** Which instances are drawn, and in which order. */
export class DrawOrder {
	starts = new Int32Array(16);
	counts = new Int32Array(16);
	count = 0;
	/** Which instance each draw is of. */
	instances = makeNumbers(16);

	get #numbers(): Uint32Array {
		return this.instances.image.data as Uint32Array;
	}

	/** Writes one more behind the first `count`. */
	push({ start, count }: GeometryRange, bytesPerIndex: number, instance: number): void {
		const at = this.count++;
		if (at === this.starts.length) this.#grow();
		this.starts[at] = start * bytesPerIndex;
		this.counts[at] = count;
		if (this.#numbers[at] === instance) return;
		this.#numbers[at] = instance;
		this.instances.needsUpdate = true;
	}

	dispose(): void {
		this.instances.dispose();
	}

	#grow(): void {
		const { starts, counts, instances } = this;
		this.starts = new Int32Array(starts.length * 2);
		this.starts.set(starts);
		this.counts = new Int32Array(starts.length * 2);
		this.counts.set(counts);
		this.instances = makeNumbers(starts.length * 2);
		this.#numbers.set(instances.image.data as Uint32Array);
		instances.dispose();
	}
}

/** Numbers of instances as a picture, which shaders can look up. */
function makeNumbers(least: number): DataTexture {
	const side = Math.ceil(Math.sqrt(least));
	const texture = new DataTexture(
		new Uint32Array(side * side),
		side,
		side,
		RedIntegerFormat,
		UnsignedIntType,
	);
	texture.needsUpdate = true;
	return texture;
}

/** What a run is made of. */
export type RunSource = {
	readonly geometry: BufferGeometry;
	readonly material: Material;
	readonly matrices: DataTexture;
	readonly colors: DataTexture | null;
	readonly receiveShadow: boolean;
};

/**
 * Draws instances of a merged geometry with one call, in the order given. three.js takes it for a BatchedMesh, which it
 * knows by `isBatchedMesh` and draws by the fields that begin with an underscore; culling and sorting are ours.
 */
export class DrawRun extends Mesh {
	readonly isBatchedMesh = true;
	/** Its middle is where the run is sorted in among all else that is seen through. */
	readonly boundingSphere = new Sphere();
	readonly seen = new DrawOrder();
	#casters: DrawOrder | null;
	_matricesTexture!: DataTexture;
	_colorsTexture: DataTexture | null = null;
	_indirectTexture!: DataTexture;
	_multiDrawStarts!: Int32Array;
	_multiDrawCounts!: Int32Array;
	_multiDrawCount = 0;

	/** `casters`: what throws shadows, of all its batch; null: another run does that. */
	constructor(casters: DrawOrder | null) {
		super();
		this.#casters = casters;
		this.matrixAutoUpdate = false;
		this.frustumCulled = false;
	}

	take({ geometry, material, matrices, colors, receiveShadow }: RunSource): void {
		this.geometry = geometry;
		this.material = material;
		this._matricesTexture = matrices;
		this._colorsTexture = colors;
		this.receiveShadow = receiveShadow;
		this.castShadow = this.#casters !== null && this.#casters.count > 0;
		this.#follow(this.seen);
	}

	override onBeforeRender(): void {
		this.#follow(this.seen);
	}

	override onBeforeShadow(): void {
		if (this.#casters) this.#follow(this.#casters);
	}

	override dispose(): void {
		super.dispose();
		this.seen.dispose();
	}

	#follow({ starts, counts, count, instances }: DrawOrder): void {
		this._multiDrawStarts = starts;
		this._multiDrawCounts = counts;
		this._multiDrawCount = count;
		this._indirectTexture = instances;
	}
}
