import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { seededRandom, type Random } from '../../base/random.ts';
import { unwrap } from '../../base/result.ts';
import { MAX_DEPTH } from '../hierarchy.ts';
import { LiveDocument, type Edited } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { worldMatrix } from '../world-transform.ts';
import { addEntities } from './add-entities.ts';
import { groupEntities } from './group-entities.ts';
import { revertChanges } from './revert-changes.ts';
import { setComponent } from './set-component.ts';
import { setFields } from './set-fields.ts';
import { ungroupEntities } from './ungroup-entities.ts';

const documentId = mintDocumentId();
const newScene = () => new SceneDocument(new LiveDocument(documentId, 'scene'));
const TURNED = [0, Math.SQRT1_2, 0, Math.SQRT1_2];

let scene: SceneDocument;
let edits: Edited[];

beforeEach(() => {
	scene = newScene();
	edits = [];
	scene.document.onEdited((edited) => edits.push(edited));
});

function add(name: string, values: Record<string, JsonValue> = {}, parent: EntityId | null = null): EntityId {
	const [id] = unwrap(addEntities(scene, [{ name, values }], parent));
	if (!id) throw new Error('nothing was added');
	edits = [];
	return id;
}

/** The tree as names, children in brackets. */
function shown({ snapshot }: SceneDocument, parent: EntityId | null = null): string {
	const { entities, hierarchy } = snapshot;
	const names = (hierarchy.childrenOf.get(parent) ?? []).map((id) => {
		const inside = shown({ snapshot } as SceneDocument, id);
		return (entities.get(id)?.name ?? '') + (inside && `[${inside}]`);
	});
	return names.join(' ');
}

const valueOf = (id: EntityId, key: string) => scene.snapshot.entities.get(id)?.values[key];
const worldOf = (ids: readonly EntityId[], of = scene) => ids.map((id) => [...worldMatrix(of.snapshot, id)]);
function expectSameWorld(after: readonly number[][], before: readonly number[][]): void {
	after.flat().forEach((n, i) => expect(n).toBeCloseTo(before.flat()[i] ?? Number.NaN, 3));
}
function undo(): void {
	expect(edits).toHaveLength(1);
	const mine = new Set([scene.document.clientId]);
	expect(unwrap(revertChanges(scene.document, edits[0]?.changes ?? [], { mine })).skipped).toEqual([]);
}

describe('grouping', () => {
	it('[E40] puts them into one that stands where the first stood, in their middle, as one edit', () => {
		add('A');
		const b = add('B', { position: [1, 0.5, 0] });
		add('C');
		const d = add('D', { position: [3, 0.5, -4] });
		const before = worldOf([b, d]);
		const group = unwrap(groupEntities(scene, [d, b]));
		expect(shown(scene)).toBe('A Group[B D] C');
		expect(valueOf(group, 'position')).toEqual([2, 0.5, -2]);
		expect(valueOf(b, 'position')).toEqual([-1, 0, 2]);
		expect(worldOf([b, d])).toEqual(before);
		undo();
		expect(shown(scene)).toBe('A B C D');
		expect(valueOf(b, 'position')).toEqual([1, 0.5, 0]);
	});

	it('[E40] takes the topmost of what lies in one another, from several places, each where it is', () => {
		const room = add('Room', { position: [10, 0, 0], rotation: TURNED, scale: [2, 2, 2] });
		const table = add('Table', { position: [1, 0, 0] }, room);
		const cup = add('Cup', { position: [0, 1, 0] }, table);
		const sun = add('Sun', { position: [0, 5, 0], rotation: TURNED });
		const before = worldOf([table, cup, sun]);
		unwrap(groupEntities(scene, [sun, cup, table]));
		expect(shown(scene)).toBe('Room[Group[Table[Cup] Sun]]');
		expectSameWorld(worldOf([table, cup, sun]), before);
		undo();
		expect(shown(scene)).toBe('Room[Table[Cup]] Sun');
		expect(worldOf([table, cup, sun])).toEqual(before);
	});

	it('[E40] below a parent that is scaled to nothing everybody keeps their place', () => {
		const flat = add('Flat', { scale: [1, 0, 1] });
		const [a, b] = [add('A', { position: [1, 1, 1] }, flat), add('B', {}, flat)];
		const before = worldOf([a, b]);
		unwrap(groupEntities(scene, [a, b]));
		expect(worldOf([a, b])).toEqual(before);
	});

	it('[E40] refuses what it cannot do, in words, and changes nothing', () => {
		const a = add('A');
		const before = scene.document.encodeDiff();
		const nothing = groupEntities(scene, []);
		expect(!nothing.ok && nothing.error).toEqual({
			reason: 'nothing-to-do',
			message: 'There is nothing to group. Select something first.',
		});
		expect(groupEntities(scene, [a], { name: ' ' }).ok).toBe(false);
		expect(groupEntities(scene, ['x' as EntityId]).ok).toBe(false);
		expect(scene.document.encodeDiff()).toEqual(before);
	});

	it('[E40] goes no deeper than a tree may be', () => {
		let deepest = add('Ground');
		for (let depth = 1; depth < MAX_DEPTH; depth++) deepest = add('Storey', {}, deepest);
		expect(groupEntities(scene, [deepest]).ok).toBe(true);
		const grouped = groupEntities(scene, [deepest]);
		expect(!grouped.ok && grouped.error.reason).toBe('too-large');
	});
});

