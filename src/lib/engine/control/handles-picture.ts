import {
	BufferAttribute,
	BufferGeometry,
	type Camera,
	Matrix4,
	Mesh,
	type MeshBasicMaterial,
	type Object3D,
	ShaderMaterial,
	Vector3,
	Vector4,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';

/** Of one set: moving has the most, thirteen. */
const MOST_HANDLES = 16;

const VERTEX = /* glsl */ `
uniform mat4 places[${MOST_HANDLES}];
uniform vec4 colors[${MOST_HANDLES}];
attribute float handle;
varying vec4 vColor;
void main() {
	int at = int(handle);
	vColor = colors[at];
	gl_Position = projectionMatrix * viewMatrix * places[at] * vec4(position, 1.0);
}`;

const FRAGMENT = /* glsl */ `
varying vec4 vColor;
void main() {
	gl_FragColor = vColor;
	#include <colorspace_fragment>
}`;

type Handle = Mesh<BufferGeometry, MeshBasicMaterial>;
/** `first` and `count`: its part of all indices. */
type Drawn = { readonly handle: Handle; readonly first: number; readonly count: number; depth: number };

const middle = new Vector3();

/** One set of handles (three.js draws each by itself, with a material of its own) as one draw call that looks the same. */
export class HandlesPicture extends Mesh<BufferGeometry, ShaderMaterial> {
	#set: Object3D;
	#camera: () => Camera;
	#handles: readonly Drawn[];
	/** Those whose triangles are written, in this order. */
	#order: readonly Drawn[] = [];
	#indices: ArrayLike<number>;
	#places = Array.from({ length: MOST_HANDLES }, () => new Matrix4());
	#colors = Array.from({ length: MOST_HANDLES }, () => new Vector4());

	/** `set`: its children are the handles, which are not drawn themselves from now on. */
	constructor(set: Object3D, camera: () => Camera) {
		const handles = set.children as Handle[];
		const geometry = mergeHandles(handles);
		super(geometry, makeMaterial());
		this.#set = set;
		this.#camera = camera;
		this.#indices = geometry.index?.array.slice() ?? [];
		let first = 0;
		this.#handles = handles.map((handle) => {
			const count = indicesOf(handle.geometry).length;
			first += count;
			handle.layers.disableAll();
			return { handle, first: first - count, count, depth: 0 };
		});
		Object.assign(this.material.uniforms, {
			places: { value: this.#places },
			colors: { value: this.#colors },
		});
		this.renderOrder = Infinity;
		this.frustumCulled = false;
		this.matrixAutoUpdate = false;
	}

	/** Called after its set: all handles stand where they will be seen. */
	override updateMatrixWorld(): void {
		this.visible = this.#set.visible;
		if (!this.visible) return;
		const { matrixWorldInverse } = this.#camera();
		const seen = this.#handles.filter(({ handle }) => handle.visible);
		for (const drawn of seen) {
			const { geometry, matrixWorld } = drawn.handle;
			if (!geometry.boundingSphere) geometry.computeBoundingSphere();
			middle.copy(geometry.boundingSphere?.center ?? middle.set(0, 0, 0));
			drawn.depth = middle.applyMatrix4(matrixWorld).applyMatrix4(matrixWorldInverse).z;
		}
		// As three.js sorts what is seen through: from the far to the near.
		seen.sort((a, b) => a.depth - b.depth || a.handle.id - b.handle.id);
		this.#handles.forEach(({ handle }, at) => {
			const { color, opacity } = handle.material;
			this.#places[at]?.copy(handle.matrixWorld);
			this.#colors[at]?.set(color.r, color.g, color.b, opacity);
		});
		if (seen.length !== this.#order.length || seen.some((drawn, i) => drawn !== this.#order[i]))
			this.#write(seen);
	}

	#write(order: readonly Drawn[]): void {
		const { index } = this.geometry;
		if (!index) return;
		this.#order = order;
		let at = 0;
		for (const { first, count } of order)
			for (let i = first; i < first + count; i++) index.setX(at++, this.#indices[i] ?? 0);
		index.needsUpdate = true;
		this.geometry.setDrawRange(0, at);
	}
}

/** All their points, each with the number of its handle. */
function mergeHandles(handles: readonly Handle[]): BufferGeometry {
	const parts = handles.map(({ geometry }, at) => {
		const part = new BufferGeometry();
		const points = geometry.getAttribute('position');
		part.setAttribute('position', points);
		part.setAttribute('handle', new BufferAttribute(new Float32Array(points.count).fill(at), 1));
		return part.setIndex(indicesOf(geometry));
	});
	return mergeGeometries(parts);
}

function indicesOf({ index, attributes }: BufferGeometry): number[] {
	return index ? [...index.array] : [...Array(attributes['position']?.count ?? 0).keys()];
}

const makeMaterial = (): ShaderMaterial =>
	new ShaderMaterial({
		vertexShader: VERTEX,
		fragmentShader: FRAGMENT,
		uniforms: { places: { value: [] }, colors: { value: [] } },
		depthTest: false,
		depthWrite: false,
		fog: false,
		toneMapped: false,
		transparent: true,
	});
