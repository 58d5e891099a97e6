import { expect, it } from 'vitest';
import { lampPrefab } from '../../../../tests/helpers/lamp-prefab.ts';
import { Placing } from '#lib/studio/placing.svelte.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { assetDrop } from './asset-drop.ts';

const CHEST = { name: 'chest.glb', hash: 'c0ffee', type: 'model', bytes: 12 };

/** A picture that notes where it was told to show things, and puts them there. */
function setup() {
	const placing = new Placing();
	const aimed: (readonly number[])[] = [];
	const added: unknown[] = [];
	const workspace = {
		placing,
		session: { assetEntries: new Map([['one', CHEST]]), documents: [] },
		scene: { addAsset: (asset: unknown, at: readonly number[]) => added.push([asset, at]) },
		viewport: {
			aimPlaced: (x: number, y: number) => aimed.push([x, y]),
			putPlaced: () => placing.put([1, 0, 2], false),
		},
	};
	const drop = assetDrop(workspace as unknown as Workspace, { tell: () => true, notify: () => {} });
	return { drop, placing, aimed, added };
}

it('[E151] an asset is shown under the pointer while it is dragged, and lies there when it is let go', async () => {
	const { drop, placing, aimed, added } = setup();
	drop.onassetover(CHEST.hash, 10, 20);
	drop.onassetover(CHEST.hash, 11, 21);
	expect(placing.thing?.name).toBe('chest');
	await expect.poll(() => aimed).toEqual(expect.arrayContaining([[11, 21]]));
	expect(added).toEqual([]);
	drop.onasset(CHEST.hash, 12, 22);
	await expect.poll(() => added).toEqual([[CHEST, [1, 0, 2]]]);
	expect([aimed.at(-1), placing.thing]).toEqual([[12, 22], null]);
});

it('[E151] one that leaves the picture, or is not of this project, leaves nothing', async () => {
	const { drop, placing, aimed, added } = setup();
	drop.onassetover(CHEST.hash, 10, 20);
	await expect.poll(() => aimed.length).toBe(1);
	drop.onassetleave();
	expect(placing.thing).toBeNull();
	drop.onassetover('unheard-of', 10, 20);
	drop.onasset('unheard-of', 10, 20);
	expect([placing.thing, added]).toEqual([null, []]);
});

/** The same picture over a scene with prefabs. */
async function setupPrefab() {
	const opened = await lampPrefab();
	const { workspace, scene } = opened;
	workspace.attachViewport({
		aimPlaced: () => {},
		putPlaced: () => workspace.placing.put([1, 0, 2], false),
	} as unknown as NonNullable<Workspace['viewport']>);
	const roots = () => scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
	return { ...opened, drop: assetDrop(workspace, opened.commands), roots };
}

it('[E151][E183] a prefab is shown under the pointer as well, and an instance lies there', async () => {
	const { drop, workspace, scene, prefabId, roots } = await setupPrefab();
	drop.onassetover(prefabId, 10, 20);
	expect(workspace.placing.thing?.name).toBe('Lamp');
	drop.onasset(prefabId, 10, 20);
	await expect.poll(() => roots().length).toBe(2);
	const placed = roots()[1]!;
	expect(scene.snapshot.entities.get(placed)?.values).toMatchObject({
		'prefab.source': prefabId,
		position: [1, 0, 2],
	});
	expect([scene.selected, workspace.placing.thing]).toEqual([[placed], null]);
});

it('[E183] a prefab is not put inside itself, and why is said', async () => {
	const { drop, workspace, notices, prefabId } = await setupPrefab();
	workspace.enterPrefab(prefabId);
	drop.onassetover(prefabId, 10, 20);
	drop.onasset(prefabId, 10, 20);
	await expect.poll(() => notices.at(-1)?.text).toContain('cannot stand inside itself');
	expect(workspace.placing.thing).toBeNull();
});
