import { shownName } from '../doc/asset-list.ts';
import type { AssetEntry } from '../doc/project.ts';
import { assetSample, type Placeable } from './placing.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import type { WorkspaceCommands } from './workspace-commands.ts';

/** An asset that a click, or letting go of it, puts into a scene. */
export const placeableAsset = (
	asset: AssetEntry,
	scene: SceneSession,
	commands: Pick<WorkspaceCommands, 'tell'>,
): Placeable => ({
	name: shownName(asset),
	sample: assetSample(asset),
	add: (at) => commands.tell(scene.addAsset(asset, at)),
});
