import { PARTS_CACHE, SHELL_CACHE } from '#lib/pwa/app-caches.ts';

/** A file of the app, as the build made it. */
export interface AppFile {
	readonly url: string;
	/** sha-256 of the content, in base64: what the file is known by wherever it comes from. */
	readonly hash: string;
	readonly bytes: number;
	readonly cache: typeof SHELL_CACHE | typeof PARTS_CACHE;
}

/** All files of one version; made by scripts/app-files.mjs. */
export interface AppFiles {
	readonly version: string;
	/** What Home and the first paint need: installed with the worker. */
	readonly shell: readonly AppFile[];
	/** The rest: kept when first used, or in the background. */
	readonly parts: readonly AppFile[];
}

/** The one page of the app: every address is answered with it. */
export const SHELL_PAGE = '/200.html';
/** Files whose name changes with their content. */
export const IMMUTABLE = '/_app/immutable/';

type Row = readonly [url: string, hash: string, bytes: number];

/** Reads the list that the build wrote into the worker; throws when it did not, and then nothing is installed. */
export function readAppFiles(text: string): AppFiles {
	const { version, shell, parts } = JSON.parse(text) as { version: string; shell: Row[]; parts: Row[] };
	const files = (rows: readonly Row[], cache: AppFile['cache']) =>
		rows.map(([url, hash, bytes]): AppFile => ({ url, hash, bytes, cache }));
	return { version, shell: files(shell, SHELL_CACHE), parts: files(parts, PARTS_CACHE) };
}

/** Under which address a file is kept: names that stay the same in every version get their content's hash. */
export function keyOf({ url, hash }: AppFile): string {
	return url.startsWith(IMMUTABLE) ? url : `${url}?sha256=${encodeURIComponent(hash)}`;
}

/** Whether an address is a page of the app, not one of its files and not the server's. */
export function isPage(path: string): boolean {
	return !/^\/(api|sync|healthz)(\/|$)/.test(path) && !/\.[^/]+$/.test(path);
}
