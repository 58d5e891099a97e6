import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

/** What can be done with the scene as a game. */
export function playActs(
	workspace: Workspace,
	openControls: () => void,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const { playing } = workspace;
	const whyNotStarted = () => {
		if (playing.isOn) return undefined;
		if (!workspace.scene) return m.studio_why_no_scene();
		if (workspace.document?.kind === 'prefab') return m.play_why_prefab();
		return workspace.viewport ? undefined : m.viewport_none_title();
	};
	const whyNoGame = () => (playing.isOn ? undefined : m.play_why_no_game());
	const whyNotReady = () => whyNoGame() ?? (playing.state === 'starting' ? m.play_starting() : undefined);
	return {
		'play.toggle': {
			run: () => {
				const { scene, viewport } = workspace;
				if (playing.isOn) playing.stop();
				else if (scene && viewport) {
					workspace.placing.end();
					const { session, document } = workspace;
					const { snapshot } = scene.shown;
					void playing.start({ name: document?.title ?? '', snapshot, session }, viewport);
				}
			},
			reason: whyNotStarted,
			label: () => (playing.isOn ? m.play_stop() : m.play_start()),
		},
		'play.pause': {
			run: () => playing.togglePause(),
			reason: whyNoGame,
			label: () => (playing.state === 'paused' ? m.play_resume() : m.play_pause()),
		},
		'play.controls': { run: openControls },
		'play.step': { run: () => playing.step(), reason: whyNotReady },
	};
}
