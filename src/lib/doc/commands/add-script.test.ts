import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type AssetHash, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { MODEL, ProblemRig } from '../../../../tests/helpers/problem-rig.ts';
import { usesOfAsset } from '../asset-uses.ts';
import { entityScripts, scriptFieldKey, scriptKey, type ScriptSlot } from '../components/entity-scripts.ts';
import { diffScenes } from '../diff/diff-scenes.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { addEntities } from './add-entities.ts';
import { addScript } from './add-script.ts';
import { duplicateEntities } from './duplicate-entities.ts';
import { pasteComponent } from './paste-component.ts';
import { pasteEntities } from './paste-entities.ts';
import { replaceAsset } from './replace-asset.ts';
import { revertChanges } from './revert-changes.ts';
import { setComponent } from './set-component.ts';
import { setFields } from './set-fields.ts';
import { ungroupEntities } from './ungroup-entities.ts';

const HEALTH = mintDocumentId();
const CHASE = mintDocumentId();

function setup() {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	const drafts = ['Robot', 'Player'].map((name) => ({ name, values: {} }));
	const [robot, player] = unwrap(addEntities(scene, drafts, null)) as [EntityId, EntityId];
	const slot = unwrap(addScript(scene, [robot], HEALTH));
	const scripts = (id = robot) => entityScripts(scene.find(id)?.values ?? {});
	const give = (name: string, value: JsonValue, of: ScriptSlot = slot, id = robot) =>
		setFields(scene, [{ entityId: id, key: scriptFieldKey(of, name), value }]);
	return { scene, robot, player, slot, scripts, give };
}

describe('[T52] a script of an entity', () => {
	it('comes beside the others, and goes with all that it was given', () => {
		const { scene, robot, slot, scripts, give } = setup();
		const chase = unwrap(addScript(scene, [robot], CHASE));
		unwrap(give('points', 5));
		unwrap(give('speed', 3, chase));
		unwrap(setFields(scene, [{ entityId: robot, key: scriptKey(chase, 'enabled'), value: false }]));
		expect(scripts()).toContainEqual({ slot, source: HEALTH, enabled: true, fields: { points: 5 } });
		expect(scripts()).toContainEqual({ slot: chase, source: CHASE, enabled: false, fields: { speed: 3 } });
		unwrap(setComponent(scene, [robot], slot, false));
		expect(scripts().map((each) => each.slot)).toEqual([chase]);
		expect(Object.keys(scene.find(robot)!.values).filter((key) => key.startsWith(slot))).toEqual([]);
	});

	it('may name what comes with it, and nothing that does not', () => {
		const { scene } = setup();
		const [door, other] = [mintEntityId(), mintEntityId()];
		const plate = (entity: EntityId) => ({
			name: 'Plate',
			values: {
				script: true,
				[scriptKey('script', 'source')]: HEALTH,
				[scriptFieldKey('script', 'opens')]: { entity },
			},
		});
		const [made] = unwrap(addEntities(scene, [plate(door), { name: 'Door', values: {}, id: door }], null));
		expect(entityScripts(scene.find(made!)!.values)).toMatchObject([{ fields: { opens: { entity: door } } }]);
		expect(addEntities(scene, [plate(other)], null)).toMatchObject({ error: { reason: 'not-found' } });
	});

	it('is had back with all that it was given', () => {
		const { scene, robot, slot, scripts, give } = setup();
		unwrap(give('points', 5));
		const before = scripts();
		let changes: Parameters<typeof revertChanges>[1] = [];
		scene.document.onEdited((edited) => (changes = edited.changes));
		unwrap(setComponent(scene, [robot], slot, false));
		expect(scripts()).toEqual([]);
		unwrap(revertChanges(scene.document, changes, { mine: new Set([scene.document.clientId]) }));
		expect(scripts()).toEqual(before);
	});

	it.each([
		['no value', 'points', { a: 1 }],
		['what is not finite', 'points', NaN],
		['a text beyond all measure', 'points', 'x'.repeat(10_001)],
		['an entity that is nowhere', 'target', { entity: mintEntityId() }],
		['a name that every object has', 'constructor', 5],
	])('is not given %s', (_, name, value) => {
		const { scene, give } = setup();
		const before = scene.document.encodeState();
		expect(give(name, value as JsonValue)).toMatchObject({ ok: false });
		expect(scene.document.encodeState()).toEqual(before);
	});

	it('is not given anything before it is there', () => {
		const { give } = setup();
		expect(give('points', 5, 'script:nobody')).toMatchObject({
			ok: false,
			error: { reason: 'unknown-field' },
		});
	});

	it('is refused where nobody could run it', () => {
		const { scene, robot } = setup();
		for (const source of ['', 'door', 5, null])
			expect(addScript(scene, [robot], source as never).ok).toBe(false);
		expect(addScript(scene, [mintEntityId()], HEALTH).ok).toBe(false);
	});

	it('makes of an entity more than a group', () => {
		const { scene, robot } = setup();
		unwrap(addEntities(scene, [{ name: 'Arm', values: {} }], robot));
		expect(ungroupEntities(scene, [robot])).toMatchObject({ ok: false });
	});

	it('tells what differs by the keys of its slot', () => {
		const { scene, robot, slot, give } = setup();
		const before = scene.snapshot;
		unwrap(give('points', 5));
		expect(diffScenes(before, scene.snapshot).changed).toEqual([
			{ id: robot, name: null, fields: [{ key: `${slot}.fields.points`, before: undefined, after: 5 }] },
		]);
	});
});

