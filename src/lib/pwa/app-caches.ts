/** The app's page, and what Home and the first paint need. Filled while a service worker installs. */
export const SHELL_CACHE = 'rastudios-app';
/** Everything else of the app: the engine, the page editor, decoders. Filled when first used, or in the background. */
export const PARTS_CACHE = 'rastudios-app-parts';
// What versions before this one kept letters in.
const OLD_FONTS = 'rastudios-fonts';

/** Whether a cache is the app's own. All others, such as an installed game's, are none of our business. */
export function isAppCache(name: string): boolean {
	return name === SHELL_CACHE || name.startsWith(`${SHELL_CACHE}-`) || name === OLD_FONTS;
}

/**
 * What the person wants kept of the app on this device. `open`: nothing said yet. `whole`: all of it was here once,
 * so a new version brings all of its own. `as-used`: they made room, and only what they use comes back.
 */
export type OfflineWish = 'open' | 'whole' | 'as-used';

/** Where the wish is kept, among the files of the shell: whoever clears the caches clears it too. */
export const WISH_KEY = '/offline-wish';

export async function readWish(caches: CacheStorage): Promise<OfflineWish> {
	const kept = await (await caches.open(SHELL_CACHE)).match(WISH_KEY);
	const wish = await kept?.text();
	return wish === 'whole' || wish === 'as-used' ? wish : 'open';
}

export async function writeWish(caches: CacheStorage, wish: OfflineWish): Promise<void> {
	await (await caches.open(SHELL_CACHE)).put(WISH_KEY, new Response(wish));
}
