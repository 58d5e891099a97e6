import { BufferAttribute, BufferGeometry, InterleavedBufferAttribute } from 'three';

/** Larger ones are drawn by themselves: they cost more to copy than a draw call does. */
const MOST_POINTS = 4096;
const LEAST_POINTS = 1024;
const LEAST_INDICES = 4096;

/** Where in the merged geometry one of them is: indices, or points where it has none. */
export type GeometryRange = { readonly start: number; readonly count: number };
type Place = GeometryRange & { readonly points: number; uses: number };

/** What geometries must have in common to be merged; null: this one cannot be. */
export function mergeKey(geometry: BufferGeometry): string | null {
	const { attributes, index, drawRange, morphAttributes } = geometry;
	const points = attributes['position']?.count ?? 0;
	if (points === 0 || points > MOST_POINTS || Object.keys(morphAttributes).length > 0) return null;
	if (drawRange.start !== 0 || drawRange.count !== Infinity) return null;
	const parts: string[] = [index ? 'indexed' : 'points'];
	for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (attribute instanceof InterleavedBufferAttribute || 'isInstancedBufferAttribute' in attribute)
			return null;
		parts.push(`${name}:${attribute.array.constructor.name}:${attribute.itemSize}:${attribute.normalized}`);
	}
	return parts.join();
}

/** Geometries one behind the other, so that one call can draw instances of several of them. */
export class MergedGeometry {
	geometry: BufferGeometry;
	#places = new Map<BufferGeometry, Place>();
	#points = 0;
	#indices = 0;

	constructor(like: BufferGeometry) {
		this.geometry = makeRoom(like, LEAST_POINTS, LEAST_INDICES);
	}

	range(geometry: BufferGeometry): GeometryRange | undefined {
		return this.#places.get(geometry);
	}

	/** True: all ranges, and `geometry` itself, are others now. */
	acquire(geometry: BufferGeometry): boolean {
		const known = this.#places.get(geometry);
		if (known) {
			known.uses++;
			return false;
		}
		const made = this.#makeRoomFor(geometry);
		this.#append(geometry, 1);
		return made;
	}

	/** What is no longer used keeps its place until room is short. */
	release(geometry: BufferGeometry): void {
		const known = this.#places.get(geometry);
		if (known) known.uses--;
	}

	dispose(): void {
		this.geometry.dispose();
	}

	#makeRoomFor(geometry: BufferGeometry): boolean {
		const { position } = this.geometry.attributes;
		const room = this.geometry.index?.count ?? Infinity;
		const fits =
			this.#points + pointsOf(geometry) <= (position?.count ?? 0) &&
			this.#indices + (geometry.index?.count ?? 0) <= room;
		if (fits) return false;
		const used = [...this.#places].filter(([, { uses }]) => uses > 0);
		let points = pointsOf(geometry);
		let indices = geometry.index?.count ?? 0;
		for (const [each] of used) {
			points += pointsOf(each);
			indices += each.index?.count ?? 0;
		}
		this.geometry.dispose();
		this.geometry = makeRoom(
			geometry,
			Math.max(LEAST_POINTS, points * 2),
			Math.max(LEAST_INDICES, indices * 2),
		);
		this.#places.clear();
		this.#points = 0;
		this.#indices = 0;
		for (const [each, { uses }] of used) this.#append(each, uses);
		return true;
	}

	#append(source: BufferGeometry, uses: number): void {
		const points = pointsOf(source);
		for (const [name, { array, itemSize }] of Object.entries(source.attributes)) {
			const target = this.geometry.getAttribute(name) as BufferAttribute;
			target.array.set(array, this.#points * itemSize);
			target.addUpdateRange(this.#points * itemSize, points * itemSize);
			target.needsUpdate = true;
		}
		const { index } = this.geometry;
		const count = source.index?.count ?? points;
		const start = source.index ? this.#indices : this.#points;
		for (let i = 0; index && source.index && i < count; i++)
			index.setX(start + i, this.#points + source.index.getX(i));
		if (index) {
			index.addUpdateRange(start, count);
			index.needsUpdate = true;
		}
		this.#places.set(source, { start, count, points: this.#points, uses });
		this.#points += points;
		if (source.index) this.#indices += count;
	}
}

const pointsOf = (geometry: BufferGeometry): number => geometry.getAttribute('position').count;

function makeRoom(like: BufferGeometry, points: number, indices: number): BufferGeometry {
	const geometry = new BufferGeometry();
	for (const [name, { array, itemSize, normalized }] of Object.entries(like.attributes)) {
		const Numbers = array.constructor as Float32ArrayConstructor;
		geometry.setAttribute(name, new BufferAttribute(new Numbers(points * itemSize), itemSize, normalized));
	}
	if (like.index) geometry.setIndex(new BufferAttribute(new Uint32Array(indices), 1));
	return geometry;
}
