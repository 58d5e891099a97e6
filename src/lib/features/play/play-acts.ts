import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Recording } from '#lib/runtime/recording/recording.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

/** How fast a game can be looked at, by command. */
export const SPEEDS = [
	['play.speed-full', 1, '1×'],
	['play.speed-half', 1 / 2, '½×'],
	['play.speed-quarter', 1 / 4, '¼×'],
	['play.speed-tenth', 1 / 10, '⅒×'],
] as const satisfies readonly (readonly [CommandId, number, sign: string])[];

/** Why the scene on screen cannot be played. */
export function whyNoPlay(workspace: Workspace): string | undefined {
	if (!workspace.scene) return m.studio_why_no_scene();
	if (workspace.document?.kind === 'prefab') return m.play_why_prefab();
	return workspace.viewport ? undefined : m.viewport_none_title();
}

/** Plays the scene on screen; `recording`: as it was played then. */
export function playScene(workspace: Workspace, recording?: Recording): void {
	const { scene, viewport, session, saving, document, playing } = workspace;
	if (!scene || !viewport || !document) return;
	workspace.placing.end();
	const { id, title: name } = document;
	const { shown } = scene;
	const { snapshot } = shown;
	const isUnchanged = () => shown.snapshot === snapshot;
	void playing.start({ id, name, snapshot, isUnchanged, session, saving }, viewport, recording);
}

/** What can be done with the scene as a game. */
export function playActs(
	workspace: Workspace,
	openControls: () => void,
	openSaves: () => void,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const { playing } = workspace;
	const whyNotStarted = () => (playing.isOn ? undefined : whyNoPlay(workspace));
	const whyNoGame = () => (playing.isOn ? undefined : m.play_why_no_game());
	const whyNotReady = () => whyNoGame() ?? (playing.state === 'starting' ? m.play_starting() : undefined);
	const speeds = Object.fromEntries(
		SPEEDS.map(([id, speed]) => [
			id,
			{ run: () => playing.setSpeed(speed), reason: whyNoGame, checked: () => playing.speed === speed },
		]),
	);
	return {
		'play.toggle': {
			run: () => {
				if (playing.isOn) playing.stop();
				else playScene(workspace);
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
		'play.saves': { run: openSaves, reason: () => (playing.isOn ? m.play_why_saves() : undefined) },
		'play.step': { run: () => playing.step(), reason: whyNotReady },
		'play.bring-in': {
			run: () => playing.bringIn(),
			label: () => (playing.edits > 0 ? m.play_bring_in_count({ count: playing.edits }) : m.play_bring_in()),
			reason: () => whyNotReady() ?? (playing.edits === 0 ? m.play_why_no_edits() : undefined),
		},
		...speeds,
	};
}
