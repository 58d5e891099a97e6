import Camera from '@lucide/svelte/icons/camera';
import type { EntityId } from '#lib/base/ids.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOfKind } from '#lib/studio/kind-names.ts';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import { BOOKMARKS, type ViewBookmarks } from '#lib/studio/view-bookmarks.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import { camerasOf, heightOfView, lensOfCamera, transformOfView, viewOfCamera } from './camera-views.ts';

const MOST_LISTED = 12;

/** Where to look from: everything, the scene's own cameras, or a new one from here. */
export function cameraItems(
	scene: SceneSession,
	viewport: Viewport,
	commands: WorkspaceCommands,
	bookmarks: ViewBookmarks,
): readonly MenuItem[] {
	const cameras = camerasOf(scene.snapshot).slice(0, MOST_LISTED);
	return [
		...commands.items(['view.frame-all']),
		'separator',
		{ heading: cameras.length > 0 ? m.viewport_cameras() : m.viewport_no_cameras() },
		...cameras.map(({ id, name }) => ({
			label: name,
			icon: Camera,
			onselect: () => lookThrough(scene.shown.snapshot, id, viewport),
		})),
		...commands.items(['camera.place']),
		{ heading: m.viewport_views() },
		...commands.items(bookmarkIds(scene, bookmarks)),
	];
}

/** Those that are kept, and a place for one more. */
function bookmarkIds({ id }: SceneSession, bookmarks: ViewBookmarks): readonly CommandId[] {
	const kept = BOOKMARKS.filter((number) => bookmarks.find(id, number));
	const free = BOOKMARKS.find((number) => !kept.includes(number));
	return [
		...kept.map((number) => `view.go-${number}` as const),
		...(free ? [`view.keep-${free}` as const] : []),
	];
}

function lookThrough(snapshot: SceneSnapshot, id: EntityId, viewport: Viewport): void {
	const lens = lensOfCamera(snapshot, id);
	viewport.setView(viewOfCamera(snapshot, id), { animate: true, ...(lens && { lens }) });
}

/** Puts a camera where the view looks from. */
export function placeCamera(
	scene: SceneSession,
	viewport: Viewport,
	commands: Pick<WorkspaceCommands, 'tell'>,
): void {
	const { fov, projection, view } = viewport;
	const seen =
		projection === 'orthographic'
			? { 'camera.projection': projection, 'camera.size': heightOfView(view, fov) }
			: { 'camera.fov': fov };
	const values = { camera: true, ...seen, ...transformOfView(view) };
	const added = scene.addDrafts([{ name: nameOfKind('camera'), values }]);
	if (commands.tell(added) && added.ok) scene.selection.set(added.value);
}
