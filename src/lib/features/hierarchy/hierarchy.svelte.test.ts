import { describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { OpenDocument } from '#lib/studio/open-document.ts';
import { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import { HierarchyState } from './hierarchy.svelte.ts';
import { sayProblem } from './query-words.ts';

const draft = (name: string, children: EntityDraft[] = []): EntityDraft => ({ name, values: {}, children });

function setup(drafts: EntityDraft[]) {
	const presence = { set: () => undefined, onChange: () => () => undefined, peers: () => [] };
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const session = new SceneSession({ document, presence } as unknown as OpenDocument, () => true);
	unwrap(session.addDrafts(drafts));
	const told: string[] = [];
	const tree = new HierarchyState(session, (result) => {
		if (!result.ok) told.push(result.error.message);
		return result.ok;
	});
	const idOf = (name: string): EntityId => {
		const found = [...session.snapshot.entities.values()].find((entity) => entity.name === name);
		if (!found) throw new Error(`no entity called ${name}`);
		return found.id;
	};
	const show = () => tree.rows.map(({ label, level }) => '·'.repeat(level - 1) + label);
	return { session, tree, idOf, show, told };
}

const room = () => setup([draft('Room', [draft('Table', [draft('Cup')]), draft('Chair')]), draft('Sun')]);

describe('the hierarchy', () => {
	it('moves before, into and after, as one gesture', () => {
		const { session, tree, idOf, show } = room();
		tree.move([idOf('Sun')], { targetId: idOf('Chair'), place: 'before' });
		expect(show()).toEqual(['Room', '·Table', '··Cup', '·Sun', '·Chair']);
		tree.move([idOf('Sun'), idOf('Chair')], { targetId: idOf('Room'), place: 'after' });
		expect(show()).toEqual(['Room', '·Table', '··Cup', 'Sun', 'Chair']);
		tree.move([idOf('Sun')], { targetId: idOf('Table'), place: 'inside' });
		expect(show()).toEqual(['Room', '·Table', '··Cup', '··Sun', 'Chair']);
		session.history.undo();
		expect(show()).toEqual(['Room', '·Table', '··Cup', 'Sun', 'Chair']);
	});

	it('nothing moves into itself or below itself', () => {
		const { tree, idOf } = room();
		expect(tree.canMove([idOf('Room')], { targetId: idOf('Cup'), place: 'inside' })).toBe(false);
		expect(tree.canMove([idOf('Room')], { targetId: idOf('Cup'), place: 'after' })).toBe(false);
		expect(tree.canMove([idOf('Cup')], { targetId: idOf('Room'), place: 'inside' })).toBe(true);
	});

	it('[E92] says of each row whether it is hidden or locked, and by what', () => {
		const { tree, idOf, session } = room();
		expect(tree.describe(idOf('Table'))).toBeUndefined();
		tree.setLocked([idOf('Room')], true);
		expect(tree.describe(idOf('Room'))).toBe('Locked');
		expect(tree.describe(idOf('Cup'))).toBe('Locked with “Room”');
		tree.setVisible([idOf('Cup')], false);
		expect(tree.describe(idOf('Cup'))).toBe('Hidden. Locked with “Room”');
		expect(tree.isLocked(idOf('Cup'))).toBe(false);
		session.history.undo();
		session.history.undo();
		expect(tree.describe(idOf('Cup'))).toBeUndefined();
	});

	it('[E93] says which row has problems, and when it has none any more', () => {
		const { tree, idOf, session } = room();
		const broken = { entityId: idOf('Cup'), key: 'mesh.model', value: 'a'.repeat(64) };
		session.setComponent([broken.entityId], 'mesh', true);
		unwrap(session.setFields([{ ...broken, key: 'mesh.geometry', value: 'model' }, broken]));
		expect(tree.problemsOf(idOf('Cup')).map(({ rule }) => rule)).toEqual(['dangling-asset']);
		expect(tree.describe(idOf('Cup'))).toBe('1 problem');
		expect(tree.describe(idOf('Table'))).toBeUndefined();
		session.history.undo();
		expect(tree.describe(idOf('Cup'))).toBeUndefined();
	});

	it('opens what the selection lies in', () => {
		const { session, tree, idOf, show } = room();
		tree.collapseAll();
		expect(show()).toEqual(['Room', 'Sun']);
		const stop = tree.followSelection();
		session.selection.set([idOf('Cup')]);
		expect(show()).toEqual(['Room', '·Table', '··Cup', '·Chair', 'Sun']);
		stop();
	});

	it('hides and shows; what lies in something hidden is hidden too', () => {
		const { tree, idOf } = room();
		tree.setVisible([idOf('Room')], false);
		expect(tree.isVisible(idOf('Cup'))).toBe(true);
		expect(tree.isHidden(idOf('Cup'))).toBe(true);
		expect(tree.isHidden(idOf('Sun'))).toBe(false);
		tree.setVisible([idOf('Room')], true);
		expect(tree.isHidden(idOf('Cup'))).toBe(false);
	});

	it('a large scene opens with what is deep or wide closed', () => {
		const walls = draft(
			'Walls',
			Array.from({ length: 25 }, (_, i) => draft(`Wall ${i}`)),
		);
		const { show } = setup([walls, draft('Fir', [draft('Boughs', [draft('Cone')]), draft('Trunk')])]);
		expect(show()).toHaveLength(30);
		const many = Array.from({ length: 10 }, (_, i) => draft(`Rock ${i}`));
		const large = setup([walls, draft('Fir', [draft('Boughs', [draft('Cone')])]), ...many]);
		expect(large.show().slice(0, 4)).toEqual(['Walls', 'Fir', '·Boughs', 'Rock 0']);
	});

	it('[E46] finds by value, says what it cannot understand, and shows what the rest finds', () => {
		const { tree, session, idOf, show } = room();
		unwrap(session.setComponent([idOf('Cup'), idOf('Sun')], 'light', true));
		unwrap(session.setFields([{ entityId: idOf('Sun'), key: 'light.intensity', value: 3 }]));
		tree.search('light intensity>2');
		expect(show()).toEqual(['Sun']);
		expect(tree.problem).toBeUndefined();
		tree.search('light gloss>2');
		expect(show()).toEqual(['Room', '·Table', '··Cup', 'Sun']);
		expect(sayProblem(tree.problem!)).toBe(
			'There is no field “gloss”. If it is part of a name, put the name in quotes.',
		);
		tree.search('light intensity>2');
		unwrap(session.setFields([{ entityId: idOf('Cup'), key: 'light.intensity', value: 5 }]));
		expect(show()).toEqual(['Room', '·Table', '··Cup', 'Sun']);
		tree.search('');
		expect(show()).toHaveLength(5);
	});

	it.each([
		['>2', 'What > compares is missing. Write a field before it: intensity>2.'],
		['intensity>', 'Write behind intensity> what to compare with.'],
		['tiling=2', 'Tiling has several numbers. Choose one: tiling.x or tiling.y.'],
		['light color<#fff', 'Color is never more or less than something. Compare it with = or !=.'],
		['intensity=?', 'Intensity cannot be “?”. Write a number, such as 2.5.'],
		['visible=?', 'Visible cannot be “?”. Write yes or no.'],
		['note status=?', 'Status cannot be “?”. Write Open or Done.'],
		['transform.rotation=2', 'Rotation cannot be searched for. Try another field.'],
	])('[E46] says of %s what to write instead', (query, words) => {
		const { tree } = room();
		tree.search(query);
		expect(sayProblem(tree.problem!)).toBe(words);
	});

	it('says why a rename was refused', () => {
		const { tree, idOf, told } = room();
		tree.rename(idOf('Cup'), '   ');
		expect(told).toHaveLength(1);
	});
});
