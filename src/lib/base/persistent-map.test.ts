import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintEntityId } from './ids.ts';
import { PersistentMap } from './persistent-map.ts';

describe('a map that is never changed', () => {
	it('does what a Map does, and leaves every earlier one as it was', () => {
		const key = fc.constantFrom(...Array.from({ length: 40 }, (_, i) => `key-${i}`), null);
		const change = fc.tuple(key, fc.option(fc.integer(), { nil: undefined }));
		fc.assert(
			fc.property(fc.array(fc.array(change, { maxLength: 30 }), { maxLength: 8 }), (batches) => {
				let map = PersistentMap.of<string | null, number>(new Map());
				const model = new Map<string | null, number>();
				const history: [PersistentMap<string | null, number>, Map<string | null, number>][] = [];
				for (const batch of batches) {
					map = map.with(new Map(batch));
					for (const [at, value] of new Map(batch)) {
						if (value === undefined) model.delete(at);
						else model.set(at, value);
					}
					history.push([map, new Map(model)]);
				}
				for (const [then, expected] of history) {
					expect(then.size).toBe(expected.size);
					expect(new Map(then)).toEqual(expected);
					const visited = new Map<string | null, number>();
					then.forEach((value, at) => visited.set(at, value));
					expect(visited).toEqual(expected);
					for (const at of expected.keys()) expect(then.get(at)).toBe(expected.get(at));
					expect(then.has('no such key')).toBe(false);
				}
			}),
			{ seed: 7 },
		);
	});

	it('has nothing under what can be no key, and does not mind being asked', () => {
		const map = PersistentMap.of(new Map([['a', 1]]));
		for (const key of [undefined, null, 7] as unknown as string[]) {
			expect(map.get(key)).toBeUndefined();
			expect(map.has(key)).toBe(false);
		}
	});

	it('takes many changes one by one', () => {
		let map = PersistentMap.of<string, number>(new Map());
		const ids = Array.from({ length: 5000 }, () => mintEntityId());
		ids.forEach((id, i) => (map = map.with(new Map([[id, i]]))));
		expect(map.size).toBe(5000);
		expect(ids.every((id, i) => map.get(id) === i)).toBe(true);
		expect([...map.keys()].sort()).toEqual([...ids].sort());
		expect([...map.values()].length).toBe(5000);
	});
});
