import type { Answer } from '../language/language-protocol.ts';
import { formatScript } from './format-script.ts';

type Question = { readonly id: number; readonly of: readonly [string] };

addEventListener('message', ({ data }: MessageEvent<Question>) => {
	const {
		id,
		of: [text],
	} = data;
	const tell = (answer: Omit<Answer, 'id'>) => postMessage({ id, ...answer });
	formatScript(text).then(
		(value) => tell({ value }),
		(cause: unknown) => tell({ failed: cause instanceof Error ? cause.message : String(cause) }),
	);
});
