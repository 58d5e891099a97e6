import { beforeEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { ProblemRig } from '../../../../tests/helpers/problem-rig.ts';
import type { AssetHash, EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { moveEntities } from '../commands/move-entities.ts';
import { removeEntities } from '../commands/remove-entities.ts';
import { setFields } from '../commands/set-fields.ts';
import { COMPONENT_NAMES, declaredFields } from '../components/registry.ts';
import type { ProjectDocument } from '../project.ts';
import type { SceneDocument } from '../scene.ts';
import type { Problem } from './problem.ts';
import { ProblemsReader } from './problems-reader.ts';

let rig: ProblemRig;
let scene: SceneDocument;
let project: ProjectDocument;
let box: EntityId;
const rowOf = (id: EntityId) => rig.rowOf(id);
const forge = (key: string, value: unknown, id = box) => rig.forge(key, value, id);
const problems = () => rig.problems;

beforeEach(() => {
	rig = new ProblemRig();
	({ scene, project, box } = rig);
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

describe('[D29] a reader of problems, where nothing becomes wrong', () => {
	it('is silent, and looks only at what names what came, went or is called otherwise', () => {
		const [door] = unwrap(addEntities(scene, [{ name: 'Door', values: {} }], null)) as [EntityId];
		const { key } = COMPONENT_NAMES.flatMap(declaredFields).find(({ field }) => field.kind === 'entity')!;
		forge(key, door);
		const reader = new ProblemsReader(scene, project.snapshot);
		project.onChange((snapshot) => reader.setContext(snapshot));
		let told = 0;
		reader.onChange(() => told++);
		unwrap(addEntities(scene, [{ name: 'Lamp', values: {} }], null));
		unwrap(setFields(scene, [{ entityId: box, key: 'light.intensity', value: 3 }]));
		unwrap(project.rename('Other'));
		expect(told).toBe(0);
		unwrap(removeEntities(scene, [door]));
		expect([told, reader.problems.map(({ rule }) => rule)]).toEqual([1, ['dangling-entity']]);
		rowOf(door)?.delete('removed');
		expect([told, reader.problems]).toEqual([2, []]);
		reader.dispose();
	});

	it('reads a large scene with pauses, in which things may change, and gives up when told', async () => {
		const drafts = Array.from({ length: 1100 }, (_, i) => ({ name: `Lamp ${i}`, values: { light: true } }));
		const lamps = unwrap(addEntities(scene, drafts, null));
		const { signal } = new AbortController();
		let pauses = 0;
		const pause = () => {
			pauses++;
			forge('light.intensity', pauses === 1 ? -5 : 3, lamps[0]);
			forge('light.intensity', -5, lamps[1098 + pauses - 1]);
			return Promise.resolve();
		};
		const reader = await ProblemsReader.readSlowly(scene, project.snapshot, { pause, signal });
		expect(pauses).toBe(2);
		expect(reader?.problems.map(({ entityId }) => entityId).sort()).toEqual(lamps.slice(1098).toSorted());
		reader?.dispose();
		const aborted = { pause, signal: AbortSignal.abort() };
		expect(await ProblemsReader.readSlowly(scene, project.snapshot, aborted)).toBeNull();
	});
});
