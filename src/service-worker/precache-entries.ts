/** The one page of the app: every address is answered with it. */
export const SHELL = '/200.html';

/** What Kit tells a service worker about the build it belongs to. */
export interface BuildFiles {
	/** Hashed files: scripts, styles, fonts, starter assets. */
	readonly build: readonly string[];
	/** Files of static/, under the same name in every version. */
	readonly files: readonly string[];
	readonly version: string;
}

export interface PrecacheEntry {
	readonly url: string;
	/** null: the name itself changes with the content. */
	readonly revision: string | null;
}

// The interface font in letters the interface has no words in: fetched when somebody types them.
const OTHER_LETTERS = /\/inter-(cyrillic|greek|vietnamese)[\w.-]*\.woff2$/;
// Shown by app stores and install dialogs, never by the app; Kit's own list of its files.
const NEVER_LOADED = /^\/(screenshots\/|\.)/;

/** Everything the app needs to open any page without a network. */
export function precacheEntries({ build, files, version }: BuildFiles): PrecacheEntry[] {
	return [
		{ url: SHELL, revision: version },
		...build.filter((url) => !OTHER_LETTERS.test(url)).map((url) => ({ url, revision: null })),
		...files.filter((url) => !NEVER_LOADED.test(url)).map((url) => ({ url, revision: version })),
	];
}
