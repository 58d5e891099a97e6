import { tick } from 'svelte';
import { placeableAsset } from '#lib/studio/placeable-asset.ts';
import type { Placeable } from '#lib/studio/placing.svelte.ts';
import { placeablePrefab, whyNotPlace } from '#lib/studio/prefab-acts.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

type Commands = Pick<WorkspaceCommands, 'tell' | 'notify'>;

/** What is dragged out of the assets is shown where it would lie over the picture, and lies there when it is let go. */
export function assetDrop(workspace: Workspace, commands: Commands) {
	const { placing } = workspace;
	let over = '';
	/** The picture hears of what is placed a moment later. */
	const aim = async (id: string, x: number, y: number): Promise<boolean> => {
		if (id !== over || !placing.thing) {
			const thing = placeable(id, workspace, commands);
			if (typeof thing !== 'object') return false;
			over = id;
			placing.start(thing);
			await tick();
		}
		workspace.viewport?.aimPlaced(x, y);
		return true;
	};
	const put = async (id: string, x: number, y: number) => {
		if (await aim(id, x, y)) return workspace.viewport?.putPlaced();
		const why = placeable(id, workspace, commands);
		if (typeof why === 'string') commands.notify({ kind: 'error', text: why });
	};
	return {
		onassetover: (id: string, x: number, y: number) => void aim(id, x, y),
		onassetleave: () => placing.end(),
		onasset: (id: string, x: number, y: number) => void put(id, x, y),
	};
}

/** The asset of this hash or the prefab of this id; or in words why it cannot lie here. Undefined: it is of no project. */
function placeable(id: string, workspace: Workspace, commands: Commands): Placeable | string | undefined {
	const { scene, session } = workspace;
	if (!scene) return undefined;
	const asset = [...session.assetEntries.values()].find(({ hash }) => hash === id);
	if (asset) return placeableAsset(asset, scene, commands);
	const prefab = session.documents.find((document) => document.kind === 'prefab' && document.id === id);
	if (!prefab) return undefined;
	return whyNotPlace(workspace, prefab.id) ?? placeablePrefab(prefab.id, { scene, session, commands });
}
