import { Ray, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { BoxTree } from './box-tree.ts';
import { rayEntersBox } from './flat-boxes.ts';

const WORLD = 100;

/** A tree of named boxes, and the same in a plain list that is asked one by one. */
function setup(seed: number) {
	const random = seededRandom(seed);
	const spread = (width: number) => (random() - 0.5) * width;
	const tree = new BoxTree<string>();
	const known = new Map<string, { box: number[]; at: number }>();
	const makeBox = () => {
		const low = [spread(WORLD), spread(WORLD / 10), spread(WORLD)];
		const size = random() < 0.02 ? WORLD / 2 : 3;
		return [...low, ...low.map((each) => each + random() * size)];
	};
	let made = 0;
	const add = () => {
		const box = makeBox();
		const name = `box ${made++}`;
		known.set(name, { box, at: tree.add(name, box) });
	};
	const choose = () => [...known.keys()][Math.floor(random() * known.size)] ?? '';
	const move = () => {
		const entry = known.get(choose());
		if (!entry) return;
		entry.box = makeBox();
		tree.place(entry.at, entry.box);
	};
	const remove = () => {
		const name = choose();
		const entry = known.get(name);
		if (entry) tree.remove(entry.at);
		known.delete(name);
	};
	const ray = () =>
		new Ray(
			new Vector3(spread(WORLD), spread(WORLD), spread(WORLD)),
			new Vector3(random() < 0.2 ? 0 : spread(2), spread(1), spread(2)).normalize(),
		);
	const linear = (asked: Ray, reach: number) =>
		[...known].flatMap(([name, { box }]) => {
			const distance = rayEntersBox(asked, Float64Array.from(box), 0);
			return distance !== null && distance <= reach ? [name] : [];
		});
	const met = (asked: Ray, reach: number) => {
		const names: string[] = [];
		tree.meet(asked, reach, (name) => {
			names.push(name);
			return reach;
		});
		return names;
	};
	return { tree, random, add, move, remove, ray, linear, met, known };
}

describe('[E70] a ray meets what it would meet asking one box after the other', () => {
	it.each([1, 2, 3])('while boxes come, move and go (seed %i)', (seed) => {
		const { random, add, move, remove, ray, linear, met } = setup(seed);
		for (let i = 0; i < 3000; i++) add();
		let found = 0;
		for (let round = 0; round < 120; round++) {
			for (let i = 0; i < 40; i++) {
				const what = random();
				if (what < 0.3) add();
				else if (what < 0.6) remove();
				else move();
			}
			const asked = ray();
			const reach = round % 3 === 0 ? Infinity : random() * WORLD;
			const names = met(asked, reach);
			expect(names.toSorted()).toEqual(linear(asked, reach).toSorted());
			found += names.length;
		}
		expect(found).toBeGreaterThan(100);
	});

	it('after all are gone, and come again', () => {
		const { add, remove, ray, linear, met, known } = setup(7);
		for (let i = 0; i < 2000; i++) add();
		met(ray(), Infinity);
		while (known.size > 0) remove();
		for (let i = 0; i < 20; i++) expect(met(ray(), Infinity)).toEqual([]);
		for (let i = 0; i < 2000; i++) add();
		for (let i = 0; i < 20; i++) {
			const asked = ray();
			expect(met(asked, Infinity).toSorted()).toEqual(linear(asked, Infinity).toSorted());
		}
	});
});

it('asks few of many boxes, and none beyond what was met', () => {
	const tree = new BoxTree<number>();
	for (let x = 0; x < 100; x++) for (let z = 0; z < 100; z++) tree.add(z, [x, 0, z, x + 0.5, 0.5, z + 0.5]);
	const along = new Ray(new Vector3(50.25, 0.25, -5), new Vector3(0, 0, 1));
	const row: number[] = [];
	tree.meet(along, Infinity, (z, distance) => {
		row.push(z);
		return distance;
	});
	expect(row[0]).toBe(0);
	expect(row.length).toBeLessThan(6);
});
