import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type AssetHash, type FolderId } from '#lib/base/ids.ts';
import type { AssetFolders } from '#lib/doc/asset-folders.ts';
import { fieldOfKey } from '#lib/doc/components/registry.ts';
import type { AssetEntry, DocumentEntry } from '#lib/doc/project.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { findEntities, findTargets, targetsOf } from './references.ts';

const asset = (name: string, type: AssetEntry['type']): AssetEntry => ({
	hash: name.padEnd(64, '0') as AssetHash,
	name,
	type,
	bytes: 1,
});
const document = (title: string, kind: DocumentEntry['kind']): DocumentEntry => ({
	id: mintDocumentId(),
	title,
	kind,
	order: 'a0',
	removed: false,
});
const [top, inner] = ['top', 'inner'] as unknown as [FolderId, FolderId];
const project = {
	assets: [asset('b.png', 'image'), asset('duck.glb', 'model'), asset('a.png', 'image')],
	documents: [document('Scene 1', 'scene'), document('Walk', 'script'), document('Tree', 'prefab')],
	folders: {
		entries: new Map([
			[top, { id: top, name: 'Props' }],
			[inner, { id: inner, name: 'Walls' }],
		]),
		parentOf: new Map([[inner, top]]),
		folderOf: new Map([[asset('b.png', 'image').hash, inner]]),
	} as unknown as AssetFolders,
};
const offered = (key: string) => targetsOf(fieldOfKey(key)!.field, project).map(({ label }) => label);

describe('what a field can point at', () => {
	it('is of the kind it takes, by name', () => {
		expect(offered('material.colorMap')).toEqual(['a.png', 'b.png']);
		expect(offered('mesh.model')).toEqual(['duck.glb']);
		expect(offered('script.source')).toEqual(['Walk']);
		expect(offered('prefab.source')).toEqual(['Tree']);
		expect(offered('audio.source')).toEqual([]);
	});

	it('[E215] tells the folder it lies in, and is found by every word of its name', () => {
		const images = targetsOf(fieldOfKey('material.colorMap')!.field, project);
		expect(images.map(({ detail }) => detail)).toEqual(['', 'Props / Walls']);
		expect(findTargets(images, ' PNG  b').map(({ label }) => label)).toEqual(['b.png']);
		expect(findTargets(images, 'walls')).toEqual([]);
	});

	it('[E216] is any other entity of the scene, found by every word of its name, with what it lies in', () => {
		const ids = [mintEntityId(), mintEntityId(), mintEntityId()] as const;
		const entries = ['Door', 'Frame', 'Door step'].map(
			(name, i) => [ids[i]!, { id: ids[i]!, name }] as const,
		);
		const parentOf = new Map([
			[ids[1], ids[0]],
			[ids[2], ids[1]],
		]);
		const snapshot = { entities: new Map(entries), hierarchy: { parentOf } } as unknown as SceneSnapshot;
		const found = (searched: string) => findEntities(snapshot, searched, [ids[0]]);
		expect(found('').map(({ label }) => label)).toEqual(['Door step', 'Frame']);
		expect(found(' STEP door').map(({ label }) => label)).toEqual(['Door step']);
		expect(found('').map(({ detail }) => detail)).toEqual(['Door / Frame', 'Door']);
	});
});