describe('ungrouping', () => {
	it('[E41] is the way back: places, order and numbers are what they were', () => {
		add('A');
		const b = add('B', { position: [0.1, 0.2, 0.3] });
		const c = add('C', { position: [0.7, 0, 0] });
		add('D');
		const group = unwrap(groupEntities(scene, [b, c]));
		edits = [];
		expect(unwrap(ungroupEntities(scene, [group]))).toEqual([b, c]);
		expect(shown(scene)).toBe('A B C D');
		expect(valueOf(b, 'position')).toEqual([0.1, 0.2, 0.3]);
		expect(valueOf(c, 'position')).toEqual([0.7, 0, 0]);
		undo();
		expect(shown(scene)).toBe('A Group[B C] D');
	});

	it('[E41] puts what was in it where it stood, whatever the group was turned and scaled by', () => {
		const group = add('Group', { position: [1, 2, 3], rotation: TURNED, scale: [3, 3, 3] });
		const inner = add('Inner', { position: [1, 0, 0], rotation: TURNED }, group);
		const deep = add('Deep', { position: [0, 0, 2] }, inner);
		add('Last');
		const before = worldOf([inner, deep]);
		unwrap(ungroupEntities(scene, [group, inner]));
		expect(shown(scene)).toBe('Inner[Deep] Last');
		expectSameWorld(worldOf([inner, deep]), before);
	});

	it('[E41] several at once each leave theirs in their place, and what was hidden stays hidden', () => {
		const [one, two] = [add('One', { visible: false }), add('Two')];
		const a = add('A', {}, one);
		const [b, c] = [add('B', {}, two), add('C', {}, two)];
		expect(unwrap(ungroupEntities(scene, [two, one]))).toEqual([a, b, c]);
		expect(shown(scene)).toBe('A B C');
		expect([a, b, c].map((id) => valueOf(id, 'visible'))).toEqual([false, undefined, undefined]);
	});

	it('[E42] refuses what is more than a group, says of what, and changes nothing', () => {
		const [group, lamp] = [add('Group'), add('Lamp')];
		add('A', {}, group);
		add('Shade', {}, lamp);
		unwrap(setComponent(scene, [lamp], 'light', true));
		const before = scene.document.encodeDiff();
		const refused = ungroupEntities(scene, [group, lamp]);
		expect(!refused.ok && refused.error).toEqual({
			reason: 'invalid-value',
			message:
				'“Lamp” is more than a group: it has Light of its own, which would be lost. ' +
				'Take that away first, or move out what lies in it.',
			entityId: lamp,
		});
		expect(scene.document.encodeDiff()).toEqual(before);
		scene.edit('test', 'edit', (edit) => edit.set(group, 'future', { kept: true }));
		const newer = ungroupEntities(scene, [group]);
		expect(!newer.ok && newer.error.message).toContain('it has future of its own');
	});

	it('[E42] refuses what holds nothing, and what would throw something too far out', () => {
		const alone = ungroupEntities(scene, [add('Alone')]);
		expect(!alone.ok && alone.error.message).toBe(
			'“Alone” is no group: nothing lies in it. Select one that holds something.',
		);
		const far = add('Far', { position: [900_000, 0, 0] });
		add('Farther', { position: [900_000, 0, 0] }, far);
		const refused = ungroupEntities(scene, [far]);
		expect(!refused.ok && refused.error.message).toContain('“Farther”: position must be three numbers');
		expect(ungroupEntities(scene, []).ok).toBe(false);
	});
});

