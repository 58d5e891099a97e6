import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../base/ids.ts';
import { PersistentMap } from '../base/persistent-map.ts';
import {
	isWithin,
	MAX_DEPTH,
	resolveHierarchy as resolve,
	updateHierarchy,
	type Place,
} from './hierarchy.ts';

const id = (n: number) => `entity${n}`.padEnd(22, '_') as EntityId;
const place = (parent: number | null, order = 'a1', previous: number | null = null): Place => ({
	parentId: parent === null ? null : id(parent),
	order,
	previousParentId: previous === null ? null : id(previous),
});

const resolveHierarchy = (places: ReadonlyMap<EntityId, Place>) =>
	resolve(new Map([...places].map(([id, place]) => [id, { place }])));

describe('resolveHierarchy', () => {
	it('[D4] children stand in order, equal keys by id', () => {
		const tree = resolveHierarchy(
			new Map([
				[id(1), place(null, 'a2')],
				[id(2), place(null, 'a1')],
				[id(4), place(null, 'a2')],
				[id(3), place(2)],
			]),
		);
		expect(tree.childrenOf.get(null)).toEqual([id(2), id(1), id(4)]);
		expect(tree.childrenOf.get(id(2))).toEqual([id(3)]);
		expect(tree.healed.size).toBe(0);
	});

	it('[D4] two entities moved into each other: one goes back to where it was', () => {
		const tree = resolveHierarchy(
			new Map([
				[id(9), place(null)],
				[id(1), place(2, 'a1', 9)],
				[id(2), place(1, 'a1', null)],
			]),
		);
		expect(tree.parentOf.get(id(1))).toBe(id(9));
		expect(tree.parentOf.get(id(2))).toBe(id(1));
		expect([...tree.healed]).toEqual([[id(1), 'cycle']]);
	});

	it('[D4] a chain without end is cut into pieces that can be walked, the same whatever order it came in', () => {
		const length = 3 * MAX_DEPTH;
		const chain = Array.from({ length }, (_, i) => [id(i), place(i === 0 ? null : i - 1)] as const);
		const tree = resolveHierarchy(new Map(chain));
		expect(tree.childrenOf.get(null)).toEqual([id(0), id(MAX_DEPTH + 1), id(2 * MAX_DEPTH + 2)].sort());
		expect(tree.parentOf.get(id(MAX_DEPTH))).toBe(id(MAX_DEPTH - 1));
		expect(tree.healed.size).toBe(2);
		const turned = resolveHierarchy(new Map(chain.toReversed()));
		expect([...turned.parentOf].sort()).toEqual([...tree.parentOf].sort());
	});

	it('[D4] a child whose parent is gone falls back to its previous parent, else to the root', () => {
		const tree = resolveHierarchy(
			new Map([
				[id(1), place(null)],
				[id(2), place(7, 'a1', 1)],
				[id(3), place(7, 'a1', 8)],
			]),
		);
		expect(tree.parentOf.get(id(2))).toBe(id(1));
		expect(tree.parentOf.get(id(3))).toBe(null);
	});

	it('[D4] whatever peers wrote, every entity hangs on the root exactly once, in any reading order', () => {
		const parent = fc.option(fc.nat(13), { nil: null });
		const places = fc.array(fc.tuple(parent, parent, fc.constantFrom('a0', 'a1', 'a2')), { maxLength: 12 });
		let cycles = 0;
		fc.assert(
			fc.property(places, (rows) => {
				const entries = rows.map(
					([to, previous, order], n) => [id(n), place(to, order, previous)] as [EntityId, Place],
				);
				const tree = resolveHierarchy(new Map(entries));
				const again = resolveHierarchy(new Map(entries.reverse()));
				const listed = [...tree.childrenOf.values()].flat();
				expect(listed.length).toBe(entries.length);
				expect(new Set(listed).size).toBe(entries.length);
				for (const [entity] of entries) {
					let steps = 0;
					for (let at: EntityId | null = entity; at !== null; at = tree.parentOf.get(at) ?? null) {
						expect(steps++).toBeLessThanOrEqual(entries.length);
					}
					expect(again.parentOf.get(entity)).toBe(tree.parentOf.get(entity));
				}
				cycles += tree.healed.size;
			}),
			{ seed: 11, numRuns: 400 },
		);
		expect(cycles).toBeGreaterThan(100);
	});

	it('[D4] orphans that are each the refuge of the next are found one, however many there are', () => {
		const count = 60_000;
		const key = (n: number) => id(count + n);
		const orphans = Array.from(
			{ length: count },
			(_, i) => [key(i), place(1, 'a1', i === 0 ? null : count + i - 1)] as const,
		);
		const tree = resolveHierarchy(new Map(orphans));
		expect(tree.parentOf.get(key(0))).toBe(null);
		expect(tree.parentOf.get(key(1))).toBe(key(0));
		expect(tree.parentOf.get(key(MAX_DEPTH))).toBe(key(MAX_DEPTH - 1));
		expect(tree.healed.get(key(MAX_DEPTH + 1))).toBe('too-deep');
		expect(tree.healed.size).toBe(count);
	});

	it('knows what lies within what', () => {
		const { parentOf } = resolveHierarchy(
			new Map([
				[id(1), place(null)],
				[id(2), place(1)],
				[id(3), place(2)],
			]),
		);
		expect(isWithin(parentOf, id(3), id(1))).toBe(true);
		expect(isWithin(parentOf, id(1), id(3))).toBe(false);
		expect(isWithin(parentOf, id(1), id(1))).toBe(true);
	});
});

