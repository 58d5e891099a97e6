import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, mintEntityId, type AssetHash, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { moveEntities } from '../commands/move-entities.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { revertChanges } from '../commands/revert-changes.ts';
import { setFields } from '../commands/set-fields.ts';
import { COMPONENT_NAMES, declaredFields, readDeclared } from '../components/registry.ts';
import { LiveDocument, type Edited } from '../live-document.ts';
import { ProjectDocument } from '../project.ts';
import { SceneDocument } from '../scene.ts';
import { joinPath } from '../prefabs/entity-path.ts';
import type { PrefabProblem } from '../prefabs/prefab-problem.ts';
import { applyFix } from './apply-fix.ts';
import { listPrefabProblems } from './prefab-problems.ts';
import { findProblems, ProblemsReader } from './problems-reader.ts';
import type { Problem } from './problem.ts';

const MODEL = 'a'.repeat(64) as AssetHash;
const IMAGE = 'b'.repeat(64) as AssetHash;

let scene: SceneDocument;
let project: ProjectDocument;
let box: EntityId;

const rowOf = (id: EntityId) => scene.document.ydoc.getMap<Y.Map<unknown>>('entities').get(id);
/** What a peer that obeys no rule writes. */
const forge = (key: string, value: unknown, id = box) => rowOf(id)?.set(key, value);
const problems = () => findProblems(scene, project.snapshot);
const only = (): Problem => {
	const [problem, ...others] = problems();
	expect(others).toEqual([]);
	if (!problem) throw new Error('expected a problem');
	return problem;
};

beforeEach(() => {
	scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	unwrap(project.addAsset({ hash: MODEL, name: 'chair.glb', type: 'model', bytes: 1 }));
	unwrap(project.addAsset({ hash: IMAGE, name: 'wood.png', type: 'image', bytes: 1 }));
	const components = Object.fromEntries(
		COMPONENT_NAMES.filter((name) => name !== 'transform' && name !== 'prefab').map((name) => [name, true]),
	);
	[box] = unwrap(addEntities(scene, [{ name: 'Box', values: components }], null)) as [EntityId];
});

