import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { IMAGE, MODEL, ProblemRig } from '../../../../tests/helpers/problem-rig.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { COMPONENT_NAMES, declaredFields, readDeclared } from '../components/registry.ts';
import type { ProjectDocument } from '../project.ts';
import type { SceneDocument } from '../scene.ts';
import { joinPath } from '../prefabs/entity-path.ts';
import type { PrefabProblem } from '../prefabs/prefab-problem.ts';
import { applyFix } from './apply-fix.ts';
import { listPrefabProblems } from './prefab-problems.ts';
import type { Problem } from './problem.ts';

let rig: ProblemRig;
let scene: SceneDocument;
let project: ProjectDocument;
let box: EntityId;
const rowOf = (id: EntityId) => rig.rowOf(id);
const forge = (key: string, value: unknown, id = box) => rig.forge(key, value, id);
const problems = () => rig.problems;
const only = () => rig.only;

beforeEach(() => {
	rig = new ProblemRig();
	({ scene, project, box } = rig);
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
			expect(problem.name).toBe(scene.snapshot.entities.get(box)?.name);
			expect(problem.key).toBe(key);
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
		expect(problem.facts).toEqual({
			kind: 'leftover',
			component: 'light',
			fields: [
				{ key: 'light.intensity', value: '3' },
				{ key: 'light.color', value: expect.stringContaining('#ff0000') as string },
			],
		});
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
		expect(problem.facts).toEqual({ kind: 'healed', parent: null });
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
		).map(({ rule, name }) => [rule, name === 'Box']);
		expect(rules).toEqual(
			['dangling-document', 'prefab-cycle', 'prefab-too-deep', 'prefab-too-large'].map((rule) => [
				rule,
				true,
			]),
		);
		expect(listed(prefab('cycle', { documentId: source }))[0]?.facts).toMatchObject({ title: 'Chair' });
	});

	it('an override of what is not there can be dropped', () => {
		forge('prefab', true);
		const key = `@${mintEntityId()}:light.intensity`;
		forge(key, 3);
		const [problem] = listed(prefab('dangling', { key }));
		expect(problem).toMatchObject({ rule: 'dangling-override', key });
		expect(problem?.facts).toMatchObject({ why: 'dangling', value: '3' });
		unwrap(applyFix(scene, problem as Problem));
		expect(rowOf(box)?.has(key)).toBe(false);
	});
});
