import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type AssetHash, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { pasteEntities } from '../doc/commands/paste-entities.ts';
import { LiveDocument } from '../doc/live-document.ts';
import type { AssetEntry } from '../doc/project.ts';
import { SceneDocument } from '../doc/scene.ts';
import { copyEntities, formatEntitiesCopy, MAX_COPIED, MAX_COPY_LENGTH } from './entities-copy.ts';
import { parseEntitiesCopy } from './read-entities-copy.ts';

const HASH = 'ab'.repeat(32) as AssetHash;
const ASSET: AssetEntry = { hash: HASH, name: 'wood.png', type: 'image', bytes: 9 };
const NOTHING = { prefabs: () => undefined, assets: new Map([[HASH, ASSET]]), scripts: () => [] };

const openScene = () => new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
const named = ({ snapshot }: SceneDocument, name: string) =>
	[...snapshot.entities.values()].find((entity) => entity.name === name)!;

/** A door in a house that is moved and scaled, hinged to its frame; and a bell that hangs on something else. */
function setup() {
	const scene = openScene();
	const [frame, other] = [mintEntityId(), mintEntityId()];
	const hinge = { joint: true, 'joint.target': frame };
	const door = { name: 'Door', values: { mesh: true, position: [1, 0, 0], ...hinge } };
	unwrap(
		addEntities(
			scene,
			[
				{
					name: 'House',
					values: { position: [10, 0, 0], scale: [2, 2, 2] },
					children: [
						{
							name: 'Frame',
							id: frame,
							values: { material: true, 'material.colorMap': HASH },
							children: [door],
						},
						{ name: 'Bell', values: { joint: true, 'joint.target': other } },
					],
				},
				{ name: 'Other', id: other, values: {} },
			],
			null,
		),
	);
	return { scene, frame, other };
}

const copyOf = (scene: SceneDocument, ...ids: EntityId[]) => copyEntities(scene.snapshot, ids, NOTHING).copy;

describe('entities as text', () => {
	it('[E190] are read as they were written, with what they hold and the names of their assets', () => {
		const { scene, frame } = setup();
		const copy = copyOf(scene, frame);
		const read = unwrap(parseEntitiesCopy(formatEntitiesCopy(copy)));
		expect(read).toEqual(copy);
		expect(read.entities.map(({ name, children }) => [name, children.map((child) => child.name)])).toEqual([
			['Frame', ['Door']],
		]);
		expect(read.assets).toEqual([{ hash: HASH, name: 'wood.png', type: 'image' }]);
	});

	it('[E190] leave out what only a newer version knows, and say so', () => {
		const { scene, frame } = setup();
		unwrap(scene.edit('paste', 'edit', (edit) => edit.set(frame, 'weather.wind', 3)));
		const { copy, isPartial } = copyEntities(scene.snapshot, [frame], NOTHING);
		expect(isPartial).toBe(true);
		expect(Object.keys(copy.entities[0]!.values)).not.toContain('weather.wind');
	});

	it('[E191] stand where they stood in the world, under new ids', () => {
		const { scene, frame } = setup();
		const target = openScene();
		const { ids } = unwrap(pasteEntities(target, copyOf(scene, frame).entities));
		const pasted = target.snapshot.entities.get(ids[0]!)!;
		expect(pasted.values).toMatchObject({ position: [10, 0, 0], scale: [2, 2, 2] });
		expect(named(target, 'Door').values['position']).toEqual([1, 0, 0]);
		expect(ids).not.toContain(frame);
	});

	it('[E192] name each other still; what is not there is left out, and told', () => {
		const { scene, frame } = setup();
		const bell = named(scene, 'Bell').id;
		const target = openScene();
		const { ids, lost } = unwrap(pasteEntities(target, copyOf(scene, frame, bell).entities));
		expect(named(target, 'Door').values['joint.target']).toBe(ids[0]);
		expect(named(target, 'Bell').values).not.toHaveProperty(['joint.target']);
		expect(lost).toEqual([{ name: 'Bell', key: 'joint.target' }]);
	});

	it('[E192] in the same scene name what is there, under names of their own', () => {
		const { scene, other } = setup();
		const { lost } = unwrap(pasteEntities(scene, copyOf(scene, named(scene, 'Bell').id).entities));
		expect(lost).toEqual([]);
		expect(named(scene, 'Bell 2').values['joint.target']).toBe(other);
	});
});

const ID = 'A'.repeat(22);
const entity = (over: object = {}) => ({ id: ID, name: 'Box', values: {}, children: [], ...over });
const text = (over: object = {}) =>
	JSON.stringify({
		...{ kind: 'rastudios.entities', version: 1, entities: [entity()], prefabs: [], assets: [], ...over },
	});
