import { describe, expect, it } from 'vitest';
import { mintDocumentId, type AssetHash, type DocumentId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { setFields } from '../../doc/commands/set-fields.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { findProblems } from '../../doc/problems/problems-reader.ts';
import type { AssetEntry } from '../../doc/project.ts';
import { SceneDocument } from '../../doc/scene.ts';
import { addStarter } from '../../doc/starter-update.ts';
import { campfire } from './campfire.ts';
import { collector } from './collector/collector.ts';
import { first } from './first.ts';
import { gallery } from './gallery.ts';
import { platformer } from './platformer/platformer.ts';
import { puzzle } from './puzzle/puzzle.ts';
import { stairway } from './stairway.ts';
import { walk } from './walk/walk.ts';
import type { Starter } from './starter.ts';
import { loadStarter, STARTER_IDS } from './starters.ts';

const id = mintDocumentId();
const GAMES = [platformer, collector, puzzle, walk];
const SCENES = [campfire, gallery, stairway];
const OFFERED = [...GAMES, ...SCENES];
const STARTERS = [first, ...OFFERED];
/** Of documents that are nowhere. */
const documentOf = (name: string) => name.padEnd(22, '-') as DocumentId;

function open(starter: Starter): SceneDocument {
	const scene = new SceneDocument(new LiveDocument(id, 'scene'));
	const hashes = new Map(starter.models.map((model, i) => [model, String(i).repeat(64) as AssetHash]));
	unwrap(addStarter(scene.document, starter.build(hashes, documentOf)));
	return scene;
}
const namesOf = ({ snapshot }: SceneDocument) =>
	[...snapshot.entities.values()].map(({ name }) => name).sort();

describe('starters', () => {
	it.each([first, ...SCENES])('$id is made of valid entities only, below a sky', (starter) => {
		const scene = open(starter);
		const { snapshot } = scene;
		const entities = [...snapshot.entities.values()];
		expect(entities.length).toBeGreaterThan(starter === first ? 5 : 15);
		expect(entities.some(({ values }) => values['environment.background'] === 'sky')).toBe(true);
		for (const { values } of entities) {
			const rotation = values['rotation'] as number[] | undefined;
			if (rotation) expect(Math.hypot(...rotation)).toBeCloseTo(1, 3);
		}
		const hashes = ['0', '1'].map((digit) => digit.repeat(64) as AssetHash);
		const assets = new Map(
			hashes.map((hash): [AssetHash, AssetEntry] => [hash, { hash, name: 'a.glb', type: 'model', bytes: 1 }]),
		);
		expect(findProblems(scene, { assets, allDocuments: new Map() })).toEqual([]);
	});

	it.each(STARTERS)('[D3] $id, added offline on two devices, is there once, with both edits', (starter) => {
		const [ana, ben] = [open(starter), open(starter)];
		const before = namesOf(ana);
		const [first, second] = [...ana.snapshot.entities.keys()] as [EntityId, EntityId];
		unwrap(setFields(ana, [{ entityId: first, key: 'position', value: [9, 9, 9] }]));
		unwrap(setFields(ben, [{ entityId: second, key: 'visible', value: false }]));
		const [fromAna, fromBen] = [ana.document.encodeState(), ben.document.encodeState()];
		ana.document.applyV2(fromBen, 'network');
		ben.document.applyV2(fromAna, 'network');
		for (const scene of [ana, ben]) {
			expect(namesOf(scene)).toEqual(before);
			expect(scene.snapshot.entities.get(first)?.values['position']).toEqual([9, 9, 9]);
			expect(scene.snapshot.entities.get(second)?.values['visible']).toBe(false);
		}
	});

	it('[D3] different ones in one document are all there', () => {
		const scene = open(campfire);
		const count = scene.snapshot.entities.size;
		unwrap(addStarter(scene.document, stairway.build(new Map(), documentOf)));
		expect(scene.snapshot.entities.size).toBe(count + open(stairway).snapshot.entities.size);
	});

	it('are the ones tried here', async () => {
		expect(await Promise.all(STARTER_IDS.map(loadStarter))).toEqual(OFFERED);
		expect(await loadStarter('first')).toEqual(first);
	});

	it('[E188] a new project opens with a sky whose sun throws shadows, a floor, and things on it, from a camera', () => {
		const { snapshot } = open(first);
		const byName = new Map([...snapshot.entities.values()].map((entity) => [entity.name, entity]));
		const lights = [...byName.values()].filter(({ values }) => values['light'] === true);
		// A sky's sun shines, with shadows, until the scene has a directional light of its own.
		expect(lights).toEqual([]);
		expect(byName.get('Sky and sun')?.values['environment.background']).toBe('sky');
		const floor = byName.get('Ground')?.values as { position: number[]; scale: number[] };
		// Its top is the ground, on which everything that is added stands.
		expect((floor.position[1] ?? NaN) + (floor.scale[1] ?? NaN) / 2).toBe(0);
		const things = snapshot.hierarchy.childrenOf.get(byName.get('Still life')?.id ?? null) ?? [];
		expect(things.length).toBeGreaterThan(3);
		expect(byName.get('Camera')?.values['camera']).toBe(true);
	});
});
