import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { playScene, whyNoPlay } from './play-acts.ts';

/** What helps to find out what goes wrong in a game; `copyReport` tells of it. */
export function debugActs(
	workspace: Workspace,
	commands: WorkspaceCommands,
	copyReport: () => void,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const { playing } = workspace;
	const shown = (what: 'showsPhysics' | 'showsTimes'): CommandAct => ({
		run: () => {
			const { insight } = playing;
			if (insight) insight[what] = !insight[what];
		},
		reason: () => (playing.insight ? undefined : m.play_why_no_game()),
		checked: () => playing.insight?.[what] ?? false,
	});
	const files = () => commands.bring(() => import('./debug/recording-files.ts'));
	return {
		'play.save-recording': {
			run: () => void files().then((part) => part?.saveRecording(playing, commands)),
			reason: () => (playing.recording ? undefined : m.debug_why_no_recording()),
		},
		'play.recording': {
			run: () => {
				const play = (recording: Parameters<typeof playScene>[1]) => playScene(workspace, recording);
				void files().then((part) => part?.openRecording(commands, play));
			},
			reason: () => whyNoPlay(workspace),
		},
		'play.report': { run: copyReport },
		'play.physics': shown('showsPhysics'),
		'play.times': shown('showsTimes'),
	};
}
