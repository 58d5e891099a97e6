import type { Answer, Question } from './language-protocol.ts';
import { ScriptLanguage } from './script-language.ts';

const language = new ScriptLanguage();

addEventListener('message', ({ data }: MessageEvent<Question>) => postMessage(answer(data)));

function answer({ id, ask, of }: Question): Answer {
	try {
		const asked = language as unknown as Record<typeof ask, (...of: readonly unknown[]) => unknown>;
		return { id, value: asked[ask](...of) };
	} catch (cause) {
		// A mistake of TypeScript's own: one question goes without an answer, not all.
		return { id, failed: String(cause) };
	}
}
