import { describe, expect, it } from 'vitest';
import { MemoryFile } from '../../../../tests/helpers/memory-folder.ts';
import { createTransferRig } from '../../../../tests/helpers/transfer-rig.ts';
import { unwrap } from '../../base/result.ts';
import { indexDocumentId } from '../../protocol/address.ts';
import { openProjectFile } from '../../storage/project-file/read-project-file.ts';
import { FileVerbs, type FileNotice } from './file-verbs.ts';

async function setup() {
	const rig = await createTransferRig();
	const id = await rig.make('Tavern');
	const file = new MemoryFile('tavern.rastudio', new Blob(['old']));
	return { ...rig, id, file };
}

describe('saving in place', () => {
	it('[F12] goes to the file that was chosen, and later to the same', async () => {
		const { files, file, id } = await setup();
		expect(await files.save(id)).toMatchObject({ ok: false, error: { reason: 'gone' } });
		expect(unwrap(await files.saveTo(id, file.handle)).fileName).toBe('tavern.rastudio');
		const before = file.lastModified;
		unwrap(await files.save(id));
		expect(file.lastModified).toBeGreaterThan(before);
		expect(await files.find(file.content, file.handle)).toMatchObject({ projectId: id });
	});

	it('[F12] goes to the file it was opened with', async () => {
		const { exportFile, id } = await setup();
		const other = await createTransferRig();
		const file = new MemoryFile('tavern.rastudio', await exportFile(id));
		const imported = unwrap(await other.files.import(await file.getFile(), { handle: file.handle }));
		unwrap(await other.files.save(imported.projectId));
		expect(await other.files.find(file.content)).toMatchObject({ projectId: imported.projectId });
	});

	it('[F12] does not replace what something else wrote since, unless told to', async () => {
		const { files, file, id } = await setup();
		unwrap(await files.saveTo(id, file.handle));
		file.content = new Blob(['theirs']);
		file.lastModified += 1;
		expect(await files.save(id)).toMatchObject({ ok: false, error: { reason: 'changed' } });
		expect(await file.content.text()).toBe('theirs');
		unwrap(await files.save(id, { overwrite: true }));
		unwrap(await files.save(id));
	});

	it('[F12] does not replace assets that this device lost, unless told to', async () => {
		const { files, storage, file, make } = await setup();
		const id = await make('Camp', 'campfire');
		unwrap(await files.saveTo(id, file.handle));
		const whole = file.content;
		for (const { hash } of unwrap(await storage.assets.list())) await storage.assets.remove(hash);
		expect(await files.save(id)).toMatchObject({ ok: false, error: { reason: 'incomplete' } });
		expect(file.content).toBe(whole);
		expect(unwrap(await files.save(id, { overwrite: true })).leftOut).toMatchObject({ assets: 1 });
		unwrap(await files.save(id));
	});

	it('[F12] calls no asset missing that could not be read just now', async () => {
		const { files, storage, rig, file, make } = await setup();
		const id = await make('Camp', 'campfire');
		rig.fail('unknown', ['readAssetRow', 'readAsset']);
		const failed = await files.saveTo(id, file.handle);
		rig.fail(null);
		expect(failed).toMatchObject({ ok: false, error: { reason: 'unreadable' } });
		expect(await file.content.text()).toBe('old');
		const [asset] = unwrap(await storage.assets.list());
		await rig.damageAsset(asset!.hash, 3);
		expect(unwrap(await files.saveTo(id, file.handle)).leftOut).toMatchObject({ assets: 1 });
	});

	it('[F12] keeps the earlier versions of a file it was opened with', async () => {
		const { storage, exportFile, id } = await setup();
		const { keepVersion } = await import('../../../../tests/helpers/care-rig.ts');
		await keepVersion(storage, id, indexDocumentId(id));
		const other = await createTransferRig();
		const file = new MemoryFile('tavern.rastudio', await exportFile(id, { history: true }));
		const { projectId } = unwrap(await other.files.import(await file.getFile(), { handle: file.handle }));
		unwrap(await other.files.save(projectId));
		const saved = unwrap(await openProjectFile(file.content));
		expect(saved.versions).toHaveLength(1);
	});

	it('[F12] what something else wrote while the file came in is not replaced', async () => {
		const { exportFile, id } = await setup();
		const other = await createTransferRig();
		const file = new MemoryFile('tavern.rastudio', await exportFile(id));
		const chosen = await file.getFile();
		file.content = new Blob(['theirs']);
		file.lastModified += 1;
		const { projectId } = unwrap(await other.files.import(chosen, { handle: file.handle }));
		expect(await other.files.save(projectId)).toMatchObject({ ok: false, error: { reason: 'changed' } });
	});

	it('[F12] writes nothing while the documents of a project cannot be listed', async () => {
		const { files, storage, file, id } = await setup();
		const { list } = storage.documents;
		storage.documents.list = () => Promise.resolve([]);
		expect(await files.saveTo(id, file.handle)).toMatchObject({
			ok: false,
			error: { reason: 'unreadable' },
		});
		expect(await file.content.text()).toBe('old');
		storage.documents.list = async (of) =>
			(await list.call(storage.documents, of)).filter(({ kind }) => kind === 'project');
		unwrap(await files.saveTo(id, file.handle));
		const saved = unwrap(await openProjectFile(file.content));
		expect(saved.manifest.documents.length).toBe((await list.call(storage.documents, id)).length);
	});

	it.each(['open', 'write', 'close'] as const)(
		'[F12] a failure at the %s leaves the old file as it was',
		async (when) => {
			const { files, file, id } = await setup();
			file.failing = { name: 'QuotaExceededError', when };
			expect(await files.saveTo(id, file.handle)).toMatchObject({
				ok: false,
				error: { reason: 'unwritable' },
			});
			expect(await file.content.text()).toBe('old');
			file.failing = null;
			unwrap(await files.saveTo(id, file.handle));
		},
	);

	it('[F12] stopped in the middle leaves the old file as it was', async () => {
		const { files, file, id } = await setup();
		const stop = new AbortController();
		const saved = files.saveTo(id, file.handle, { signal: stop.signal, onProgress: () => stop.abort() });
		expect(await saved).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
		expect(await file.content.text()).toBe('old');
	});

	it('[F12] asks for permission where it is not given, and says when it is not', async () => {
		const { files, file, id } = await setup();
		unwrap(await files.saveTo(id, file.handle));
		Object.assign(file, { permission: 'prompt', answer: 'denied' });
		expect(await files.save(id)).toMatchObject({ ok: false, error: { reason: 'denied' } });
		Object.assign(file, { permission: 'prompt', answer: 'granted' });
		unwrap(await files.save(id));
	});
});

