import { describe, expect, it } from 'vitest';
import { MovedEntities, type ShownTransform } from './moved-entities.ts';

const STILL = Float32Array.from([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
const at = (index: number, x: number, turn: readonly number[] = [0, 0, 0, 1]) => [
	index,
	x,
	0,
	0,
	...turn,
	1,
	1,
	1,
];

function setup(count = 3) {
	const moved = new MovedEntities(count);
	const take = (...changes: (readonly number[])[]) =>
		moved.take(Float32Array.from(changes.flat()), () => STILL);
	const shown = (alpha: number) => {
		const places = new Map<number, ShownTransform>();
		moved.show(alpha, (index, transform) => places.set(index, transform));
		return places;
	};
	return { take, shown };
}

describe('what moves in a running game', () => {
	it('[T4] is shown between its last two places', () => {
		const { take, shown } = setup();
		take(at(1, 2));
		expect(shown(0.25).get(1)?.position).toEqual([0.5, 0, 0]);
		take(at(1, 4));
		expect(shown(0.5).get(1)?.position).toEqual([3, 0, 0]);
	});

	it('[T4] is shown where it came to rest, once', () => {
		const { take, shown } = setup();
		take(at(1, 2));
		take();
		expect(shown(0).get(1)?.position).toEqual([2, 0, 0]);
		expect(shown(0.5).size).toBe(0);
	});

	it('[T4] turns by the shorter way', () => {
		const { take, shown } = setup();
		take(at(0, 0, [0, 0, 0, -1]));
		expect(shown(0.5).get(0)?.rotation.map(Math.abs)).toEqual([0, 0, 0, 1]);
	});

	it('[T4] nothing that is no entity, and no number, moves anything', () => {
		const { take, shown } = setup(2);
		take(at(2, 1), at(-1, 1), at(0.5, 1), at(NaN, 1), at(1, Infinity), [0, 1, 2]);
		expect(shown(1).size).toBe(0);
		take(at(1, 1));
		expect([...shown(1).keys()]).toEqual([1]);
	});
});
