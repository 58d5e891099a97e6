import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type AssetHash } from '#lib/base/ids.ts';
import { fieldOfKey } from '#lib/doc/components/registry.ts';
import type { AssetEntry, DocumentEntry } from '#lib/doc/project.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { findEntities, targetsOf } from './references.ts';

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
const project = {
	assets: [asset('b.png', 'image'), asset('duck.glb', 'model'), asset('a.png', 'image')],
	documents: [document('Scene 1', 'scene'), document('Walk', 'script'), document('Tree', 'prefab')],
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

	it('is any other entity of the scene, found by a part of its name', () => {
		const ids = [mintEntityId(), mintEntityId(), mintEntityId()] as const;
		const entries = ['Door', 'Frame', 'Doorstep'].map((name, i) => [ids[i]!, { id: ids[i]!, name }] as const);
		const snapshot = { entities: new Map(entries) } as unknown as SceneSnapshot;
		const names = (searched: string, limit = 50) =>
			findEntities(snapshot, searched, [ids[0]], limit).map(({ label }) => label);
		expect(names('')).toEqual(['Doorstep', 'Frame']);
		expect(names(' DOOR')).toEqual(['Doorstep']);
		expect(names('', 1)).toEqual(['Doorstep']);
	});
});
