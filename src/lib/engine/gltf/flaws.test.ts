import { BufferAttribute, BufferGeometry, Group, Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { madeGlb, PLAIN } from '../../../../tests/helpers/made-gltf.ts';
import { unwrap } from '../../base/result.ts';
import { finishSteps } from '../../base/steps.ts';
import { checkModel } from './check-gltf.ts';
import { refuseFlaws } from './flaws.ts';

const POINTS = 700_000;

function largeModel(last = 0): Group {
	const places = new Float32Array(POINTS * 3);
	places[places.length - 1] = last;
	const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(places, 3));
	geometry.setIndex(new BufferAttribute(new Uint32Array(POINTS * 3).fill(POINTS - 1), 1));
	return new Group().add(new Mesh(geometry));
}

describe('[E162] a large model', () => {
	it('is looked through in steps, between which the page has its turn', () => {
		// Two million numbers of places, as many of indices, half a million a step; and its box.
		expect([...refuseFlaws(largeModel())]).toHaveLength(11);
	});

	it('is looked through to its last number all the same', () => {
		expect(() => finishSteps(refuseFlaws(largeModel(NaN)))).toThrow('a point of a mesh is not a place');
	});

	it('is not copied where it is what will be stored already', () => {
		const bytes = madeGlb([{ mesh: 0 }], PLAIN);
		expect(unwrap(checkModel(bytes, 'chair.glb')).bytes.buffer).toBe(bytes.buffer);
		const within = new Uint8Array(bytes.length + 8);
		within.set(bytes, 4);
		const { bytes: own } = unwrap(checkModel(within.subarray(4, 4 + bytes.length), 'chair.glb'));
		expect(own.buffer.byteLength).toBe(bytes.length);
		expect(own).toEqual(bytes);
	});
});
