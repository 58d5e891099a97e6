import {
	BufferGeometry,
	type ColorRepresentation,
	Float32BufferAttribute,
	LineBasicMaterial,
	LineSegments,
} from 'three';
import { asHelper } from './layers.ts';

/** Thin lines that only the editor draws: where a camera looks, where an area shines. */
export class HelperLines {
	readonly object: LineSegments<BufferGeometry, LineBasicMaterial>;

	/** `points`: x, y, z of the two ends of each line, m. */
	constructor(points: readonly number[], color: ColorRepresentation) {
		const geometry = new BufferGeometry();
		geometry.setAttribute('position', new Float32BufferAttribute(points, 3));
		const material = new LineBasicMaterial({ color, toneMapped: false, fog: false });
		this.object = asHelper(new LineSegments(geometry, material));
	}

	dispose(): void {
		this.object.geometry.dispose();
		this.object.material.dispose();
	}
}
