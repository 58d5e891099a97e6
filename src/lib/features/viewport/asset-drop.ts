import { tick } from 'svelte';
import { placeableAsset } from '#lib/studio/placeable-asset.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

/** An asset that is dragged over the picture is shown where it would lie, and lies there when it is let go. */
export function assetDrop(workspace: Workspace, commands: Pick<WorkspaceCommands, 'tell'>) {
	const { placing } = workspace;
	let over = '';
	/** The picture hears of what is placed a moment later. */
	const aim = async (hash: string, x: number, y: number): Promise<boolean> => {
		const { scene, session } = workspace;
		if (hash !== over || !placing.thing) {
			const asset = [...session.assetEntries.values()].find((entry) => entry.hash === hash);
			if (!asset || !scene) return false;
			over = hash;
			placing.start(placeableAsset(asset, scene, commands));
			await tick();
		}
		workspace.viewport?.aimPlaced(x, y);
		return true;
	};
	return {
		onassetover: (hash: string, x: number, y: number) => void aim(hash, x, y),
		onassetleave: () => placing.end(),
		onasset: (hash: string, x: number, y: number) =>
			void aim(hash, x, y).then((there) => there && workspace.viewport?.putPlaced()),
	};
}
