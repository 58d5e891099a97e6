import { m } from '#lib/paraglide/messages.js';
import {
	LONGEST_RECORDING,
	readRecording,
	type RecordingProblem,
} from '#lib/runtime/recording/read-recording.ts';
import { ticksOf, type Recording, type RecordingEnd } from '#lib/runtime/recording/recording.ts';
import type { Playing } from '#lib/studio/playing.svelte.ts';
import { fileNameOf } from '#lib/studio/project-files/file-name.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import { saveFile } from '#lib/ui/save-file.ts';
import { pickRecording } from './pick-recording-adapter.ts';

type Telling = Pick<WorkspaceCommands, 'notify'>;
type SavedWords = (of: { readonly file: string; readonly seconds: string }) => string;

const SAVED: Readonly<Record<RecordingEnd, SavedWords>> = {
	over: m.debug_saved,
	'too-long': m.debug_saved_long,
	changed: m.debug_saved_changed,
};
const PROBLEMS: Readonly<Record<RecordingProblem, (of: { readonly file: string }) => string>> = {
	foreign: m.debug_file_foreign,
	damaged: m.debug_file_damaged,
	newer: m.debug_file_newer,
	'too-large': m.debug_file_too_large,
};

/** Hands the recording of the game to the person, the running one or the last. */
export function saveRecording(
	{ recording: record }: Pick<Playing, 'recording'>,
	{ notify }: Telling,
	save: typeof saveFile = saveFile,
): void {
	const recording = record?.();
	if (!recording) return;
	const file = fileNameOf(recording.scene).replace(/\.\w+$/, '.recording.json');
	save(file, new Blob([JSON.stringify(recording)], { type: 'application/json' }));
	const seconds = String(Math.round(recording.parts.reduce((sum, part) => sum + ticksOf(part), 0) / 60));
	notify({ kind: 'success', text: SAVED[recording.end]({ file, seconds }) });
}

/** Asks for a recording and plays it; what is none changes nothing, and is told. */
export async function openRecording(
	{ notify }: Telling,
	play: (recording: Recording) => void,
	pick: () => Promise<Pick<File, 'name' | 'size' | 'text'> | undefined> = pickRecording,
): Promise<void> {
	const file = await pick();
	if (!file) return;
	const tell = (problem: RecordingProblem) =>
		notify({ kind: 'error', text: PROBLEMS[problem]({ file: file.name }) });
	if (file.size > LONGEST_RECORDING) return tell('too-large');
	// A file that went meanwhile cannot be read.
	const text = await file.text().catch(() => undefined);
	const read = text === undefined ? undefined : readRecording(text);
	if (read?.ok) play(read.value);
	else tell(read?.error ?? 'damaged');
}
