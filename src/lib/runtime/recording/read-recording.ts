import * as v from 'valibot';
import { isJsonRecord, type JsonValue } from '#lib/base/json.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { MOST_HELD, MOST_TICKS, ticksOf, type RecordedFrame, type Recording } from './recording.ts';

/** A longer text is no recording of ours. */
export const LONGEST_RECORDING = 16_000_000;

/** `foreign`: another file; `newer`: of a newer version of the app; `damaged`: it was a recording. */
export type RecordingProblem = 'too-large' | 'foreign' | 'newer' | 'damaged';

const number = v.pipe(v.number(), v.finite());
const name = v.pipe(v.string(), v.maxLength(100));
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const json = v.custom<Readonly<Record<string, JsonValue>>>(isJsonRecord);
const list = <T extends v.GenericSchema>(item: T, most: number) => v.pipe(v.array(item), v.maxLength(most));

/** Counted before each is looked at. */
const few = v.custom<object>(
	(value) => typeof value === 'object' && value !== null && Object.keys(value).length <= MOST_HELD,
);

const FRAME = v.object({
	v: v.exactOptional(v.pipe(few, v.record(name, number))),
	t: v.exactOptional(list(name, 200)),
	l: v.exactOptional(v.tuple([number, number])),
	p: v.exactOptional(v.tuple([number, number, v.picklist([0, 1])])),
	b: v.exactOptional(list(index, 1000)),
}) satisfies v.GenericSchema<unknown, RecordedFrame>;

const ticks = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MOST_TICKS));
const PART = v.object({
	runs: list(v.tuple([ticks, FRAME]), MOST_TICKS),
	checks: list(index, MOST_TICKS),
});

const RECORDING = v.object({
	kind: v.literal('rastudios-recording'),
	version: v.literal(1),
	scene: v.pipe(v.string(), v.maxLength(500)),
	content: name,
	seed: v.pipe(v.number(), v.safeInteger()),
	vars: json,
	saves: json,
	parts: v.pipe(v.array(PART), v.minLength(1), v.maxLength(MOST_TICKS)),
	end: v.picklist(['over', 'too-long', 'changed']),
}) satisfies v.GenericSchema<unknown, Recording>;

const HEAD = v.object({ kind: v.literal('rastudios-recording'), version: v.pipe(v.number(), v.integer()) });

/** A recording from a file's text, if it is one. */
export function readRecording(text: string): Result<Recording, RecordingProblem> {
	if (text.length > LONGEST_RECORDING) return err('too-large');
	const value = parse(text);
	const head = v.safeParse(HEAD, value);
	// What was cut off in the middle still says what it was.
	if (!head.success)
		return err(/^\s*\{\s*"kind":\s*"rastudios-recording"/.test(text) ? 'damaged' : 'foreign');
	if (head.output.version > 1) return err('newer');
	const read = v.safeParse(RECORDING, value);
	if (!read.success) return err('damaged');
	const all = read.output.parts.reduce((sum, part) => sum + ticksOf(part), 0);
	return all > MOST_TICKS ? err('damaged') : ok(read.output);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
