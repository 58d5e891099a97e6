import { BufferAttribute, BufferGeometry } from 'three';

const made = new WeakMap<BufferGeometry, BufferGeometry>();

/** A flat, indexed geometry that faces both ways: what is seen through from both sides is drawn with what is not. */
export function bothSidesOf(geometry: BufferGeometry): BufferGeometry {
	const known = made.get(geometry);
	if (known) return known;
	const both = new BufferGeometry();
	for (const [name, { array, itemSize, normalized }] of Object.entries(geometry.attributes)) {
		const Numbers = array.constructor as Float32ArrayConstructor;
		const twice = new Numbers(array.length * 2);
		twice.set(array);
		twice.set(name === 'normal' ? array.map((each) => -each) : array, array.length);
		both.setAttribute(name, new BufferAttribute(twice, itemSize, normalized));
	}
	const front = [...(geometry.index?.array ?? [])];
	const points = geometry.getAttribute('position').count;
	both.setIndex([...front, ...front.toReversed().map((index) => index + points)]);
	made.set(geometry, both);
	return both;
}