describe('[T52] what a script refers to', () => {
	it('is the copy, where that is copied along', () => {
		const { scene, robot, player, scripts, give } = setup();
		unwrap(give('target', { entity: player }));
		const [robot2, player2] = unwrap(duplicateEntities(scene, [robot, player])) as [EntityId, EntityId];
		expect(scripts(robot2)[0]?.fields).toEqual({ target: { entity: player2 } });
		const [alone] = unwrap(duplicateEntities(scene, [robot])) as [EntityId];
		expect(scripts(alone)[0]?.fields).toEqual({ target: { entity: player } });
	});

	it('goes into another document with what it names, and is left out where that is not', () => {
		const { scene, robot, player, slot, give } = setup();
		const [prefab, twin] = [mintDocumentId(), mintDocumentId()];
		unwrap(give('target', { entity: player }));
		unwrap(give('bullet', { prefab }));
		const treeOf = (id: EntityId) => {
			const { name, values } = scene.find(id)!;
			return { id, name, values, children: [] };
		};
		const other = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const options = { documents: new Map([[prefab, twin]]), knows: () => true };
		const pasted = unwrap(pasteEntities(other, [treeOf(robot), treeOf(player)], options));
		const [robot2, player2] = pasted.ids;
		expect(entityScripts(other.find(robot2!)!.values)[0]?.fields).toEqual({
			bullet: { prefab: twin },
			target: { entity: player2 },
		});
		const alone = unwrap(pasteEntities(other, [treeOf(robot)], options));
		expect(alone.lost).toEqual([{ name: 'Robot 2', key: scriptFieldKey(slot, 'target') }]);
	});

	it('is listed among the uses of it, and replaced with them', () => {
		const { scene, robot, give } = setup();
		const other = 'c'.repeat(64) as AssetHash;
		unwrap(give('shown', { asset: MODEL }));
		expect(usesOfAsset(scene.document, MODEL)).toEqual([{ entityId: robot, name: 'Robot' }]);
		unwrap(replaceAsset(scene.document, MODEL, other));
		expect(usesOfAsset(scene.document, MODEL)).toEqual([]);
		expect(usesOfAsset(scene.document, other)).toHaveLength(1);
		expect(usesOfAsset(scene.document, HEALTH as never)).toHaveLength(1);
	});
});

describe('[T52] a script that is pasted', () => {
	it('comes beside what runs another text, and in place of what runs the same', () => {
		const { scene, robot, player, slot, scripts, give } = setup();
		unwrap(give('old', 1));
		unwrap(pasteComponent(scene, [robot, player], 'script', { source: HEALTH, 'fields.points': 7 }));
		expect(scripts(robot)).toEqual([{ slot, source: HEALTH, enabled: true, fields: { points: 7 } }]);
		expect(scripts(player)).toMatchObject([{ source: HEALTH, fields: { points: 7 } }]);
		unwrap(pasteComponent(scene, [robot], 'script', { source: CHASE }));
		expect(scripts(robot)).toHaveLength(2);
		expect(pasteComponent(scene, [robot], 'script', { 'fields.__proto__': 1 }).ok).toBe(false);
	});
});

describe('[T52] what is wrong with a script', () => {
	it('is told of its slot', () => {
		const rig = new ProblemRig();
		const slot = unwrap(addScript(rig.scene, [rig.box], HEALTH));
		expect(rig.only).toMatchObject({ rule: 'dangling-document', key: scriptKey(slot, 'source') });
		rig.forge(scriptKey(slot, 'source'), undefined);
		rig.forge(scriptFieldKey(slot, 'target'), { entity: mintEntityId() });
		expect(rig.problems).toContainEqual(
			expect.objectContaining({ rule: 'dangling-entity', key: scriptFieldKey(slot, 'target') }),
		);
	});

	it.each([
		['fields.speed', { speed: 5 }, 'wrong-type'],
		['fields.shown', { asset: 'f'.repeat(64) }, 'dangling-asset'],
		['fields.bullet', { prefab: 'p'.repeat(22) }, 'dangling-document'],
		['enabled', 'yes', 'wrong-type'],
		['colour', 5, 'unknown-field'],
	] as const)('[D6] %s: %j is %s', (member, value, rule) => {
		const rig = new ProblemRig();
		rig.forge('script:a', true);
		rig.forge(`script:a.${member}`, value);
		expect(rig.only).toMatchObject({ rule, key: `script:a.${member}` });
	});

	it('is what is left of one that somebody else took away', () => {
		const rig = new ProblemRig();
		rig.forge('script:a.fields.speed', 5);
		rig.forge('script:a.source', HEALTH);
		expect(rig.only).toMatchObject({ rule: 'field-without-component' });
		expect(entityScripts(rig.scene.find(rig.box)!.values).map(({ slot }) => slot)).toEqual(['script']);
	});
});
