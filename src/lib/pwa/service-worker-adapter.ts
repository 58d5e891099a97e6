import { Workbox } from 'workbox-window';
import type { UpdateSource } from './update.svelte.ts';

const SCRIPT = '/service-worker.js';

/** Registers the service worker; null where the browser has none (private windows, plain http off localhost). */
export function serviceWorkerAdapter(): UpdateSource | null {
	if (!('serviceWorker' in navigator)) return null;
	const container = navigator.serviceWorker;
	const workbox = new Workbox(SCRIPT, { updateViaCache: 'none' });
	let registration: ServiceWorkerRegistration | undefined;
	let controlled = container.controller !== null;

	const check = async () => {
		// Offline, or the server is away: there is no new version to be had now.
		await registration?.update().catch(() => {});
	};
	const register = async () => {
		try {
			registration = await workbox.register();
		} catch (cause) {
			// The app works without; only offline start and install are missing.
			console.warn('The service worker could not be registered; the app will not open offline.', cause);
		}
	};

	return {
		watch({ waiting, replaced }) {
			workbox.addEventListener('waiting', waiting);
			container.addEventListener('controllerchange', () => {
				// The very first worker claims the page it came with: same version, nothing to say.
				if (controlled) replaced();
				controlled = true;
			});
			document.addEventListener('visibilitychange', () => {
				if (document.visibilityState === 'visible') void check();
			});
			void register();
		},
		takeOver() {
			const worker = registration?.waiting;
			worker?.postMessage({ type: 'SKIP_WAITING' });
			return Boolean(worker);
		},
		check,
		reload: () => location.reload(),
	};
}
