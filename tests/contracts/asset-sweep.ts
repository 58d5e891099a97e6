import { describe, expect, test } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import {
	mintBranchId,
	mintDocumentId,
	mintProjectId,
	type AssetHash,
	type DocumentId,
	type ProjectId,
} from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { removeEntities } from '#lib/doc/commands/remove-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import type { DeviceStorage, NewVersion } from '#lib/storage/ports.ts';
import { makeEntry, type StorageRig } from '../helpers/storage-rig.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What nobody needs may go; everything else stays, whatever names it. */
export function assetSweepContract(name: string, createRig: () => StorageRig): void {
	describe(`sweeping assets on ${name}`, () => {
		test('[S34] what nothing names goes a day after it was stored, and a dry run only says so', async () => {
			const { storage, put, clock } = await setup();
			const hash = await put('unneeded');
			expect(unwrap(await storage.assets.sweep())).toEqual({ assets: [], bytes: 0, young: 1 });
			clock.advance(DAY_MS);
			const told = unwrap(await storage.assets.sweep({ dryRun: true }));
			expect(told).toMatchObject({ assets: [{ hash, bytes: 8 }], bytes: 8, young: 0 });
			expect(await storage.assets.has(hash)).toBe(true);
			expect(unwrap(await storage.assets.sweep())).toEqual(told);
			expect(await storage.assets.has(hash)).toBe(false);
			expect(unwrap(await storage.assets.sweep()).assets).toEqual([]);
		});

		test('[S34] stopped in the middle, it says what it freed, and the rest is freed the next time', async () => {
			const { storage, put, clock } = await setup();
			const count = 120;
			for (let n = 0; n < count; n++) await put(`unneeded ${n}`);
			clock.advance(DAY_MS);
			const stop = new AbortController();
			const told: number[] = [];
			const onProgress = ({ done, total }: { done: number; total: number }) => {
				told.push(done / total);
				stop.abort();
			};
			const freed = unwrap(await storage.assets.sweep({ signal: stop.signal, onProgress })).assets.length;
			expect(freed).toBeGreaterThan(0);
			expect(freed).toBeLessThan(count);
			expect(unwrap(await storage.assets.list())).toHaveLength(count - freed);
			expect(unwrap(await storage.assets.sweep({ signal: stop.signal })).assets).toEqual([]);
			expect(unwrap(await storage.assets.sweep()).assets).toHaveLength(count - freed);
			expect(told).toHaveLength(1);
		});

		test('[S34] a large one goes with its bytes', async () => {
			const { rig, storage, clock } = await setup();
			const kept = await storage.assets.putFile(new Blob([new Uint8Array(9 * 1024 * 1024)]));
			expect((await rig.files.list()).length).toBe(1);
			clock.advance(DAY_MS);
			expect(unwrap(await storage.assets.sweep()).assets.map(({ hash }) => hash)).toEqual([
				unwrap(kept).hash,
			]);
			expect(await rig.files.list()).toEqual([]);
		});

		test('[S34] what a project lists stays, also in the bin, and goes once the project is deleted', async () => {
			const { storage, put, clock } = await setup();
			const hash = await put('listed');
			const projectId = await addProject(storage, { listed: hash });
			await storage.projects.patch(projectId, { removedAt: 5 });
			clock.advance(DAY_MS);
			expect(unwrap(await storage.assets.sweep()).assets).toEqual([]);
			await storage.projects.delete(projectId);
			expect(unwrap(await storage.assets.sweep()).assets).toHaveLength(1);
		});

		test('[S34] what any document names stays: of a branch, deleted in it, in fields of other versions', async () => {
			const { storage, put, clock } = await setup();
			const hashes = [await put('mesh'), await put('unknown field'), await put('of no project')] as const;
			const projectId = await addProject(storage, {});
			await appendScene(storage, projectId, 'mesh.model', hashes[0]);
			await appendScene(storage, projectId, 'hologram.source', hashes[1]);
			await appendScene(storage, mintProjectId(), 'mesh.model', hashes[2]);
			clock.advance(DAY_MS);
			expect(unwrap(await storage.assets.sweep()).assets).toEqual([]);
		});

		test('[S34] versions, undo lists, settings and what the caller needs keep theirs', async () => {
			const { storage, put, clock } = await setup();
			const [version, undo, branch, setting, installed, free] = [
				await put('version'),
				await put('undo'),
				await put('undo of a branch'),
				await put('setting'),
				await put('installed'),
				await put('free'),
			];
			const projectId = await addProject(storage, {});
			await storage.versions.add(versionOf(projectId, version), new Uint8Array([1]));
			for (const [branchId, hash] of [
				[undefined, undo],
				[mintBranchId(), branch],
			] as const) {
				const slot = await storage.gestures.open(projectId, branchId);
				await slot.write({ put: [{ stack: 'undo', index: 0, payload: { before: hash } }] });
			}
			await storage.settings.set('sky', { image: setting });
			clock.advance(DAY_MS);
			const swept = unwrap(await storage.assets.sweep({ roots: [installed] }));
			expect(swept.assets.map(({ hash }) => hash)).toEqual([free]);
		});

		test('[S34] what another tab stores again while a sweep is at it stays', async () => {
			const { rig, storage, put, clock } = await setup();
			const hash = await put('again');
			clock.advance(DAY_MS);
			const other = await rig.open({ clock });
			rig.before('forgetUnrenewed', async () => void (await other.assets.put(bytesOf('again'))));
			expect(unwrap(await storage.assets.sweep())).toEqual({ assets: [], bytes: 0, young: 0 });
			expect(unwrap(await storage.assets.get(hash))).toEqual(bytesOf('again'));
		});

		test('[S34] while part of a document cannot be read, nothing goes', async () => {
			const { rig, storage, put, clock } = await setup();
			const hash = await put('named by nobody knows whom');
			const projectId = await addProject(storage, {});
			const id = await appendScene(storage, projectId, 'mesh.model', 'a'.repeat(64) as AssetHash);
			await rig.damageRow(id, 0, 3);
			clock.advance(DAY_MS);
			expect(await storage.assets.sweep()).toMatchObject({ ok: false, error: { reason: 'damaged' } });
			await storage.documents.load(id);
			expect(await rig.quarantined()).toBe(1);
			expect(await storage.assets.sweep()).toMatchObject({ ok: false, error: { reason: 'damaged' } });
			expect(await storage.assets.has(hash)).toBe(true);
			await storage.projects.delete(projectId);
			expect(unwrap(await storage.assets.sweep()).assets).toHaveLength(1);
		});

		test('[S34] while this device cannot write, or cannot read, nothing goes', async () => {
			const { rig, storage, put, clock } = await setup();
			await put('old');
			clock.advance(DAY_MS);
			rig.fail('full', ['write']);
			void storage.settings.set('unwritten', 1);
			expect(await storage.assets.sweep()).toMatchObject({ ok: false, error: { reason: 'full' } });
			rig.fail('lost', ['findUnnamed']);
			expect(await storage.assets.sweep()).toMatchObject({ ok: false, error: { reason: 'lost' } });
			rig.fail(null);
			await storage.flush();
			expect(unwrap(await storage.assets.sweep()).assets).toHaveLength(1);
		});
	});

	async function setup() {
		const clock = new LaterClock();
		const rig = createRig();
		const storage = await rig.open({ clock });
		return { rig, storage, clock, put: (text: string) => storage.assets.put(bytesOf(text)) };
	}
}

