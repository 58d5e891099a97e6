import { describe, expect, it } from 'vitest';
import type { EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { resolveHierarchy } from '#lib/doc/hierarchy.ts';
import type { SceneChanges, SceneSnapshot } from '#lib/doc/scene.ts';
import type { UiElement } from './ui-element.ts';
import { MOST_ELEMENTS, MOST_LETTERS, UiTree } from './ui-tree.ts';

type Values = Record<string, JsonValue>;
type Thing = readonly [id: string, values: Values, parent?: string | undefined];

function sceneOf(things: readonly Thing[]): SceneSnapshot {
	const entities = new Map(
		things.map(([id, values, parentId = null], index) => {
			const order = `a${String(index).padStart(6, '0')}`;
			const place = { parentId, order, previousParentId: null } as unknown as EntitySnapshot['place'];
			return [id as EntityId, { id: id as EntityId, name: id, place, removed: false, values }];
		}),
	);
	return { entities, hierarchy: resolveHierarchy(entities) };
}

const ui = (values: Values = {}): Values => ({
	ui: true,
	...Object.fromEntries(Object.entries(values).map(([key, value]) => [`ui.${key}`, value])),
});
const namesOf = (elements: readonly UiElement[]): unknown[] =>
	elements.map(({ id, children }) => (children.length > 0 ? [id, namesOf(children)] : id));
const changesTo = (snapshot: SceneSnapshot, more: Partial<SceneChanges>): SceneChanges => ({
	...{ added: new Set(), removed: new Set(), changed: new Map(), hierarchy: false, snapshot, local: true },
	...more,
});
const changed = (id: string, ...keys: string[]) => new Map([[id as EntityId, new Set(keys)]]);

describe('what of a scene lies over the picture', () => {
	const things: readonly Thing[] = [
		['box', { mesh: true }],
		['score', ui()],
		['panel', ui({ kind: 'panel' })],
		['group', {}, 'panel'],
		['yes', ui({ kind: 'button' }), 'group'],
		['mark', ui({ kind: 'image' }), 'yes'],
		['off', { visible: false }],
		['lost', ui(), 'off'],
	];

	it('[T101] are its elements in the order of the tree, each in the nearest panel above it, without what is hidden', () => {
		const tree = new UiTree(sceneOf(things));
		expect(namesOf(tree.elements)).toEqual(['score', ['panel', ['yes', 'mark']]]);
		expect(new UiTree(sceneOf([['box', {}]])).isEmpty).toBe(true);
	});

	it('[T102] has values that can be shown, whatever stands there', () => {
		const bad = ui({ text: 7, size: [1e9, 1], color: 'red;x', value: 'NaN', kind: 'script', opacity: 4 });
		const [element] = new UiTree(sceneOf([['a', bad]])).elements;
		expect(element).toMatchObject({ kind: 'text', text: 'Text', size: [40, 10], color: '#ffffff' });
		expect(element).toMatchObject({ value: 100, opacity: 0.6 });
	});

	it('[T102] shows no more than a page can', () => {
		const many = Array.from({ length: 400 }, (_, i): Thing => [`e${i}`, ui({ text: 'x'.repeat(1000) })]);
		const { elements } = new UiTree(sceneOf(many));
		expect(elements.length).toBe(MOST_ELEMENTS);
		expect(elements.reduce((sum, { text }) => sum + text.length, 0)).toBe(MOST_LETTERS);
	});

	it('[T102] follows what changes, and only that', () => {
		const tree = new UiTree(sceneOf(things));
		const { elements } = tree;
		const moved = sceneOf(
			things.map(([id, values, parent]) => [id, { ...values, position: [1, 2, 3] }, parent]),
		);
		expect(tree.take(changesTo(moved, { changed: changed('score', 'position') }))).toBe(false);
		expect(tree.take(changesTo(moved, { changed: changed('off', 'visible') }))).toBe(true);
		expect(tree.elements).toEqual(elements);
		const more = sceneOf([...things, ['more', ui(), 'panel']]);
		expect(tree.take(changesTo(more, { added: new Set(['more' as EntityId]), hierarchy: true }))).toBe(true);
		expect(namesOf(tree.elements)).toEqual(['score', ['panel', ['yes', 'mark', 'more']]]);
		const without = sceneOf(things.slice(0, 2));
		const removed = new Set(['panel', 'group', 'yes', 'mark', 'off', 'lost', 'more'] as EntityId[]);
		expect(tree.take(changesTo(without, { removed, hierarchy: true }))).toBe(true);
		expect(namesOf(tree.elements)).toEqual(['score']);
		const plain = sceneOf([['score', {}]]);
		expect(tree.take(changesTo(plain, { changed: changed('score', 'ui') }))).toBe(true);
		expect(tree.isEmpty).toBe(true);
		expect(tree.elements).toEqual([]);
	});
});