describe('[D6] problems of an entity', () => {
	it('there are none where everything is as it should be', () => {
		expect(problems()).toEqual([]);
	});

	const WRONG: [string, unknown, Problem['rule']][] = [
		['light.intensity', -5, 'out-of-range'],
		['light.intensity', Infinity, 'out-of-range'],
		['light.intensity', NaN, 'out-of-range'],
		['light.intensity', 'bright', 'wrong-type'],
		['position', [1, 2, 1e9], 'out-of-range'],
		['position', [1, 2], 'wrong-type'],
		['rotation', [0, 0, 0, 0], 'out-of-range'],
		['material.color', 'red', 'wrong-type'],
		['text.content', 'x'.repeat(1_000_000), 'out-of-range'],
		['text.content', { deep: [] }, 'wrong-type'],
		['mesh.geometry', 7, 'wrong-type'],
		['mesh', 'yes', 'wrong-type'],
		['mesh.model', 'no hash', 'wrong-type'],
		['visible', 'no', 'wrong-type'],
		['name', '   ', 'wrong-type'],
		['name', 7, 'wrong-type'],
		['place', 'nowhere', 'wrong-type'],
		['place', [null, '!', null], 'wrong-type'],
		['removed', 'yes', 'wrong-type'],
		['visible', new Uint8Array(3), 'wrong-type'],
		['position', new Y.Text('here'), 'wrong-type'],
	];

	it.each(WRONG)(
		'%s = %o: %s is listed, the default shown, the original kept, and the fix mends it',
		(...row) => {
			const [key, value, rule] = row;
			forge(key, value);
			const problem = only();
			expect(problem).toMatchObject({ rule, entityId: box });
			expect(problem.message).toMatch(/^“.+”/);
			expect(problem.message).toContain(key);
			for (const declared of COMPONENT_NAMES.flatMap(declaredFields)) {
				if (declared.key !== key) continue;
				const entity = scene.snapshot.entities.get(box);
				expect(readDeclared(entity ?? { values: {} }, declared)).toEqual(declared.field.default);
			}
			if (!(value instanceof Y.AbstractType)) expect(rowOf(box)?.get(key)).toEqual(value);
			unwrap(applyFix(scene, problem));
			expect(problems()).toEqual([]);
		},
	);

	const UNKNOWN: [string, unknown, Problem['rule']][] = [
		['hologram', true, 'unknown-component'],
		['hologram.flicker', { rate: [1] }, 'unknown-component'],
		['light.warmth', 3, 'unknown-field'],
		['mesh.geometry', 'dodecahedron', 'unknown-option'],
		['__proto__', { polluted: true }, 'unknown-component'],
		['constructor', 1, 'unknown-component'],
		['evil', new Uint8Array(1), 'unknown-field'],
	];

	it.each(UNKNOWN)('[D7] %s = %o: %s is listed, and has no fix', (key, value, rule) => {
		forge(key, value);
		const problem = only();
		expect(problem.rule).toBe(rule);
		expect(problem.fix).toBeUndefined();
		expect(applyFix(scene, problem)).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
		expect(rowOf(box)?.get(key)).toEqual(value);
	});

	it('an unknown component is listed once, however many fields it has', () => {
		for (const key of ['hologram', 'hologram.a', 'hologram.b']) forge(key, true);
		expect(only().rule).toBe('unknown-component');
	});

	it('fields left behind by a component are listed once, and dropped together', () => {
		rowOf(box)?.delete('light');
		forge('light.intensity', 3);
		forge('light.color', '#ff0000');
		const problem = only();
		expect(problem.rule).toBe('field-without-component');
		expect(problem.message).toMatch(/no light.*light\.intensity = 3.*light\.color/);
		unwrap(applyFix(scene, problem));
		expect([rowOf(box)?.has('light.intensity'), rowOf(box)?.has('light.color')]).toEqual([false, false]);
		expect(problems()).toEqual([]);
	});

	it('a wrong value under an old key is mended in the new shape', () => {
		forge('material.map', 42);
		const problem = only();
		expect(problem).toMatchObject({ rule: 'wrong-type', key: 'material.colorMap' });
		unwrap(applyFix(scene, problem));
		expect([rowOf(box)?.has('material.map'), rowOf(box)?.has('material.colorMap')]).toEqual([false, false]);
	});
});

describe('[D6] what an entity refers to', () => {
	const set = (key: string, value: string) => forge(key, value);

	it('an asset that the project does not have', () => {
		set('mesh.geometry', 'model');
		set('mesh.model', 'f'.repeat(64));
		const problem = only();
		expect(problem).toMatchObject({ rule: 'dangling-asset', key: 'mesh.model' });
		unwrap(applyFix(scene, problem));
		expect(problems()).toEqual([]);
	});

	it('an asset of another type', () => {
		set('mesh.geometry', 'model');
		set('mesh.model', IMAGE);
		expect(only()).toMatchObject({ rule: 'wrong-type', key: 'mesh.model' });
		set('mesh.model', MODEL);
		expect(problems()).toEqual([]);
	});

	it('a document that is gone, deleted, or of another kind', () => {
		const source = unwrap(project.addDocument('script', 'Door'));
		const page = unwrap(project.addDocument('page', 'Story'));
		set('script.source', source);
		expect(problems()).toEqual([]);
		unwrap(project.setDocumentRemoved(source, true));
		expect(only()).toMatchObject({ rule: 'removed-document' });
		expect(only().fix).toBeUndefined();
		set('script.source', page);
		expect(only()).toMatchObject({ rule: 'wrong-type' });
		set('script.source', mintDocumentId());
		expect(only()).toMatchObject({ rule: 'dangling-document' });
		unwrap(applyFix(scene, only()));
		expect(problems()).toEqual([]);
	});

	it('an entity that is not there; a field that is not in use does not count', () => {
		const reference = COMPONENT_NAMES.flatMap(declaredFields).find(({ field }) => field.kind === 'entity');
		if (!reference) throw new Error('expected a field that names an entity');
		set(reference.key, mintEntityId());
		expect(only()).toMatchObject({ rule: 'dangling-entity', key: reference.key });
		forge('mesh.model', 'f'.repeat(64));
		expect(only()).toMatchObject({ rule: 'dangling-entity' });
	});
});

