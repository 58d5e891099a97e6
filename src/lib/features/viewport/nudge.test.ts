import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { nudgeDirection, nudged } from './nudge.ts';

const front = { position: [0, 2, 5], target: [0, 0, 0] } as const;
const left = { position: [-5, 2, 0.5], target: [0, 0, 0] } as const;

function scene(...drafts: EntityDraft[]) {
	const made = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const ids = unwrap(addEntities(made, drafts, null));
	return { snapshot: made.snapshot, ids };
}

describe('nudging', () => {
	it('[E90] leaves what is locked', () => {
		const { snapshot, ids } = scene({ name: 'Floor', values: { locked: true } }, { name: 'Box', values: {} });
		expect(nudged(snapshot, ids, [1, 0, 0])).toEqual([{ id: ids[1], position: [1, 0, 0] }]);
	});

	it('a key moves along the axis that points its way on screen', () => {
		expect(nudgeDirection('ArrowRight', front)).toEqual([1, 0, 0]);
		expect(nudgeDirection('ArrowUp', front)).toEqual([0, 0, -1]);
		expect(nudgeDirection('ArrowRight', left)).toEqual([0, 0, 1]);
		expect(nudgeDirection('ArrowDown', left)).toEqual([-1, 0, 0]);
		expect(nudgeDirection('PageUp', left)).toEqual([0, 1, 0]);
	});

	it('[E62] in a standard view as well: flat, up is up; from below, away is down', () => {
		const level = { position: [0, 0, 5], target: [0, 0, 0] } as const;
		expect(nudgeDirection('ArrowUp', level, true)).toEqual([0, 1, 0]);
		expect(nudgeDirection('ArrowDown', level, true)).toEqual([0, -1, 0]);
		expect(nudgeDirection('ArrowUp', level)).toEqual([0, 0, -1]);
		const above = { position: [0, 5, 1e-5], target: [0, 0, 0] } as const;
		const below = { position: [0, -5, 1e-5], target: [0, 0, 0] } as const;
		expect(nudgeDirection('ArrowUp', above, true)).toEqual([0, 0, -1]);
		expect(nudgeDirection('ArrowUp', below, true)).toEqual([0, 0, 1]);
		expect(nudgeDirection('ArrowRight', below, true)).toEqual([1, 0, 0]);
	});

	it('without a picture, right is +X and up goes into the screen', () => {
		expect(nudgeDirection('ArrowRight', null)).toEqual([1, 0, 0]);
		expect(nudgeDirection('ArrowLeft', null)).toEqual([-1, 0, 0]);
		expect(nudgeDirection('ArrowUp', null)).toEqual([0, 0, -1]);
	});

	it('moves in the world, whatever the parent is turned and scaled to', () => {
		const halfTurn = { rotation: [0, 1, 0, 0], scale: [2, 2, 2] };
		const { snapshot, ids } = scene({
			name: 'Room',
			values: halfTurn,
			children: [{ name: 'Box', values: { position: [1, 0, 0] } }],
		});
		const [box] = snapshot.hierarchy.childrenOf.get(ids[0] ?? null) ?? [];
		if (!box) throw new Error('expected a child');
		expect(nudged(snapshot, [box], [1, 0, 0])).toEqual([{ id: box, position: [0.5, 0, 0] }]);
	});

	it('a child of something that is moved anyway is not moved twice', () => {
		const { snapshot, ids } = scene({ name: 'Room', values: {}, children: [{ name: 'Box', values: {} }] });
		const all = [...snapshot.entities.keys()];
		expect(nudged(snapshot, all, [0, 0.1, 0])).toEqual([{ id: ids[0], position: [0, 0.1, 0] }]);
	});
});