describe('what is said', () => {
	async function verbs(pick = true) {
		const rig = await setup();
		const said: FileNotice[] = [];
		const downloads: string[] = [];
		const fileVerbs = new FileVerbs({
			files: () => rig.files,
			running: { run: (_, step) => step({}) },
			pick: pick ? () => Promise.resolve(rig.file.handle) : undefined,
			download: (name) => void downloads.push(name),
			notify: (notice) => void said.push(notice),
		});
		return { ...rig, said, downloads, fileVerbs, project: { id: rig.id, title: 'Tavern' } };
	}

	it('[F12] a first save asks where, and says where it went', async () => {
		const { fileVerbs, project, said } = await verbs();
		await fileVerbs.saveProject(project);
		await fileVerbs.saveProject(project);
		expect(said.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
			'success: Saved to “tavern.rastudio”.',
			'success: Saved to “tavern.rastudio”.',
		]);
	});

	it('[F12] a browser without files of its own downloads', async () => {
		const { fileVerbs, project, downloads } = await verbs(false);
		await fileVerbs.saveProject(project);
		expect(downloads).toEqual(['Tavern.rastudio']);
	});

	it('[F12] a failure can be tried again, or saved elsewhere', async () => {
		const { fileVerbs, project, said, file } = await verbs();
		file.failing = { name: 'NotAllowedError', when: 'write' };
		await fileVerbs.exportProject(project);
		expect(said).toMatchObject([
			{ kind: 'error', action: { label: 'Try again' }, other: { label: 'Save elsewhere' } },
		]);
		file.failing = null;
		said[0]!.action!.run();
		await expect.poll(() => said[1]?.text).toBe('Saved to “tavern.rastudio”.');
	});
});
