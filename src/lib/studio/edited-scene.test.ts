import { describe, expect, it, vi } from 'vitest';
import { mintDocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { setFields } from '../doc/commands/set-fields.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import type { GameLoop } from '../runtime/loop/game-loop.ts';
import type { GameEdit } from '../runtime/live/game-edit.ts';
import { thing } from '../../../tests/helpers/game-things.ts';
import { EditedScene } from './edited-scene.ts';
import { showScene } from './shown-scene.ts';
import type { ProjectSession } from './project-session.svelte.ts';

const PREFABS = { find: () => undefined, onChange: () => () => {} } as unknown as ProjectSession['prefabs'];

function setup() {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const scene = new SceneDocument(document);
	const [box] = unwrap(addEntities(scene, [{ name: 'Box', values: {} }], null)) as [EntityId];
	const onchange = vi.fn();
	const begun = scene.snapshot;
	const follow = () => new EditedScene(document, PREFABS, begun, onchange);
	const edits: GameEdit[] = [];
	const loop = { edit: async (edit: GameEdit) => void edits.push(edit) } as unknown as GameLoop;
	const outline = { points: new Float32Array(9), indices: new Uint32Array(3) };
	const outlinesOf = vi.fn(async (ids: readonly EntityId[]) => new Map(ids.map((id) => [id, outline])));
	const raise = (y: number) =>
		unwrap(setFields(scene, [{ entityId: box, key: 'position', value: [0, y, 0] }]));
	return { scene, box, follow, onchange, edits, loop, outlinesOf, raise, outline };
}

describe('the edits of a scene that plays', () => {
	it('[T114] are counted by entity until they are brought in, or taken back', async () => {
		const { follow, onchange, raise, edits, loop, outlinesOf, box } = setup();
		const edited = follow();
		expect(onchange).not.toHaveBeenCalled();
		raise(1);
		raise(2);
		expect(onchange.mock.calls).toEqual([[1], [1]]);
		raise(0);
		expect(onchange).toHaveBeenLastCalledWith(0);
		raise(3);
		expect(await edited.bringIn(loop, { outlinesOf })).toBe(0);
		expect(edits).toEqual([
			{ added: [], removed: [], changed: [{ id: box, values: { position: [0, 3, 0] } }], prefabs: {} },
		]);
		raise(3);
		expect(edited.count).toBe(0);
		edited.dispose();
		raise(9);
		expect(onchange).toHaveBeenLastCalledWith(1);
	});

	it('[T114] count from the moment at which the game began', () => {
		const { follow, onchange, raise } = setup();
		raise(1);
		follow();
		expect(onchange).toHaveBeenCalledExactlyOnceWith(1);
	});

	it('[T114] what instances of prefabs show is edited where it differs', () => {
		const lamp = new SceneDocument(new LiveDocument(mintDocumentId(), 'prefab'));
		unwrap(addEntities(lamp, [{ name: 'Bulb', values: {} }], null));
		const find = () => ({ snapshot: lamp.snapshot });
		const prefabs = { find, onChange: () => () => {} } as unknown as typeof PREFABS;
		const document = new LiveDocument(mintDocumentId(), 'scene');
		const scene = new SceneDocument(document);
		const values = { prefab: true, 'prefab.source': lamp.document.id };
		unwrap(addEntities(scene, [{ name: 'Lamp', values }], null));
		const onchange = vi.fn();
		const edited = new EditedScene(document, prefabs, showScene(scene.snapshot, prefabs), onchange);
		expect([edited.count, onchange.mock.calls]).toEqual([0, []]);
		const [instance] = scene.snapshot.entities.keys();
		unwrap(setFields(scene, [{ entityId: instance!, key: 'position', value: [0, 1, 0] }]));
		expect(edited.count).toBe(1);
	});

	it('[T114] what collides as it is seen comes in a second time, with what is seen', async () => {
		const { scene, follow, edits, loop, outlinesOf, outline } = setup();
		const edited = follow();
		const values = { mesh: true, collider: true, 'collider.shape': 'mesh' };
		const [id] = unwrap(addEntities(scene, [{ name: 'Rock', values }], null)) as [EntityId];
		await edited.bringIn(loop, { outlinesOf });
		expect(edits[0]!.added[0]!.entities[0]).toMatchObject({ id, name: 'Rock' });
		expect(edits[1]).toEqual({ added: [], removed: [], changed: [{ id, values: {}, outline }] });
	});

	it('[T129] what scripts may spawn comes in with what is seen of it, once that is known', async () => {
		const rock = new SceneDocument(new LiveDocument(mintDocumentId(), 'prefab'));
		const collides = { mesh: true, collider: true, 'collider.shape': 'hull' };
		const [id] = unwrap(addEntities(rock, [{ name: 'Rock', values: collides }], null)) as [EntityId];
		const { scene, edits, loop, outlinesOf, outline, onchange } = setup();
		const prefabs = {
			find: (asked: string) => (asked === rock.document.id ? { snapshot: rock.snapshot } : undefined),
			onChange: () => () => {},
		} as unknown as typeof PREFABS;
		const edited = new EditedScene(scene.document, prefabs, scene.snapshot, onchange);
		const values = thing('Thrower', {}, { Throw: { what: { prefab: rock.document.id } } }).values;
		unwrap(addEntities(scene, [{ name: 'Thrower', values }], null));
		await edited.bringIn(loop, { outlinesOf });
		const [plain, seen] = edits.map((edit) => edit.prefabs?.[rock.document.id]?.[0]);
		expect(plain).toMatchObject({ id, name: 'Rock' });
		expect(plain).not.toHaveProperty('outline');
		expect(seen).toMatchObject({ id, name: 'Rock', outline });
		expect(outlinesOf).toHaveBeenLastCalledWith(
			[id],
			expect.objectContaining({ entities: rock.snapshot.entities }),
		);
	});
});