describe('[D6] [D4] entities shown elsewhere than they say', () => {
	it('an orphan, and its fix', () => {
		const [group, child] = unwrap(
			addEntities(scene, [{ name: 'Group', values: {}, children: [{ name: 'Child', values: {} }] }], null),
		).flatMap((id) => [id, scene.snapshot.hierarchy.childrenOf.get(id)?.[0]]) as [EntityId, EntityId];
		rowOf(group)?.set('removed', true);
		expect(only()).toMatchObject({ rule: 'healed-orphan', entityId: child });
		unwrap(applyFix(scene, only()));
		expect(problems()).toEqual([]);
		expect(scene.snapshot.entities.get(child)?.place.parentId).toBeNull();
	});

	it('a cycle, and its fix', () => {
		const [a, b] = unwrap(
			addEntities(
				scene,
				['A', 'B'].map((name) => ({ name, values: {} })),
				null,
			),
		) as [EntityId, EntityId];
		forge('place', [b, 'a1', null], a);
		forge('place', [a, 'a1', null], b);
		const problem = only();
		expect(problem.rule).toBe('healed-cycle');
		expect(problem.message).toMatch(/at the root/);
		unwrap(applyFix(scene, problem));
		expect(problems()).toEqual([]);
	});
});

describe('[D6] problems of prefabs', () => {
	const prefab = (rule: PrefabProblem['rule'], more: Partial<PrefabProblem> = {}): PrefabProblem => ({
		rule,
		instanceId: box,
		at: box,
		documentId: mintDocumentId(),
		key: null,
		...more,
	});
	const listed = (...list: PrefabProblem[]) => listPrefabProblems(scene.snapshot, list, project.snapshot);

	it('are listed like others, but for what the instance’s own field says already', () => {
		const source = unwrap(project.addDocument('prefab', 'Chair'));
		const nested = joinPath(box, mintEntityId());
		const rules = listed(
			prefab('missing'),
			prefab('removed'),
			prefab('missing', { at: nested }),
			prefab('cycle', { documentId: source }),
			prefab('too-deep'),
			prefab('too-large'),
		).map(({ rule, message }) => [rule, message.includes('“Box”')]);
		expect(rules).toEqual(
			['dangling-document', 'prefab-cycle', 'prefab-too-deep', 'prefab-too-large'].map((rule) => [
				rule,
				true,
			]),
		);
		expect(listed(prefab('cycle', { documentId: source }))[0]?.message).toContain('“Chair”');
	});

	it('an override of what is not there can be dropped', () => {
		forge('prefab', true);
		const key = `@${mintEntityId()}:light.intensity`;
		forge(key, 3);
		const [problem] = listed(prefab('dangling', { key }));
		expect(problem).toMatchObject({ rule: 'dangling-override', key });
		expect(problem?.message).toContain(key);
		unwrap(applyFix(scene, problem as Problem));
		expect(rowOf(box)?.has(key)).toBe(false);
	});
});

