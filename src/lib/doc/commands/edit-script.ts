import { err, ok } from '../../base/result.ts';
import type { EditLabel, Origin } from '../live-document.ts';
import { faultOfText, MAX_TEXT_LENGTH, splitsCharacter } from '../plain-text.ts';
import type { ScriptDocument } from '../script.ts';
import { editsBetween, type TextEdit } from '../text-diff.ts';
import type { CommandError, CommandResult } from './command.ts';

/** Replaces [start, end) of a script, in UTF-16 units, as one edit. */
export function replaceText(
	script: ScriptDocument,
	edit: TextEdit,
	label: EditLabel = 'edit-script',
	origin: Origin = 'edit',
): CommandResult {
	return editText(script, [edit], label, origin);
}

/** Makes several replacements as one edit: ascending and apart, their places those in the text before. */
export function editText(
	script: ScriptDocument,
	edits: readonly TextEdit[],
	label: EditLabel = 'edit-script',
	origin: Origin = 'edit',
): CommandResult {
	const { text: before, length } = script.snapshot;
	let after = length;
	let reached = 0;
	for (const { start, end, text } of edits) {
		const fault = faultOfRange(before, start, end) ?? (start < reached ? OVERLAP : undefined);
		if (fault !== undefined) return err({ reason: 'invalid-value', message: fault });
		const error = errorOfText(text);
		if (error) return err(error);
		after += text.length - (end - start);
		reached = end;
	}
	const error = errorOfLength(length, after);
	if (error) return err(error);
	const changing = edits.filter(({ start, end, text }) => start < end || text !== '');
	return changing.length === 0 ? ok() : script.edit(label, origin, changing);
}

/** Makes the whole script say something else; only what differs is written, so that others' edits beside it stay. */
export function setText(
	script: ScriptDocument,
	text: string,
	label: EditLabel = 'edit-script',
	origin: Origin = 'edit',
): CommandResult {
	const before = script.snapshot;
	const error = errorOfText(text) ?? errorOfLength(before.length, text.length);
	if (error) return err(error);
	const edits = editsBetween(before.text, text);
	return edits.length === 0 ? ok() : script.edit(label, origin, edits);
}

const OVERLAP = 'Edits of a script must ascend and must not overlap.';

function faultOfRange(text: string, start: number, end: number): string | undefined {
	const range = `The range ${start} to ${end} of the script`;
	if (![start, end].every((place) => Number.isSafeInteger(place) && place >= 0 && place <= text.length)) {
		return `${range} must lie within its ${text.length} characters.`;
	}
	if (start > end) return `${range} must not end before it begins.`;
	const split = [start, end].find((place) => splitsCharacter(text, place));
	return split === undefined
		? undefined
		: `${range} must not cut a character in two, as it does at ${split}.`;
}

function errorOfText(text: unknown): CommandError | undefined {
	if (typeof text !== 'string') {
		return {
			reason: 'invalid-value',
			message: `The text for a script must be text, but was ${typeof text}.`,
		};
	}
	const fault = faultOfText(text);
	if (fault === undefined) return undefined;
	const reason = text.length > MAX_TEXT_LENGTH ? 'too-large' : 'invalid-value';
	return { reason, message: `The text for a script ${fault}.` };
}

// A script that a peer made longer may still be cut down step by step.
function errorOfLength(before: number, after: number): CommandError | undefined {
	if (after <= MAX_TEXT_LENGTH || after <= before) return undefined;
	const message =
		`A script may have at most ${MAX_TEXT_LENGTH} characters, but this edit would give it ${after}. ` +
		'Split it into several scripts.';
	return { reason: 'too-large', message };
}
