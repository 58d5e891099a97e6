import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, mintFolderId, type AssetHash } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { History } from './history.ts';
import { usesOfAsset } from '../doc/asset-uses.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ProjectDocument, type AssetEntry } from '../doc/project.ts';
import { SceneDocument } from '../doc/scene.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { moveToFolder, removeAssets, renameAsset } from '../doc/commands/edit-assets.ts';
import {
	addFolder,
	contentsOf,
	dissolveFolder,
	removeShelved,
	renameFolder,
} from '../doc/commands/edit-folders.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { replaceAsset } from '../doc/commands/replace-asset.ts';

const hashOf = (digit: string) => digit.repeat(64) as AssetHash;
const [chest, barrel] = [hashOf('a'), hashOf('b')];
const entry = (hash: AssetHash, name: string): AssetEntry => ({ hash, name, type: 'model', bytes: 7 });

function setup() {
	const live = new LiveDocument(mintDocumentId(), 'project');
	const project = new ProjectDocument(live);
	const history = new History({ find: () => live });
	history.watch(live);
	for (const each of [entry(chest, 'chest.glb'), entry(barrel, 'barrel.glb')]) unwrap(project.addAsset(each));
	const names = () => [...project.snapshot.listedAssets.values()].map(({ name }) => name);
	return { project, history, names };
}

describe('assets of a project', () => {
	it('[E121] are renamed and deleted in one gesture each, which undo takes back', () => {
		const { project, history, names } = setup();
		unwrap(renameAsset(project, chest, '  Gold chest '));
		unwrap(removeAssets(project, [barrel]));
		expect(names()).toEqual(['Gold chest']);
		expect(project.snapshot.assets.get(barrel)).toMatchObject({ name: 'barrel.glb', removed: true });
		unwrap(history.undo());
		unwrap(history.undo());
		expect(names()).toEqual(['chest.glb', 'barrel.glb']);
	});

	it('[E121] come back by being imported again, by the name a person gave them', () => {
		const { project, names } = setup();
		unwrap(renameAsset(project, chest, 'Gold chest'));
		unwrap(removeAssets(project, [chest]));
		unwrap(project.addAsset(entry(chest, 'copy of chest.glb')));
		expect(names()).toEqual(['Gold chest', 'barrel.glb']);
	});

	it('[E121] keep what two people change of one at once: its name, its folder, its being there', () => {
		const { project } = setup();
		const folder = unwrap(addFolder(project, 'Props'));
		const other = new ProjectDocument(new LiveDocument(project.document.id, 'project'));
		other.document.apply(project.document.encodeDiff(), 'network');
		unwrap(renameAsset(project, chest, 'Gold chest'));
		unwrap(moveToFolder(other, { assets: [chest], folders: [] }, folder));
		unwrap(removeAssets(other, [barrel]));
		other.document.apply(project.document.encodeDiff(), 'network');
		project.document.apply(other.document.encodeDiff(), 'network');
		for (const { snapshot } of [project, other]) {
			expect([...snapshot.listedAssets.values()].map(({ name }) => name)).toEqual(['Gold chest']);
			expect(snapshot.folders.folderOf.get(chest)).toBe(folder);
		}
	});

	it('[E121] refuse names of nothing, names too long, and what is not there', () => {
		const { project, names } = setup();
		for (const text of ['', ' ', 'x'.repeat(121), '\ud800'])
			expect(renameAsset(project, chest, text).ok).toBe(false);
		unwrap(removeAssets(project, [barrel]));
		expect(renameAsset(project, barrel, 'Barrel')).toMatchObject({ error: { reason: 'not-found' } });
		expect(removeAssets(project, [chest, barrel])).toMatchObject({ error: { reason: 'not-found' } });
		expect(names()).toEqual(['chest.glb']);
	});

	it('[E120] say who brought them in, where that is known', () => {
		const { project } = setup();
		expect(project.importerOf(chest)).toBeUndefined();
		project.document.author = 'Ada';
		unwrap(project.addAsset(entry(hashOf('c'), 'lamp.glb')));
		expect(project.importerOf(hashOf('c'))).toBe('Ada');
	});
});