describe('[D6] a fix', () => {
	it('can be undone: what was wrong is wrong again', () => {
		forge('light.intensity', -5);
		const edits: Edited[] = [];
		scene.document.onEdited((edited) => edits.push(edited));
		unwrap(applyFix(scene, only()));
		expect(edits[0]?.label).toBe('fix');
		const mine = new Set([scene.document.clientId]);
		unwrap(revertChanges(scene.document, edits[0]?.changes ?? [], { mine }));
		expect(only()).toMatchObject({ rule: 'out-of-range' });
	});

	it('leaves alone what somebody changed since', () => {
		forge('light.intensity', -5);
		const problem = only();
		forge('light.intensity', 2);
		expect(applyFix(scene, problem)).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
		expect(rowOf(box)?.get('light.intensity')).toBe(2);
	});

	const FORGED: [string, unknown][] = [
		['nothing', undefined],
		['null', null],
		['no entity', { entityId: 'x', fix: { kind: 'reset', registers: [] } }],
		['an unknown fix', { fix: { kind: 'explode' } }],
		['no registers', { fix: { kind: 'reset', registers: 7 } }],
		['a register that is none', { fix: { kind: 'reset', registers: [null, { key: 5 }] } }],
		['a register that is fine', { fix: { kind: 'reset', registers: [{ key: 'mesh', value: true }] } }],
		['something unknown', { fix: { kind: 'reset', registers: [{ key: 'hologram', value: true }] } }],
		['another key', { fix: { kind: 'write-shown', key: 'removed' } }],
	];

	it.each(FORGED)('[D5] %s is refused, and nothing is written', (_, problem) => {
		forge('hologram', true);
		const before = scene.document.encodeState();
		const given =
			typeof problem === 'object' && problem !== null
				? { entityId: box, rule: 'wrong-type', ...problem }
				: problem;
		expect(applyFix(scene, given as Problem).ok).toBe(false);
		expect(scene.document.encodeState()).toEqual(before);
	});
});

describe('[D29] a reader of problems', () => {
	it('says after every edit what a new one would say', () => {
		const reader = new ProblemsReader(scene, project.snapshot);
		project.onChange((snapshot) => reader.setContext(snapshot));
		const sorted = (list: readonly Problem[]) => list.map((problem) => JSON.stringify(problem)).sort();
		const check = () => expect(sorted(reader.problems)).toEqual(sorted(problems()));
		const [door] = unwrap(addEntities(scene, [{ name: 'Door', values: {} }], null)) as [EntityId];
		const reference = COMPONENT_NAMES.flatMap(declaredFields).find(({ field }) => field.kind === 'entity');
		const steps = [
			() => forge('light.intensity', -5),
			() => forge('hologram', true),
			() => forge(reference?.key ?? '', door),
			() => unwrap(removeEntities(scene, [door])),
			() => forge('mesh.geometry', 'model'),
			() => forge('mesh.model', 'f'.repeat(64)),
			() => project.addAsset({ hash: 'f'.repeat(64) as AssetHash, name: 'x.glb', type: 'model', bytes: 1 }),
			() => forge('place', [door, 'a0', null]),
			() => rowOf(door)?.delete('removed'),
			() => unwrap(moveEntities(scene, [box], { parentId: null, beforeId: null })),
			() => unwrap(setFields(scene, [{ entityId: box, key: 'light.intensity', value: 3 }])),
			() => scene.document.ydoc.getMap('entities').delete(box),
		];
		let most = 0;
		for (const step of steps) {
			step();
			check();
			most = Math.max(most, reader.problems.length);
		}
		expect(most).toBeGreaterThan(2);
		expect(reader.problems).toEqual([]);
		reader.dispose();
	});

	it('looks only at what changed', () => {
		const drafts = Array.from({ length: 300 }, (_, i) => ({ name: `Box ${i}`, values: {} }));
		unwrap(addEntities(scene, drafts, null));
		const reader = new ProblemsReader(scene, project.snapshot);
		const visited: string[] = [];
		const entities = scene.document.ydoc.getMap<Y.Map<unknown>>('entities');
		for (const [id, row] of entities) {
			const { forEach } = row;
			row.forEach = (visit) => (visited.push(id), forEach.call(row, visit as never));
		}
		forge('hologram', true);
		expect(reader.problems).toHaveLength(1);
		expect(new Set(visited)).toEqual(new Set([box]));
		reader.dispose();
	});
});
