import { lockWithin, unlockedOf } from '#lib/doc/locks.ts';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import { BOOKMARKS, type BookmarkNumber } from '#lib/studio/view-bookmarks.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { fieldEdits } from './viewport-binding.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** What only whoever draws the scene can do with it. */
export const pictureActs = (
	workspace: Workspace,
	commands: Pick<WorkspaceCommands, 'tell' | 'notify' | 'whyNoEdit' | 'shortcut'>,
	viewport: Viewport,
): Acts => ({
	...bookmarkActs(workspace, commands, viewport),
	...viewActs(workspace, viewport),
	'add.put': {
		run: () => viewport.putPlaced(),
		reason: () => commands.whyNoEdit() ?? (workspace.placing.thing ? undefined : m.viewport_why_no_placing()),
	},
	'entity.drop': {
		run: () => {
			const { scene } = workspace;
			if (!scene) return;
			const { snapshot } = scene.shown;
			const ids = unlockedOf(snapshot, scene.selection.ids);
			const lock = ids.length === 0 ? lockWithin(snapshot, scene.selection.ids) : undefined;
			if (lock) return commands.notify({ kind: 'error', text: m.studio_why_locked({ name: lock.name }) });
			const changes = viewport.dropped(ids);
			if (changes.length > 0) commands.tell(scene.setFields(fieldEdits(changes)));
			else commands.notify({ kind: 'info', text: m.viewport_drop_none() });
		},
		reason: () =>
			// A game shows things elsewhere than they stand in the scene.
			(workspace.playing.isOn ? m.play_why_playing() : undefined) ??
			commands.whyNoEdit() ??
			(workspace.scene?.selected.length ? undefined : m.studio_why_no_selection()),
	},
});

/** Radians; a share of the picture's height; a factor. */
const ORBIT_STEP = Math.PI / 12;
const PAN_STEP = 0.1;
const ZOOM_STEP = 1.2;

/** What drags, wheel and fingers do with the view, by key. */
function viewActs(workspace: Workspace, viewport: Viewport): Acts {
	const reason = () => (workspace.scene ? undefined : m.studio_why_no_scene());
	const orbit = (right: number, up: number): CommandAct => ({
		run: () => viewport.orbit(right * ORBIT_STEP, up * ORBIT_STEP),
		reason,
	});
	const pan = (right: number, up: number): CommandAct => ({
		run: () => viewport.pan(right * PAN_STEP, up * PAN_STEP),
		reason,
	});
	return {
		'view.orbit-left': orbit(-1, 0),
		'view.orbit-right': orbit(1, 0),
		'view.orbit-up': orbit(0, 1),
		'view.orbit-down': orbit(0, -1),
		'view.pan-left': pan(-1, 0),
		'view.pan-right': pan(1, 0),
		'view.pan-up': pan(0, 1),
		'view.pan-down': pan(0, -1),
		'view.zoom-in': { run: () => viewport.zoom(ZOOM_STEP), reason },
		'view.zoom-out': { run: () => viewport.zoom(1 / ZOOM_STEP), reason },
	};
}

/** Views to come back to: kept and gone to by number. */
function bookmarkActs(
	workspace: Workspace,
	commands: Pick<WorkspaceCommands, 'notify' | 'shortcut'>,
	viewport: Viewport,
): Acts {
	const noScene = () => (workspace.scene ? undefined : m.studio_why_no_scene());
	const kept = (number: BookmarkNumber) =>
		workspace.scene && workspace.bookmarks.find(workspace.scene.id, number);
	const acts = BOOKMARKS.map((number): Acts => {
		const go: CommandAct = {
			run: () => {
				const view = kept(number);
				if (view) viewport.setView(view, { animate: true });
			},
			reason: () => {
				const keys = commands.shortcut(`view.keep-${number}`);
				return noScene() ?? (kept(number) ? undefined : m.viewport_no_view({ number, keys }));
			},
		};
		const keep: CommandAct = {
			run: () => {
				if (!workspace.scene) return;
				workspace.bookmarks.keep(workspace.scene.id, number, viewport.view);
				const keys = commands.shortcut(`view.go-${number}`);
				commands.notify({ kind: 'success', text: m.viewport_kept_view({ number, keys }) });
			},
			reason: noScene,
		};
		return { [`view.go-${number}`]: go, [`view.keep-${number}`]: keep };
	});
	return Object.assign({}, ...acts) as Acts;
}
