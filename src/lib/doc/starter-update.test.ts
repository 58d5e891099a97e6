import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities, type EntityDraft } from './commands/add-entities.ts';
import { removeEntities } from './commands/remove-entities.ts';
import { renameEntity, setFields } from './commands/set-fields.ts';
import { LiveDocument } from './live-document.ts';
import { SceneDocument } from './scene.ts';
import { SCHEMAS } from './schema.ts';
import { addStarter, starterUpdate } from './starter-update.ts';
import { readUpdate } from './read-update.ts';
import { convertV2ToV1 } from './updates.ts';

const DRAFTS: readonly EntityDraft[] = [
	{
		name: 'Fire',
		values: { position: [0, 1, 0] },
		children: [
			{ name: 'Stone', values: { mesh: true, 'mesh.geometry': 'sphere' } },
			{ name: 'Flame', values: { mesh: true, material: true, 'material.color': '#ff9a3c' } },
		],
	},
	{ name: 'Camera', values: { camera: true } },
];
const id = mintDocumentId();

function setup(replicas = 2) {
	const scenes = Array.from({ length: replicas }, () => new SceneDocument(new LiveDocument(id, 'scene')));
	const exchange = () => {
		const states = scenes.map(({ document }) => document.encodeState());
		for (const { document } of scenes) for (const state of states) document.applyV2(state, 'network');
	};
	return { scenes, exchange };
}
const namesOf = ({ snapshot }: SceneDocument) =>
	[...snapshot.entities.values()].map(({ name }) => name).sort();
const find = ({ snapshot }: SceneDocument, name: string) =>
	[...snapshot.entities.values()].find((entity) => entity.name === name)?.id as EntityId;
const authorsOf = (update: Uint8Array) => [...unwrap(readUpdate(convertV2ToV1(update))).ends.keys()];

describe('[D3] a starter', () => {
	it('that two devices add offline is there once, with what both made of it', () => {
		const { scenes, exchange } = setup();
		const [a, b] = scenes as [SceneDocument, SceneDocument];
		for (const { document } of scenes) unwrap(addStarter(document, DRAFTS));
		unwrap(setFields(a, [{ entityId: find(a, 'Flame'), key: 'material.color', value: '#00ff00' }]));
		unwrap(renameEntity(b, find(b, 'Stone'), 'Rock'));
		unwrap(removeEntities(b, [find(b, 'Camera')]));
		unwrap(addEntities(b, [{ name: 'Chair', values: {} }], find(b, 'Fire')));
		exchange();
		for (const scene of scenes) {
			expect(namesOf(scene)).toEqual(['Chair', 'Fire', 'Flame', 'Rock']);
			expect(scene.snapshot.entities.get(find(scene, 'Flame'))?.values['material.color']).toBe('#00ff00');
		}
		expect(a.document.ydoc.toJSON()).toEqual(b.document.ydoc.toJSON());
		expect(Y.encodeStateVector(a.document.ydoc)).toEqual(Y.encodeStateVector(b.document.ydoc));
	});

	it('added again changes nothing, also when it was edited since', () => {
		const { scenes } = setup(1);
		const [scene] = scenes as [SceneDocument];
		unwrap(addStarter(scene.document, DRAFTS));
		unwrap(removeEntities(scene, [find(scene, 'Fire')]));
		const [before, heard] = [scene.snapshot, [] as unknown[]];
		scene.document.onUpdate((update) => heard.push(update));
		unwrap(addStarter(scene.document, DRAFTS));
		expect(heard).toEqual([]);
		expect(scene.snapshot).toBe(before);
	});

	it('is an import made here, in this version’s shape, that any server takes', () => {
		const { scenes } = setup(1);
		const [scene] = scenes as [SceneDocument];
		const heard: unknown[] = [];
		scene.document.onUpdate(({ origin, local }) => heard.push({ origin, local }));
		unwrap(addStarter(scene.document, DRAFTS));
		expect(heard).toEqual([{ origin: 'import', local: true }]);
		expect(scene.document.schema).toBe(SCHEMAS.scene);
		const [author, ...others] = authorsOf(unwrap(starterUpdate(DRAFTS)));
		expect(others).toEqual([]);
		expect(author).toBeLessThan(2 ** 32);
		expect(author).not.toBe(scene.document.clientId);
		expect(scene.document.ydoc.getMap('authors').size).toBe(0);
	});

	it('is the same bytes wherever it is made', () => {
		expect(unwrap(starterUpdate(DRAFTS))).toEqual(unwrap(starterUpdate(structuredClone(DRAFTS))));
	});

	it('of other content never claims the same clocks or ids, however little differs', () => {
		const draft = fc.record({
			name: fc.constantFrom('Stone', 'Flame', 'Sign'),
			values: fc.record({
				position: fc.tuple(fc.integer(), fc.nat(9), fc.nat(9)).map(([, y, z]) => [0, y, z]),
			}),
		});
		const pair = fc.tuple(fc.array(draft, { minLength: 1 }), fc.array(draft, { minLength: 1 }));
		fc.assert(
			fc.property(pair, ([one, two]) => {
				const updates = [one, two].map((drafts) => unwrap(starterUpdate(drafts)));
				const isSame = JSON.stringify(one) === JSON.stringify(two);
				expect(Buffer.compare(updates[0]!, updates[1]!) === 0).toBe(isSame);
				expect(authorsOf(updates[0]!)[0] === authorsOf(updates[1]!)[0]).toBe(isSame);
				const { scenes } = setup(1);
				for (const update of updates) scenes[0]!.document.applyV2(update, 'import');
				expect(scenes[0]!.snapshot.entities.size).toBe(isSame ? one.length : one.length + two.length);
			}),
			{ seed: 3, numRuns: 100 },
		);
	});

	it('takes its place beside what is there already', () => {
		const { scenes, exchange } = setup();
		const [a, b] = scenes as [SceneDocument, SceneDocument];
		unwrap(addEntities(a, [{ name: 'Mine', values: {} }], null));
		unwrap(addStarter(a.document, DRAFTS));
		unwrap(addStarter(b.document, DRAFTS));
		exchange();
		expect(namesOf(b)).toEqual(['Camera', 'Fire', 'Flame', 'Mine', 'Stone']);
		expect(b.snapshot.hierarchy.childrenOf.get(null)).toEqual(a.snapshot.hierarchy.childrenOf.get(null));
	});

	it('[D5] with a field that holds no such value is refused, and nothing is written', () => {
		const { scenes } = setup(1);
		const [{ document }] = scenes as [SceneDocument];
		const before = document.encodeState();
		const refused = addStarter(document, [{ name: 'Box', values: { mesh: true, 'mesh.geometry': 'blob' } }]);
		expect(refused).toMatchObject({ ok: false, error: { reason: 'invalid-value' } });
		expect(document.encodeState()).toEqual(before);
	});

	it('[D9] is not added to a document of a newer version', () => {
		const { scenes } = setup(1);
		const [{ document }] = scenes as [SceneDocument];
		document.ydoc.getMap('meta').set(`schema:${SCHEMAS.scene + 1}`, true);
		expect(addStarter(document, DRAFTS)).toMatchObject({ ok: false, error: { reason: 'newer' } });
		expect(document.ydoc.getMap('entities').size).toBe(0);
	});
});
