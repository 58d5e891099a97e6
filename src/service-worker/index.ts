import { build, files, version } from '$service-worker';
import { ExpirationPlugin } from 'workbox-expiration';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { precacheEntries, SHELL } from './precache-entries.ts';

declare const self: ServiceWorkerGlobalScope;

// The two caches this worker owns; it never touches another, which may be an installed game's.
const APP_CACHE = 'rastudios-app';
const FONT_CACHE = 'rastudios-fonts';
const IMMUTABLE = '/_app/immutable/';

const app = new PrecacheController({ cacheName: APP_CACHE });
app.addToCacheList(precacheEntries({ build, files, version }));

self.addEventListener('install', (event) => {
	void app.install(event);
});

self.addEventListener('activate', (event) => {
	event.waitUntil(self.clients.claim().then(() => removeOldFiles(event)));
});

// A new version waits until the page asks: it alone knows when the person's work is safe.
self.addEventListener('message', (event) => {
	const message: unknown = event.data;
	if (typeof message !== 'object' || message === null || !('type' in message)) return;
	if (message.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

registerRoute(new PrecacheRoute(app));

const shell = app.createHandlerBoundToURL(SHELL);
registerRoute(
	new NavigationRoute(
		(options) => {
			const { event } = options;
			event.waitUntil(removeOldFiles(event));
			return shell(options);
		},
		{ denylist: [/^\/(api|sync|healthz)(\/|$)/] },
	),
);

// Scripts of other languages' letters: kept once somebody needed them.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.woff2'),
	new CacheFirst({ cacheName: FONT_CACHE, plugins: [new ExpirationPlugin({ maxEntries: 40 })] }),
);

// A tab that still runs the version before may ask for its own chunks, which this version does not list.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(IMMUTABLE),
	async ({ request }) => {
		const cache = await caches.open(APP_CACHE);
		return (await cache.match(request)) ?? fetch(request);
	},
);

/**
 * Removes files of versions gone by, once nobody can need them: no tab is open that may run one, and no newer
 * version has put its files beside ours.
 */
async function removeOldFiles(event: ExtendableEvent): Promise<void> {
	const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const { installing, waiting } = self.registration;
	if (tabs.length === 0 && !installing && !waiting) await app.activate(event);
}