describe('folders of assets', () => {
	it('[E130] are made, renamed and filled, and undo takes each back', () => {
		const { project, history } = setup();
		const props = unwrap(addFolder(project, 'Props'));
		const chests = unwrap(addFolder(project, 'Chests', props));
		unwrap(moveToFolder(project, { assets: [chest], folders: [] }, chests));
		unwrap(renameFolder(project, props, 'Things'));
		const { entries, parentOf, folderOf } = project.snapshot.folders;
		expect(entries.get(props)?.name).toBe('Things');
		expect(parentOf.get(chests)).toBe(props);
		expect([...folderOf]).toEqual([[chest, chests]]);
		for (let i = 0; i < 4; i++) unwrap(history.undo());
		expect(project.snapshot.folders.entries.size).toBe(0);
		expect(project.snapshot.folders.folderOf.size).toBe(0);
		for (let i = 0; i < 4; i++) unwrap(history.redo());
		expect([...project.snapshot.folders.folderOf]).toEqual([[chest, chests]]);
	});

	it('[E130] are not moved into themselves, nor below too many, nor into what is gone', () => {
		const { project } = setup();
		const outer = unwrap(addFolder(project, 'Outer'));
		const inner = unwrap(addFolder(project, 'Inner', outer));
		const into = (to: typeof outer) => moveToFolder(project, { assets: [], folders: [outer] }, to);
		expect(into(inner)).toMatchObject({ error: { reason: 'cycle' } });
		expect(into(outer)).toMatchObject({ error: { reason: 'cycle' } });
		expect(into(mintFolderId())).toMatchObject({ error: { reason: 'not-found' } });
		let deep = inner;
		for (let i = 2; i < 32; i++) deep = unwrap(addFolder(project, 'Deeper', deep));
		expect(addFolder(project, 'Too deep', deep)).toMatchObject({ error: { reason: 'too-large' } });
		const pair = unwrap(addFolder(project, 'Pair'));
		expect(moveToFolder(project, { assets: [], folders: [pair] }, deep)).toMatchObject({
			error: { reason: 'too-large' },
		});
	});

	it('[E131] go with all that is in them, or alone, as one says', () => {
		const { project, history } = setup();
		const props = unwrap(addFolder(project, 'Props'));
		const chests = unwrap(addFolder(project, 'Chests', props));
		unwrap(moveToFolder(project, { assets: [chest], folders: [] }, chests));
		unwrap(moveToFolder(project, { assets: [barrel], folders: [] }, props));
		expect(contentsOf(project, [props])).toEqual({ assets: [chest, barrel], folders: [props, chests] });
		unwrap(removeShelved(project, { assets: [], folders: [props] }));
		expect(project.snapshot.listedAssets.size).toBe(0);
		expect(project.snapshot.folders.entries.size).toBe(0);
		unwrap(history.undo());
		unwrap(dissolveFolder(project, props));
		expect([...project.snapshot.folders.parentOf]).toEqual([[chests, null]]);
		expect([...project.snapshot.folders.folderOf]).toEqual([[chest, chests]]);
	});
});

describe('what uses an asset', () => {
	const using = (hash: AssetHash, name: string) => ({
		name,
		values: { mesh: true, 'mesh.geometry': 'model', 'mesh.model': hash } as const,
	});
	function scene() {
		const document = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const added = addEntities(
			document,
			[using(chest, 'One'), using(chest, 'Two'), using(barrel, 'Three')],
			null,
		);
		return { document, ids: unwrap(added) };
	}
	const usesOf = ({ document }: SceneDocument, hash: AssetHash) =>
		usesOfAsset(document, hash)
			.map(({ name }) => name)
			.sort();

	it('[E122] is every entity that names it in any field, and that is there', () => {
		const { document, ids } = scene();
		expect(usesOf(document, chest)).toEqual(['One', 'Two']);
		unwrap(removeEntities(document, [ids[0]!]));
		expect(usesOf(document, chest)).toEqual(['Two']);
		const key = `@${mintEntityId()}:material.colorMap`;
		document.document.edit('set', 'edit', (edit) =>
			edit.set({ table: 'entities', row: ids[2]!, key }, chest),
		);
		expect(usesOf(document, chest)).toEqual(['Three', 'Two']);
	});

	it('[E125] takes another asset instead, in one edit, and nothing else changes', () => {
		const { document, ids } = scene();
		const lamp = hashOf('c');
		const history = new History({ find: () => document.document });
		history.watch(document.document);
		expect(unwrap(replaceAsset(document.document, chest, lamp))).toBe(2);
		expect(usesOf(document, chest)).toEqual([]);
		expect(usesOf(document, lamp)).toEqual(['One', 'Two']);
		expect(document.snapshot.entities.get(ids[2]!)?.values['mesh.model']).toBe(barrel);
		expect(unwrap(replaceAsset(document.document, chest, lamp))).toBe(0);
		unwrap(history.undo());
		expect(usesOf(document, chest)).toEqual(['One', 'Two']);
	});
});
