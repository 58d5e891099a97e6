import { systemClock } from '#lib/base/clock.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { ThumbnailKeeper } from './thumbnail-keeper.ts';
import { ViewportBinding } from './viewport-binding.ts';

type Options = {
	readonly workspace: Workspace;
	readonly tell: (result: CommandResult<unknown>) => boolean;
	/** Told who keeps the project's picture fresh, for this scene. */
	readonly onkeeper: (keeper: ThumbnailKeeper) => void;
};

/** Keeps the scene on screen and the engine's picture of it the same, for whichever scene that is. */
export function drawScene({ workspace, tell, onkeeper }: Options): void {
	const viewport = $derived(workspace.viewport);
	const scene = $derived(workspace.scene);
	const playing = $derived(workspace.playing.hasPicture);
	const { session } = workspace;
	// The engine is outside of what is reactive: it is bound to each scene in turn.
	$effect(() => {
		// A game has the picture for itself, and leaves it as it is found here again.
		if (!viewport || !scene || playing) return;
		const { id } = scene;
		const binding = new ViewportBinding({
			viewport,
			scene,
			clock: systemClock,
			view: workspace.viewOf(id),
			onleave: (view) => workspace.keepView(id, view),
			tell,
		});
		return () => binding.dispose();
	});
	// Neither what is selected nor its handles are part of a game.
	$effect(() => {
		if (viewport && playing) viewport.select([]);
	});
	// So are the clock and the documents that say when the picture is out of date.
	$effect(() => {
		if (!viewport || !scene || playing) return;
		// Held fast: the last picture is taken when the workspace has let go of its viewport already.
		const shown = viewport;
		const keeper = new ThumbnailKeeper({
			clock: systemClock,
			capture: (width, height) => shown.capture(width, height),
			// Home shows the project by its scenes.
			keep: async (picture) => {
				if (workspace.document?.kind !== 'prefab') await session.setThumbnail(picture);
			},
		});
		onkeeper(keeper);
		if (!session.hasThumbnail) keeper.touch();
		const stops = [
			scene.shown.onChange(() => keeper.touch()),
			session.assets.onArrived((hash) => {
				shown.assetsChanged(hash);
				keeper.touch();
			}),
			() => keeper.dispose(),
		];
		return () => stops.forEach((stop) => stop());
	});
}
