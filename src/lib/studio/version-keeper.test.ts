import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryRig } from '../../../tests/helpers/storage-rig.ts';
import { ManualClock } from '../base/clock.ts';
import { mintDocumentId, mintProjectId, type AssetHash, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { renameEntity } from '../doc/commands/set-fields.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { VERSION_INTERVAL_MS, VersionKeeper, type VersionNotKept } from './version-keeper.ts';
import { readVersion } from './version-restore.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = 20_000 * DAY;
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const newScene = (id = mintDocumentId()) => new SceneDocument(new LiveDocument(id, 'scene'));
const add = (scene: SceneDocument, name: string, values = {}) =>
	unwrap(addEntities(scene, [{ name, values }], null))[0] as EntityId;

/** A keeper over a device of its own, with a scene that is empty yet. */
async function setup() {
	const rig = createMemoryRig();
	const storage = await rig.open();
	closing.push(() => rig.close());
	const clock = new ManualClock(START);
	const projectId = mintProjectId();
	const author = { id: 'ada', name: 'Ada' };
	const keepers: VersionKeeper[] = [];
	const open = () => {
		const opened = new VersionKeeper({ projectId, storage, clock, author: () => author });
		closing.push(() => opened.close());
		keepers.push(opened);
		return opened;
	};
	const keeper = open();
	const scene = newScene();
	keeper.watch(scene.document);
	const list = async () => {
		await Promise.all(keepers.map((each) => each.whenKept()));
		return storage.versions.list(scene.document.id);
	};
	const namesIn = async (info: Awaited<ReturnType<typeof list>>[number] | undefined) => {
		const { content } = unwrap(await readVersion(storage.versions, info!));
		if (content.kind !== 'scene') throw new Error('expected a scene');
		return [...content.snapshot.entities.values()].map(({ name }) => name).sort();
	};
	return { rig, storage, clock, projectId, keeper, open, scene, list, namesIn };
}

describe('versions kept by themselves', () => {
	it('[D22] come ten minutes after the first edit that none has, and only then', async () => {
		const { clock, scene, list, namesIn, projectId } = await setup();
		clock.advance(60 * MINUTE);
		expect(await list()).toEqual([]);
		add(scene, 'A');
		clock.advance(9 * MINUTE);
		add(scene, 'B');
		expect(await list()).toEqual([]);
		clock.advance(MINUTE);
		const [first, ...none] = await list();
		expect(none).toEqual([]);
		expect(await namesIn(first)).toEqual(['A', 'B']);
		expect(first).toMatchObject({
			projectId,
			documentId: scene.document.id,
			kind: 'scene',
			createdAt: START + 70 * MINUTE,
			author: { id: 'ada', name: 'Ada' },
			label: null,
			reason: 'timed',
			schema: scene.document.schema,
		});
		clock.advance(60 * MINUTE);
		expect(await list()).toHaveLength(1);
		add(scene, 'C');
		clock.advance(VERSION_INTERVAL_MS);
		expect(await list()).toHaveLength(2);
		expect(clock.pending).toBe(0);
	});

	it('[D22] keep what a visit left once the next begins to change it, however short it was', async () => {
		const { clock, keeper, open, scene, list, namesIn } = await setup();
		const box = add(scene, 'Box');
		clock.advance(3 * MINUTE);
		await keeper.close();
		expect(await list()).toEqual([]);

		const again = newScene(scene.document.id);
		again.document.applyV2(scene.document.encodeState(), 'storage');
		open().watch(again.document);
		clock.advance(DAY);
		expect(await list()).toEqual([]);
		unwrap(renameEntity(again, box, 'Crate'));
		unwrap(renameEntity(again, box, 'Chest'));
		const versions = await list();
		expect(versions).toHaveLength(1);
		expect(await namesIn(versions[0])).toEqual(['Box']);
	});

	it('[D22] count what friends edit, and leave what another tab wrote to that tab', async () => {
		const { clock, scene, list } = await setup();
		const other = newScene(scene.document.id);
		add(other, 'A');
		for (const origin of ['storage', 'tab'] as const)
			scene.document.apply(other.document.encodeDiff(), origin);
		clock.advance(DAY);
		expect(await list()).toEqual([]);
		add(other, 'B');
		scene.document.apply(other.document.encodeDiff(), 'network');
		clock.advance(VERSION_INTERVAL_MS);
		expect(await list()).toHaveLength(1);
	});

	it('[D22] stand before import, restore, migration and merge, and start the ten minutes anew', async () => {
		const { clock, keeper, scene, list, namesIn } = await setup();
		add(scene, 'A');
		for (const reason of ['import', 'restore', 'migration', 'merge'] as const) {
			clock.advance(9 * MINUTE);
			const keeping = keeper.keepBefore(reason, scene.document);
			add(scene, `after ${reason}`);
			expect(await keeping).toBe(true);
		}
		const versions = await list();
		expect(versions.map(({ reason }) => reason)).toEqual(['merge', 'migration', 'restore', 'import']);
		expect(await namesIn(versions[3])).toEqual(['A']);
		expect(await namesIn(versions[2])).toEqual(['A', 'after import']);
	});

	it('[D22] do not repeat a state that is kept already', async () => {
		const { clock, keeper, scene, list } = await setup();
		add(scene, 'A');
		expect(await keeper.keepBefore('import', scene.document)).toBe(true);
		clock.advance(MINUTE);
		expect(await keeper.keepBefore('merge', scene.document)).toBe(true);
		expect(await list()).toHaveLength(1);
	});

	it('[D23] are thinned out whenever one is added', async () => {
		const { clock, keeper, scene, list } = await setup();
		for (let hour = 0; hour < 72; hour += 6) {
			add(scene, `At ${hour}`);
			if (hour === 0) unwrap(await keeper.keepNamed('Beginning'));
			clock.advance(6 * 60 * MINUTE);
			await list();
		}
		const ages = (await list()).map(({ createdAt, label }) => label ?? (clock.now() - createdAt) / DAY);
		expect(ages.filter((age) => typeof age === 'number' && age < 1)).toHaveLength(4);
		expect(ages.filter((age) => typeof age === 'number' && age >= 1)).toHaveLength(2);
		expect(ages.at(-1)).toBe('Beginning');
	});

	it('[D20] hold the assets that were named, by deleted entities too', async () => {
		const { keeper, scene, list } = await setup();
		const [model, map, old] = ['a', 'b', 'c'].map((letter) => letter.repeat(64) as AssetHash);
		add(scene, 'Model', { mesh: true, 'mesh.geometry': 'model', 'mesh.model': model });
		const gone = add(scene, 'Gone', { material: true, 'material.colorMap': map });
		scene.edit('set', 'edit', (edit) => {
			edit.set(gone, 'removed', true);
			edit.set(gone, 'plugin.picture', old);
			edit.set(gone, 'note.text', 'not one');
		});
		await keeper.keepBefore('import', scene.document);
		expect((await list())[0]?.assets).toEqual([model, map, old]);
	});
});

describe('a version named by a person', () => {
	it('[D22] is one of every open document, of one name and moment', async () => {
		const { keeper, scene, storage, projectId } = await setup();
		add(scene, 'A');
		const page = new LiveDocument(mintDocumentId(), 'page');
		keeper.watch(page);
		const { versions, durable } = unwrap(await keeper.keepNamed('  Before the party '));
		expect(durable).toBe(true);
		expect(new Set(versions.map(({ documentId }) => documentId))).toEqual(
			new Set([scene.document.id, page.id]),
		);
		for (const version of await storage.versions.listProject(projectId)) {
			expect(version).toMatchObject({ label: 'Before the party', createdAt: START, reason: 'named' });
		}
	});

	it('needs a name, which can be changed and taken away', async () => {
		const { keeper, list } = await setup();
		const refused = await keeper.keepNamed('  ');
		expect(!refused.ok && refused.error.reason).toBe('invalid-value');
		unwrap(await keeper.keepNamed('One'));
		const [version] = await list();
		unwrap(await keeper.rename(version!, 'Two'));
		expect((await list())[0]?.label).toBe('Two');
		expect((await keeper.rename(version!, '')).ok).toBe(false);
		unwrap(await keeper.rename(version!, null));
		expect((await list())[0]?.label).toBeNull();
		await keeper.remove(version!);
		expect(await list()).toEqual([]);
	});
});

describe('a device that does not take versions', () => {
	it('[D22] is told of, while editing goes on', async () => {
		const { rig, clock, keeper, scene, list } = await setup();
		const notKept: VersionNotKept[] = [];
		keeper.onNotKept((event) => notKept.push(event));
		rig.fail('full');
		add(scene, 'A');
		clock.advance(VERSION_INTERVAL_MS);
		add(scene, 'B');
		await vi.waitFor(() => expect(notKept).toHaveLength(1));
		expect(notKept[0]?.documentId).toBe(scene.document.id);
		expect(notKept[0]?.message).toMatch(/^A version of this scene could not be kept\. .*full/);
		expect(await keeper.keepBefore('migration', scene.document)).toBe(false);
		expect(unwrap(await keeper.keepNamed('Now')).durable).toBe(false);
		rig.fail(null);
		await list();
	});

	it('never throws into an edit, whatever becomes of the state', async () => {
		const { keeper, open, scene, clock } = await setup();
		add(scene, 'A');
		await keeper.close();
		const again = open();
		const notKept: VersionNotKept[] = [];
		again.onNotKept((event) => notKept.push(event));
		scene.document.encodeState = () => {
			throw new Error('out of memory');
		};
		again.watch(scene.document);
		add(scene, 'B');
		expect(notKept.map(({ message }) => message)).toEqual([
			'A version of this scene could not be kept. out of memory',
		]);
		clock.advance(VERSION_INTERVAL_MS);
		expect(notKept).toHaveLength(2);
		expect(scene.snapshot.entities.size).toBe(2);
	});
});

describe('five tabs of one project', () => {
	/** The same document in five tabs that hear each other, each with its keeper and its own storage. */
	async function openTabs() {
		const { rig, clock, projectId, list } = await setup();
		const id = mintDocumentId();
		const scenes = Array.from({ length: 5 }, () => newScene(id));
		const author = { id: 'ada', name: 'Ada' };
		const tabs = await Promise.all(
			scenes.map(async (scene) => {
				const storage = await rig.open();
				const keeper = new VersionKeeper({ projectId, storage, clock, author: () => author });
				closing.push(() => keeper.close());
				keeper.watch(scene.document);
				scene.document.onUpdateV2(({ bytes, origin }) => {
					if (origin === 'tab') return;
					for (const other of scenes) if (other !== scene) other.document.applyV2(bytes, 'tab');
				});
				return { scene, storage, keeper };
			}),
		);
		const versions = async () => {
			await list();
			await Promise.all(tabs.map(({ keeper }) => keeper.whenKept()));
			return tabs[0]!.storage.versions.list(id);
		};
		return { clock, tabs, versions };
	}

	it('[S26] keep one version an interval, whichever of them edit', async () => {
		const { clock, tabs, versions } = await openTabs();
		for (const [at, { scene }] of tabs.entries()) {
			add(scene, `Thing ${at}`);
			clock.advance(1_000);
		}
		clock.advance(VERSION_INTERVAL_MS - 5_000);
		await versions();
		clock.advance(5_000);
		const kept = await versions();
		expect(kept.map(({ createdAt }) => createdAt - START)).toEqual([VERSION_INTERVAL_MS]);
	});

	it('[S26] keep one version, when all of them come to it at once', async () => {
		const { clock, tabs, versions } = await openTabs();
		for (const [at, { scene }] of tabs.entries()) add(scene, `Thing ${at}`);
		clock.advance(VERSION_INTERVAL_MS);
		expect(await versions()).toHaveLength(1);
	});

	it('[S26] keep what came after it, an interval later', async () => {
		const { clock, tabs, versions } = await openTabs();
		add(tabs[0]!.scene, 'First');
		clock.advance(VERSION_INTERVAL_MS / 2);
		add(tabs[1]!.scene, 'Second');
		clock.advance(VERSION_INTERVAL_MS / 2);
		await versions();
		add(tabs[1]!.scene, 'Third');
		for (let half = 0; half < 4; half++) {
			clock.advance(VERSION_INTERVAL_MS / 2);
			await versions();
		}
		const kept = await versions();
		expect(kept.map(({ createdAt }) => (createdAt - START) / VERSION_INTERVAL_MS)).toEqual([2, 1]);
	});

	it('[S26] keep what they found once, not each', async () => {
		const { clock, tabs, versions } = await openTabs();
		const found = newScene();
		add(found, 'Found');
		for (const { scene } of tabs) scene.document.applyV2(found.document.encodeState(), 'storage');
		for (const { scene, keeper } of tabs) {
			clock.advance(1);
			add(scene, 'Mine');
			await keeper.whenKept();
		}
		const kept = await versions();
		expect(kept.map(({ createdAt }) => createdAt)).toEqual([START + 1]);
	});
});

describe('a keeper that was closed', () => {
	it('listens to nothing and waits for nothing', async () => {
		const { clock, keeper, scene, list } = await setup();
		add(scene, 'A');
		const changes: unknown[] = [];
		keeper.onChange((id) => changes.push(id));
		await keeper.close();
		expect(clock.pending).toBe(0);
		add(scene, 'B');
		clock.advance(DAY);
		keeper.watch(scene.document);
		add(scene, 'C');
		clock.advance(DAY);
		expect(await list()).toEqual([]);
		expect(changes).toEqual([]);
	});
});
