import { describe, expect, it } from 'vitest';
import { keepVersion } from '../../../../tests/helpers/care-rig.ts';
import { createTransferRig } from '../../../../tests/helpers/transfer-rig.ts';
import type { AssetHash, ProjectId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { ProjectDocument } from '../../doc/project.ts';
import { indexDocumentId } from '../../protocol/address.ts';
import { openProjectFile } from '../../storage/project-file/read-project-file.ts';
import { leftOutWords } from './left-out.ts';

async function setup() {
	const rig = await createTransferRig();
	const id = await rig.make('Tavern');
	/** Changes the list of the project as a tab that has it open does. */
	const changeList = async (change: (project: ProjectDocument) => void) => {
		const index = indexDocumentId(id);
		const live = new LiveDocument(index, 'project');
		live.applyV2(unwrap(await rig.storage.documents.readState(index, id))!, 'storage');
		const project = new ProjectDocument(live);
		change(project);
		const update = live.encodeState();
		project.dispose();
		live.destroy();
		await rig.storage.documents.append({ id: index, projectId: id, kind: 'project', update });
	};
	return { ...rig, id, changeList };
}

const listOf = async (file: File) => unwrap(await openProjectFile(file)).manifest;

describe('an export', () => {
	it('[F15] counts documents that are listed and not on this device', async () => {
		const { files, id, changeList } = await setup();
		await changeList((project) => void unwrap(project.addDocument('page', 'Elsewhere')));
		const { leftOut } = unwrap(await files.export(id));
		expect(leftOut).toEqual({ documents: 1, assets: 0, versions: 0 });
		expect(leftOutWords({ documents: 1, assets: 2, versions: 3 })).toBe(
			'one document, 2 assets, and 3 earlier versions',
		);
	});

	it('[F15] counts versions whose states are damaged', async () => {
		const { files, storage, rig, id } = await setup();
		const { hash } = await keepVersion(storage, id, indexDocumentId(id));
		await rig.damageVersion(hash, 3);
		const { leftOut } = unwrap(await files.export(id, { history: true }));
		expect(leftOut).toEqual({ documents: 0, assets: 0, versions: 1 });
	});

	it.each(['readVersion', 'listVersions'] as const)(
		'[F15] is refused while versions cannot be read (%s)',
		async (operation) => {
			const { files, storage, rig, id } = await setup();
			await keepVersion(storage, id, indexDocumentId(id));
			rig.fail('unknown', [operation]);
			expect(await files.export(id, { history: true })).toMatchObject({ ok: false });
			rig.fail(null);
			expect(unwrap(await files.export(id, { history: true })).leftOut.versions).toBe(0);
		},
	);

	it('[F15] has what came to the project while it was written', async () => {
		const { exportFile, storage, id, changeList } = await setup();
		let asset = '' as AssetHash;
		const { readState } = storage.documents;
		storage.documents.readState = async (document, projectId: ProjectId) => {
			const read = await readState.call(storage.documents, document, projectId);
			if (document !== indexDocumentId(id) && asset === '') {
				asset = await storage.assets.put(new TextEncoder().encode('a late arrival'));
				const entry = { hash: asset, name: 'late.png', type: 'image', bytes: 14 } as const;
				storage.documents.readState = readState;
				await changeList((project) => void unwrap(project.addAsset(entry)));
			}
			return read;
		};
		const { assets } = await listOf(await exportFile(id));
		expect(assets.map(({ hash }) => hash)).toContain(asset);
	});
});