const prefab = (id: string, source?: string) => ({
	id,
	title: 'P',
	entities: [entity({ values: source ? { prefab: true, 'prefab.source': source } : {} })],
});
const deep = (levels: number): string =>
	`{"id":"${ID.slice(4)}${String(levels).padStart(4, '0')}","name":"x","values":{},"children":[${levels > 1 ? deep(levels - 1) : ''}]}`;
const many = (count: number) =>
	Array.from({ length: count }, (_, i) => entity({ id: String(i).padStart(22, '0') }));

describe('what anybody may have put on a clipboard', () => {
	it('[E195] is taken when it keeps every rule', () => {
		expect(parseEntitiesCopy(text()).ok).toBe(true);
		expect(parseEntitiesCopy(text({ entities: many(MAX_COPIED) })).ok).toBe(true);
	});
	it.each([
		['', 'no-copy'],
		['hello', 'no-copy'],
		['null', 'no-copy'],
		['['.repeat(99_000), 'no-copy'],
		[text({ kind: 'other' }), 'no-copy'],
		[text({ kind: 'rastudios.component' }), 'component'],
		[text({ version: 2 }), 'newer'],
		[text({ version: '1' }), 'damaged'],
		[text({ entities: [] }), 'damaged'],
		[text({ entities: {} }), 'damaged'],
		[text({ entities: [entity(), entity()] }), 'damaged'],
		[text({ entities: [entity({ id: '../../etc' })] }), 'damaged'],
		[text({ entities: [entity({ children: 'x' })] }), 'damaged'],
		[text({ entities: [entity({ values: [] })] }), 'damaged'],
		[text({ prefabs: [{ id: 'x', title: 'P', entities: [] }] }), 'damaged'],
		[text({ prefabs: [prefab(ID), prefab(ID)] }), 'damaged'],
		[text({ assets: [{ hash: 'x', name: 'a', type: 'image' }] }), 'damaged'],
		[text({ assets: [{ hash: HASH, name: 'a', type: 'program' }] }), 'damaged'],
		[text({ scripts: {} }), 'damaged'],
		[text({ scripts: [{ id: ID, title: 'Door' }] }), 'damaged'],
		[text({ scripts: [{ id: ID, title: 'Door', text: 'a\0' }] }), 'damaged'],
		[text({ scripts: [1, 2].map(() => ({ id: ID, title: 'Door', text: '' })) }), 'damaged'],
		[text({ scripts: [{ id: ID, title: 'Door', text: 'a'.repeat(1_000_001) }] }), 'too-large'],
		[text({ prefabs: [prefab(ID, ID)] }), 'cycle'],
		[text({ prefabs: [prefab(ID, 'B'.repeat(22)), prefab('B'.repeat(22), ID)] }), 'cycle'],
		[text({ entities: many(MAX_COPIED + 1) }), 'too-large'],
		[text({ entities: many(1) }) + ' '.repeat(MAX_COPY_LENGTH), 'too-large'],
		[text().replace('"entities":[', `"entities":[${deep(502)},`), 'too-large'],
		[text({ entities: [entity({ name: ' ' })] }), 'wrong'],
		[text({ entities: [entity({ values: { position: [1, 2] } })] }), 'wrong'],
		[text({ entities: [entity({ values: { 'light.intensity': 3 } })] }), 'wrong'],
		[text({ entities: [entity({ values: { light: true, 'light.intensity': -3 } })] }), 'wrong'],
		[text({ entities: [entity({ values: { removed: true } })] }), 'wrong'],
		[text({ entities: [entity({ values: { place: [null, 'a0', null] } })] }), 'wrong'],
		[text().replace('"values":{}', '"values":{"__proto__":{"a":1}}'), 'wrong'],
		[text({ entities: [entity({ values: { [`@${ID}:name`]: 'x' } })] }), 'wrong'],
		[text({ entities: [entity({ values: { prefab: true, [`@${ID}:place`]: [] } })] }), 'wrong'],
		[text({ entities: [entity({ values: { prefab: true, [`@${ID}:removed`]: 1 } })] }), 'wrong'],
	])('[E195] is refused otherwise: %.90s', (hostile, kind) => {
		const read = parseEntitiesCopy(hostile);
		expect(read.ok ? 'ok' : read.error.kind).toBe(kind);
	});
	it('[E195] never gets a value past its declaration', () => {
		const keys = ['position', 'mesh', 'mesh.geometry', 'light', 'light.color', 'name', 'x', '@x:y'];
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (values) => {
				const read = parseEntitiesCopy(text({ entities: [entity({ values })] }));
				if (!read.ok) return;
				const scene = openScene();
				expect(pasteEntities(scene, read.value.entities).ok).toBe(true);
			}),
			{ seed: 7, numRuns: 300 },
		);
	});
});
