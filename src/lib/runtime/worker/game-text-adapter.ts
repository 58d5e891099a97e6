import { GameFailure } from '../simulation-port.ts';
import url from './game-worker.ts?worker&url';

/** All that runs in a sandbox, as one text. */
export type GameText = {
	/** Some megabytes: held by the browser, not by the page. */
	readonly code: Blob;
	/** In front of the scripts. */
	readonly linesBefore: number;
};

let runtime: Promise<GameText> | undefined;

/**
 * What runs in the sandbox with these linked scripts behind it: a frame without an origin can fetch nothing by itself, nor
 * could it while offline. Rejects with a `GameFailure` where it is not here and cannot be fetched; the next call tries again.
 */
export async function gameText(scripts: string): Promise<GameText> {
	runtime ??= load().catch((cause: unknown) => {
		runtime = undefined;
		throw cause;
	});
	const { code, linesBefore } = await runtime;
	return { code: new Blob([code, scripts], { type: 'text/javascript' }), linesBefore };
}

async function load(): Promise<GameText> {
	const response = await fetch(url).catch(() => undefined);
	if (!response?.ok)
		throw new GameFailure('missing', `It could not be fetched (${response?.status ?? 'offline'}).`);
	const text = `${await response.text()}\n`;
	return { code: new Blob([text]), linesBefore: text.split('\n').length - 1 };
}
