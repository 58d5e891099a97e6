import { formatChord } from '#lib/editor/commands/chord.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import { AssetPictures } from './asset-pictures.ts';
import { ComponentClipboard } from './component-clipboard.ts';
import InspectedEntities from './InspectedEntities.svelte';
import type { Inspection } from './inspection.svelte.ts';
import { ModelClips } from './model-clips.svelte.ts';

export type InspectorLater = {
	readonly Entities: typeof InspectedEntities;
	readonly clipboard: ComponentClipboard;
	readonly pictures: AssetPictures;
	readonly clips: ModelClips;
};

/** What shows an entity comes with the first one that is selected: with every component's words it is a tenth of the studio. */
export function createInspectorLater(
	inspection: Inspection,
	{ clipboard, session }: Workspace,
	{ apple, notify }: WorkspaceCommands,
): InspectorLater {
	const pasteKeys = formatChord('mod+v', apple);
	return {
		Entities: InspectedEntities,
		clipboard: new ComponentClipboard({ inspection, clipboard, notify, pasteKeys }),
		pictures: new AssetPictures(session.assets),
		clips: new ModelClips(session.assets, (hash) => session.assetEntries.get(hash)),
	};
}