describe('updateHierarchy', () => {
	it('gives what resolving the whole would, or leaves it to that', () => {
		const step = fc.record({
			who: fc.nat(11),
			parent: fc.option(fc.nat(11), { freq: 2 }),
			order: fc.constantFrom('a0', 'a1', 'a2', 'a3'),
			gone: fc.nat(9).map((n) => n === 0),
			previous: fc.option(fc.nat(11)),
		});
		let simple = 0;
		let orphans = 0;
		fc.assert(
			fc.property(
				fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 10, maxLength: 20 }),
				(edits) => {
					let entities = new Map<EntityId, { place: Place }>();
					let tree = resolve(entities);
					for (const edit of edits) {
						entities = new Map(entities);
						for (const { who, parent, order, gone, previous } of edit) {
							if (gone) entities.delete(id(who));
							else entities.set(id(who), { place: place(parent, order, previous) });
						}
						const touched = new Set(edit.map(({ who }) => id(who)));
						const updated = updateHierarchy(tree, entities, touched);
						const whole = resolve(entities);
						if (updated) {
							simple++;
							expect(new Map(updated.parentOf)).toEqual(new Map(whole.parentOf));
							expect(new Map(updated.childrenOf)).toEqual(new Map(whole.childrenOf));
							expect(updated.healed).toEqual(whole.healed);
							orphans += whole.healed.size;
						}
						tree = updated ?? whole;
					}
				},
			),
			{ seed: 3, numRuns: 300 },
		);
		expect(simple).toBeGreaterThan(500);
		expect(orphans).toBeGreaterThan(500);
	});

	it('[D29] looks at orphans that stay where they are once, whatever hangs on them', () => {
		const depth = MAX_DEPTH - 10;
		const chain = Array.from(
			{ length: depth },
			(_, i) => [id(i), { place: place(9999, 'a1', i === 0 ? null : i - 1) }] as const,
		);
		const leaves = Array.from(
			{ length: 2000 },
			(_, i) => [id(1000 + i), { place: place(depth - 1) }] as const,
		);
		const tree = resolve(new Map([...chain, ...leaves]));
		let looks = 0;
		const childrenOf = tree.childrenOf as PersistentMap<EntityId | null, readonly EntityId[]>;
		const get = childrenOf.get.bind(childrenOf);
		childrenOf.with = (changes) => {
			const next = PersistentMap.prototype.with.call(childrenOf, changes) as typeof childrenOf;
			const nextGet = next.get.bind(next);
			next.get = (key) => (looks++, nextGet(key));
			return next;
		};
		childrenOf.get = (key) => (looks++, get(key));
		const more = new Map([...chain, ...leaves, [id(5000), { place: place(null) }] as const]);
		expect(updateHierarchy(tree, more, [id(5000)])?.childrenOf.get(null)).toEqual([id(0), id(5000)]);
		expect(looks).toBeLessThan(2 * depth);
	});

	it('[D4] does not let a chain grow too deep bit by bit', () => {
		const chain = new Map(
			Array.from({ length: MAX_DEPTH + 1 }, (_, i) => [id(i), { place: place(i === 0 ? null : i - 1) }]),
		);
		const tree = resolve(chain);
		expect(tree.healed.size).toBe(0);
		const deeper = new Map(chain).set(id(MAX_DEPTH + 1), { place: place(MAX_DEPTH) });
		expect(updateHierarchy(tree, deeper, [id(MAX_DEPTH + 1)])).toBeUndefined();
		// The whole chain below one more.
		const lower = new Map(chain).set(id(9999), { place: place(null) }).set(id(0), { place: place(9999) });
		expect(updateHierarchy(tree, lower, [id(9999), id(0)])).toBeUndefined();
	});
});
