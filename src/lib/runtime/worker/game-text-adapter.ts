import { GameFailure } from '../simulation-port.ts';
import url from './game-worker.ts?worker&url';

let text: Promise<string> | undefined;

/**
 * What runs in the sandbox, as text: a frame without an origin can fetch nothing by itself, nor could it while offline.
 * Rejects with a `GameFailure` where it is not here and cannot be fetched; the next call tries again.
 */
export function gameText(): Promise<string> {
	text ??= load().catch((cause: unknown) => {
		text = undefined;
		throw cause;
	});
	return text;
}

async function load(): Promise<string> {
	const response = await fetch(url).catch(() => undefined);
	if (!response?.ok)
		throw new GameFailure('missing', `It could not be fetched (${response?.status ?? 'offline'}).`);
	return response.text();
}
