import {
	BoxGeometry,
	type BufferGeometry,
	CapsuleGeometry,
	ConeGeometry,
	CylinderGeometry,
	PlaneGeometry,
	SphereGeometry,
	TorusGeometry,
} from 'three';
import { assertNever } from '../../base/assert.ts';
import type { FieldValue } from '../../doc/components/registry.ts';
import type { mesh } from '../../doc/components/mesh.ts';

/** `picture`: a square that stands upright, facing +Z. */
export type Shape = Exclude<FieldValue<typeof mesh.fields.geometry>, 'model'> | 'picture';

/** The built-in shapes, each made once: one metre across, the plane facing up. */
export class Shapes {
	#made = new Map<Shape, BufferGeometry>();

	get(shape: Shape): BufferGeometry {
		const known = this.#made.get(shape);
		if (known) return known;
		const geometry = makeShape(shape);
		geometry.name = shape;
		this.#made.set(shape, geometry);
		return geometry;
	}

	dispose(): void {
		for (const geometry of this.#made.values()) geometry.dispose();
		this.#made.clear();
	}
}

function makeShape(shape: Shape): BufferGeometry {
	switch (shape) {
		case 'box':
			return new BoxGeometry(1, 1, 1);
		case 'sphere':
			return new SphereGeometry(0.5, 40, 20);
		case 'plane':
			return new PlaneGeometry(1, 1).rotateX(-Math.PI / 2);
		case 'picture':
			return new PlaneGeometry(1, 1);
		case 'cylinder':
			return new CylinderGeometry(0.5, 0.5, 1, 48);
		case 'cone':
			return new ConeGeometry(0.5, 1, 48);
		case 'capsule':
			return new CapsuleGeometry(0.25, 0.5, 12, 32);
		case 'torus':
			return new TorusGeometry(0.35, 0.15, 18, 48).rotateX(Math.PI / 2);
		default:
			return assertNever(shape);
	}
}
