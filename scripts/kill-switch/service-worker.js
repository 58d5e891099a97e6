// A service worker that removes itself. A host puts it in the place of a broken one (`npm run build -- --kill-switch`,
// or copy it over /service-worker.js): browsers fetch it at the next visit, and from then on the app comes from the network.
// It deletes the app's own caches only: never an installed game's, and never what people made.
const isAppCache = (name) =>
	name === 'rastudios-app' || name.startsWith('rastudios-app-') || name === 'rastudios-fonts';
const PATIENCE_MS = 3000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(withdraw()));

async function withdraw() {
	const names = await caches.keys();
	await Promise.all(names.filter(isAppCache).map((name) => caches.delete(name)));
	await self.registration.unregister();
	// Only tabs that the broken worker served: one opened since has nothing to do with it.
	const tabs = await self.clients.matchAll({ type: 'window' });
	await Promise.all(tabs.map(reloadIfDead));
}

/** A living tab offers its person the reload itself, after saving; a blank one cannot, and has nothing to lose. */
async function reloadIfDead(tab) {
	if (await answers(tab)) return;
	await tab.navigate(tab.url).catch(() => {}); // closed meanwhile
}

function answers(tab) {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => resolve(true);
		setTimeout(() => resolve(false), PATIENCE_MS);
		tab.postMessage({ type: 'which-version' }, [port2]);
	});
}