describe('two people offline', () => {
	function exchange(a: SceneDocument, b: SceneDocument): void {
		const forB = a.document.encodeDiff(b.document.stateVector());
		const forA = b.document.encodeDiff(a.document.stateVector());
		b.document.apply(forB, 'network');
		a.document.apply(forA, 'network');
		expect(shown(a)).toBe(shown(b));
	}
	/** Of two who write the same, the one with the higher number wins. */
	function friendOf(of: SceneDocument, wins = true): SceneDocument {
		const friend = newScene();
		of.document.ydoc.clientID = 5;
		friend.document.ydoc.clientID = wins ? 6 : 4;
		exchange(of, friend);
		return friend;
	}

	it.each([true, false])(
		'[E43] group overlapping selections: each lies in one, where it was (%s)',
		(wins) => {
			const ids = ['A', 'B', 'C', 'D'].map((name, i) => add(name, { position: [i + 1, 1, -i - 1] }));
			const [a, b, c, d] = ids as [EntityId, EntityId, EntityId, EntityId];
			const friend = friendOf(scene, wins);
			const before = worldOf(ids);
			const mine = unwrap(groupEntities(scene, [a, b, c], { name: 'Mine' }));
			const theirs = unwrap(groupEntities(friend, [b, c, d], { name: 'Theirs' }));
			exchange(scene, friend);
			const { parentOf, healed } = scene.snapshot.hierarchy;
			expect(parentOf.get(a)).toBe(mine);
			expect(parentOf.get(d)).toBe(theirs);
			for (const id of [b, c]) expect(parentOf.get(id)).toBe(wins ? theirs : mine);
			expect(healed.size).toBe(0);
			expect(worldOf(ids)).toEqual(before);
			expect(worldOf(ids, friend)).toEqual(before);
		},
	);

	it('[E43] one ungroups while the other puts something into the group: nothing is lost', () => {
		const a = add('A');
		const group = unwrap(groupEntities(scene, [a]));
		const friend = friendOf(scene);
		unwrap(ungroupEntities(scene, [group]));
		unwrap(addEntities(friend, [{ name: 'New', values: {} }], group));
		unwrap(setFields(friend, [{ entityId: a, key: 'scale', value: [2, 2, 2] }]));
		exchange(scene, friend);
		expect(scene.snapshot.entities.size).toBe(2);
		expect(scene.snapshot.hierarchy.parentOf.get(a)).toBe(null);
		expect(valueOf(a, 'scale')).toEqual([2, 2, 2]);
	});

	it('[E43] both ungroup the same: what was in it stands once, where it was', () => {
		const ids = [add('A', { position: [1, 0, 0] }), add('B', { position: [0, 0, 3] })];
		const before = worldOf(ids);
		const group = unwrap(groupEntities(scene, ids));
		const friend = friendOf(scene);
		unwrap(ungroupEntities(scene, [group]));
		unwrap(ungroupEntities(friend, [group]));
		exchange(scene, friend);
		expect(shown(scene).split(' ').sort()).toEqual(['A', 'B']);
		expect(worldOf(ids)).toEqual(before);
	});

	it.each(Array.from({ length: 20 }, (_, seed) => seed))(
		'[E43] group and ungroup at random: everything is there once, the same on both sides (seed %i)',
		(seed) => {
			const random = seededRandom(seed);
			const ids = Array.from({ length: 8 }, (_, i) => add(`Thing ${i}`, { mesh: true, position: [i, 1, 2] }));
			const friend = friendOf(scene, seed % 2 === 0);
			let done = 0;
			for (let round = 0; round < 6; round++) {
				for (const of of [scene, friend]) if (actAtRandom(of, random, round)) done++;
				if (random() < 0.5) exchange(scene, friend);
			}
			exchange(scene, friend);
			expect(done).toBeGreaterThan(3);
			for (const id of ids) expect(scene.snapshot.entities.has(id)).toBe(true);
			const rows = shown(scene).match(/Thing|Group/g);
			expect(rows).toHaveLength(scene.snapshot.entities.size);
		},
	);

	function actAtRandom(of: SceneDocument, random: Random, round: number): boolean {
		const all = [...of.snapshot.entities.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
		const chosen = [0, 1, 2].flatMap(() => all[Math.floor(random() * all.length)]?.id ?? []);
		const name = `Group ${of === scene ? 'mine' : 'theirs'} ${round}`;
		return random() < 0.7
			? groupEntities(of, chosen, { name, random }).ok
			: ungroupEntities(of, chosen, { random }).ok;
	}
});