/** The system's, and days later when told so. */
class LaterClock {
	#ahead = 0;
	now = () => systemClock.now() + this.#ahead;
	after = systemClock.after;

	advance(ms: number): void {
		this.#ahead += ms;
	}
}

async function addProject(
	storage: DeviceStorage,
	assets: { readonly [name: string]: AssetHash },
): Promise<ProjectId> {
	const id = mintProjectId();
	const index = new LiveDocument(mintDocumentId(), 'project');
	const project = new ProjectDocument(index);
	project.create('Castle', 1);
	for (const [name, hash] of Object.entries(assets))
		unwrap(project.addAsset({ hash, name, type: 'image', bytes: 1 }));
	await storage.projects.create(makeEntry(id), [
		{ id: index.id, kind: 'project', state: index.encodeState() },
	]);
	return id;
}

/** A scene with one entity, deleted since, that names the asset in this field; written as two rows. */
async function appendScene(
	storage: DeviceStorage,
	projectId: ProjectId,
	key: string,
	hash: AssetHash,
): Promise<DocumentId> {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const { id } = document;
	document.onUpdateV2(
		({ bytes }) => void storage.documents.append({ id, projectId, kind: 'scene', update: bytes }),
	);
	const scene = new SceneDocument(document);
	const [entityId] = unwrap(addEntities(scene, [{ name: 'Tower', values: { mesh: true } }], null));
	await storage.documents.whenDurable(id);
	// As another version of RaStudios may write it.
	document.ydoc.getMap<Map<string, unknown>>('entities').get(entityId!)!.set(key, hash);
	unwrap(removeEntities(scene, [entityId!]));
	await storage.documents.whenDurable(id);
	return id;
}

const versionOf = (projectId: ProjectId, hash: AssetHash): NewVersion => ({
	projectId,
	documentId: mintDocumentId(),
	kind: 'scene',
	createdAt: 1,
	author: { id: 'device', name: 'Ada' },
	label: null,
	reason: 'timed',
	schema: 1,
	assets: [hash],
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
