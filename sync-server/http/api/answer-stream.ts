import { ReadableStream, TextEncoderStream } from 'node:stream/web';
import type { Context } from 'hono';

/** Answers with lines as they come: nothing is held but the piece under way. */
export function answerStream(
	context: Context,
	type: string,
	lines: Iterable<string> | AsyncIterable<string>,
): Response {
	context.header('Content-Type', type);
	context.header('Content-Disposition', 'attachment');
	const bytes = ReadableStream.from(lines).pipeThrough(new TextEncoderStream());
	// Node's own type of what is the same thing.
	return context.body(bytes as globalThis.ReadableStream<Uint8Array<ArrayBuffer>>);
}
