import { describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from './commands/add-entities.ts';
import { moveEntities } from './commands/move-entities.ts';
import { removeEntities } from './commands/remove-entities.ts';
import { resolveHierarchy } from './hierarchy.ts';
import { LiveDocument } from './live-document.ts';
import { SceneDocument, type SceneSnapshot } from './scene.ts';

const plain = ({ hierarchy }: SceneSnapshot) => ({
	parentOf: new Map(hierarchy.parentOf),
	childrenOf: new Map(hierarchy.childrenOf),
	healed: hierarchy.healed,
});
const anew = ({ entities }: SceneSnapshot) => plain({ entities, hierarchy: resolveHierarchy(entities) });

describe('[D29] the tree of a snapshot', () => {
	it('is that of its own moment, whenever and in whatever order snapshots are looked at', () => {
		const random = seededRandom(9);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const drafts = Array.from({ length: 60 }, (_, i) => ({ name: `Box ${i}`, values: {} }));
		unwrap(addEntities(scene, drafts, null, { random }));
		const kept: SceneSnapshot[] = [];
		scene.onChange(({ snapshot }) => kept.push(snapshot));
		for (let i = 0; i < 200; i++) {
			const ids = [...scene.snapshot.entities.keys()].sort();
			const dice = random();
			// A peer's way: nobody looks at the tree meanwhile.
			if (dice < 0.7) {
				const place = [pick<EntityId | null>([...ids, null]), `a${Math.floor(random() * 9)}`, pick(ids)];
				scene.edit('forge', 'edit', (edit) => edit.set(pick(ids), 'place', place));
			} else if (dice < 0.8) removeEntities(scene, [pick(ids)]);
			else if (dice < 0.9) unwrap(addEntities(scene, [{ name: 'New', values: {} }], pick(ids), { random }));
			else moveEntities(scene, [pick(ids)], { parentId: pick(ids), beforeId: null }, new Map(), random);
		}
		const order = kept.map((_, i) => i).sort(() => random() - 0.5);
		for (const i of order) expect(plain(kept[i]!)).toEqual(anew(kept[i]!));
		expect(kept.some(({ hierarchy }) => hierarchy.healed.size > 0)).toBe(true);
	});

	it('is the same object as before when nothing came, went or moved', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const [id] = unwrap(addEntities(scene, [{ name: 'Box', values: {} }], null));
		const before = scene.snapshot;
		scene.edit('rename', 'edit', (edit) => edit.set(id!, 'name', 'Crate'));
		expect(scene.snapshot.hierarchy).toBe(before.hierarchy);
	});
});
