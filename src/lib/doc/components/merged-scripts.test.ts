import { describe, expect, it } from 'vitest';
import { mintDocumentId, type DocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { seededRandom } from '../../base/random.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities } from '../commands/add-entities.ts';
import { addScript } from '../commands/add-script.ts';
import { revertChanges } from '../commands/revert-changes.ts';
import { setComponent } from '../commands/set-component.ts';
import { setFields } from '../commands/set-fields.ts';
import { LiveDocument, type Edited } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { entityScripts, scriptFieldKey, scriptSlots, type ScriptSlot } from './entity-scripts.ts';

const SOURCE = 's'.repeat(22) as DocumentId;
const VALUES: readonly JsonValue[] = [0, 1, true, 'near', [1, 2, 3], { prefab: 'p'.repeat(22) }, null];

/** Three people with one scene, who hear of each other now and then; everything follows from the seed. */
function setup(seed: number) {
	const random = seededRandom(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const id = mintDocumentId();
	const people = ['a', 'b', 'c'].map((name) => {
		const scene = new SceneDocument(new LiveDocument(id, 'scene'));
		const edits: Edited[] = [];
		scene.document.onEdited((edited) => edits.push(edited));
		return { name, scene, edits };
	});
	const [first] = people as [Person];
	const [robot] = unwrap(addEntities(first.scene, [{ name: 'Robot', values: {} }], null)) as [EntityId];
	for (const person of people) hear(person, first);
	return { people, pick, robot };
}
type Person = { readonly name: string; readonly scene: SceneDocument; readonly edits: Edited[] };

function hear({ scene: { document } }: Person, from: Person): void {
	document.apply(from.scene.document.encodeDiff(document.stateVector()), 'network');
}

describe('[T50] scripts that people add while they are apart', () => {
	it('are both there when they meet, with what each was given', () => {
		const { people, robot } = setup(1);
		const [ann, ben] = people as [Person, Person];
		for (const [{ scene }, speed] of [
			[ann, 1],
			[ben, 2],
		] as const) {
			const slot = unwrap(addScript(scene, [robot], SOURCE));
			unwrap(setFields(scene, [{ entityId: robot, key: scriptFieldKey(slot, 'speed'), value: speed }]));
		}
		hear(ann, ben);
		hear(ben, ann);
		const scripts = entityScripts(ann.scene.find(robot)!.values);
		expect(scripts.map(({ fields }) => fields['speed']).sort()).toEqual([1, 2]);
		expect(entityScripts(ben.scene.find(robot)!.values)).toEqual(scripts);
	});

	it.each(Array.from({ length: 30 }, (_, seed) => seed))('are the same for all with seed %i', (seed) => {
		const { people, pick, robot } = setup(seed);
		const added = new Set<ScriptSlot>();
		const touched = new Set<ScriptSlot>();
		const done = { added: 0, set: 0, taken: 0, undone: 0, heard: 0 };
		const slotsOf = ({ scene }: Person) => scriptSlots(scene.find(robot)!.values);
		const acts = {
			add(person: Person) {
				const slot: ScriptSlot = `script:${person.name}${added.size}`;
				added.add(unwrap(addScript(person.scene, [robot], SOURCE, () => slot)));
				done.added++;
			},
			set(person: Person) {
				const slot = pick(slotsOf(person));
				if (!slot) return;
				const key = scriptFieldKey(slot, pick(['speed', 'target']));
				unwrap(setFields(person.scene, [{ entityId: robot, key, value: pick(VALUES) }]));
				done.set++;
			},
			take(person: Person) {
				const slot = pick(slotsOf(person));
				if (!slot) return;
				unwrap(setComponent(person.scene, [robot], slot, false));
				touched.add(slot);
				done.taken++;
			},
			undo({ scene, edits }: Person) {
				const edit = edits.findLast(({ label }) => label !== 'add');
				if (!edit) return;
				for (const { key } of edit.changes) touched.add(key.split('.')[0] as ScriptSlot);
				const mine = new Set([scene.document.clientId]);
				if (revertChanges(scene.document, edit.changes, { mine }).ok) done.undone++;
			},
			hear(person: Person) {
				hear(person, pick(people));
				done.heard++;
			},
		};
		const order = ['add', 'set', 'set', 'take', 'undo', 'hear', 'hear'] as const;
		for (let i = 0; i < 80; i++) acts[pick(order)](pick(people));
		for (let i = 0; i < 2; i++) for (const one of people) for (const other of people) hear(one, other);
		const [mine, ...others] = people.map(({ scene }) => entityScripts(scene.find(robot)!.values));
		for (const other of others) expect(other).toEqual(mine);
		const left = new Set(mine?.map(({ slot }) => slot));
		for (const slot of added) if (!touched.has(slot)) expect(left.has(slot), slot).toBe(true);
		expect(
			Object.values(done).every((count) => count > 0),
			JSON.stringify(done),
		).toBe(true);
	});
});
