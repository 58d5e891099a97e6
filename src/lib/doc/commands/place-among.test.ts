import { describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import { seededRandom } from '../../base/random.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { duplicateEntities } from './duplicate-entities.ts';
import { moveEntities } from './move-entities.ts';

const random = seededRandom(5);

function setup(...names: string[]) {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const ids = unwrap(
		addEntities(
			scene,
			names.map((name) => ({ name, values: {} })),
			null,
			{ random },
		),
	);
	const roots = () => scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
	const namesNow = () => roots().map((id) => scene.snapshot.entities.get(id)?.name);
	const orderOf = (id: EntityId | undefined) => (id && scene.snapshot.entities.get(id)?.place.order) ?? '';
	return { scene, ids: [...ids], roots, names: namesNow, orderOf };
}

describe('[D18] room between siblings', () => {
	it('never runs out, however often something is put into one gap', () => {
		const { scene, ids, roots, orderOf } = setup('First', 'Last');
		const [first, last] = ids;
		let longest = 0;
		for (let i = 0; i < 600; i++) {
			const [id] = unwrap(addEntities(scene, [{ name: `${i}`, values: {} }], null, { random }));
			const target = { parentId: null, beforeId: last as EntityId };
			unwrap(moveEntities(scene, [id as EntityId], target, new Map(), random));
			// Always right before the last: the newest stands there.
			expect(roots().at(-2)).toBe(id);
			longest = Math.max(longest, ...roots().map((each) => orderOf(each).length));
		}
		expect(roots()[0]).toBe(first);
		expect(longest).toBeLessThan(110);
	});

	it('is there between neighbours with equal keys, for copies too', () => {
		const { scene, ids, names } = setup('A', 'B', 'C');
		scene.edit('forge', 'edit', (edit) => {
			for (const id of ids) edit.set(id, 'place', [null, 'a5', null]);
		});
		const before = names();
		const middle = scene.snapshot.hierarchy.childrenOf.get(null)?.[1] as EntityId;
		const [copy] = unwrap(duplicateEntities(scene, [middle], random));
		const copyName = scene.snapshot.entities.get(copy as EntityId)?.name;
		expect(names()).toEqual([before[0], before[1], copyName, before[2]]);
	});

	it('is found for several at once, among siblings that are re-keyed meanwhile', () => {
		const { scene, ids, roots } = setup('A', 'B', 'C', 'D');
		scene.edit('forge', 'edit', (edit) => {
			for (const id of ids) edit.set(id, 'place', [null, 'a5', null]);
		});
		const [a, b, c, d] = roots() as EntityId[];
		const copies = unwrap(duplicateEntities(scene, [a as EntityId, c as EntityId], random));
		expect(roots()).toEqual([a, copies[0], b, c, copies[1], d]);
	});
});
