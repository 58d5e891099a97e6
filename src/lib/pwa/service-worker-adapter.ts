import { offlineAdapter } from './offline-adapter.ts';
import type { OfflineSource } from './offline-copy.svelte.ts';
import type { UpdateSource } from './update.svelte.ts';
import { WHICH_VERSION, type WorkerRequest } from './worker-messages.ts';

const SCRIPT = '/service-worker.js';
const INSTALL_LIMIT_MS = 60_000;

/**
 * The service worker, for a page that runs `version`; null where the browser has none (private windows, plain http off
 * localhost).
 */
export function serviceWorkerAdapter(
	version: string,
): { update: UpdateSource; offline: OfflineSource } | null {
	if (!('serviceWorker' in navigator)) return null;
	const worker = new RegisteredWorker(navigator.serviceWorker);
	answerVersion(navigator.serviceWorker, version);
	return { update: worker, offline: offlineAdapter(() => worker.register()) };
}

/** The one registration of the app's worker, and the versions that come through it. */
class RegisteredWorker implements UpdateSource {
	#container: ServiceWorkerContainer;
	#registration: ServiceWorkerRegistration | undefined;
	#registering: Promise<ServiceWorkerRegistration | undefined> | null = null;
	#waiting = () => {};

	constructor(container: ServiceWorkerContainer) {
		this.#container = container;
	}

	/** Registers the worker, again when it could not be installed before; undefined when the browser refuses. */
	register(): Promise<ServiceWorkerRegistration | undefined> {
		const { active, waiting, installing } = this.#registration ?? {};
		if (active ?? waiting ?? installing) return Promise.resolve(this.#registration);
		this.#registering ??= this.#register().finally(() => (this.#registering = null));
		return this.#registering;
	}

	async #register(): Promise<ServiceWorkerRegistration | undefined> {
		await whenLoaded();
		try {
			const registration = await this.#container.register(SCRIPT, { updateViaCache: 'none' });
			const look = () => {
				if (registration.waiting && registration.active) this.#waiting();
			};
			registration.addEventListener('updatefound', () => {
				registration.installing?.addEventListener('statechange', look);
			});
			look();
			this.#registration = registration;
		} catch (cause) {
			// The app works without; only offline start and install are missing.
			console.warn('The service worker could not be registered; the app will not open offline.', cause);
		}
		return this.#registration;
	}

	watch({ waiting, replaced }: Parameters<UpdateSource['watch']>[0]): void {
		this.#waiting = waiting;
		let controlled = this.#container.controller !== null;
		this.#container.addEventListener('controllerchange', () => {
			// The very first worker claims the page it came with: same version, nothing to say.
			if (controlled) replaced();
			controlled = true;
		});
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void this.check();
		});
		void this.register();
	}

	takeOver(): boolean {
		const worker = this.#registration?.waiting;
		worker?.postMessage({ type: 'SKIP_WAITING' } satisfies WorkerRequest);
		return Boolean(worker);
	}

	async check(): Promise<void> {
		// Offline, or the server is away: there is no new version to be had now.
		await this.#registration?.update().catch(() => {});
	}

	async findNewer(): Promise<void> {
		await this.check();
		const coming = this.#registration?.installing;
		if (coming) await whenInstalled(coming);
	}
}

/** Tells a worker which version this tab runs: files of versions that no tab runs can go. */
function answerVersion(container: ServiceWorkerContainer, version: string): void {
	container.addEventListener('message', ({ data, ports }: MessageEvent<unknown>) => {
		const asked = typeof data === 'object' && data !== null && 'type' in data && data.type === WHICH_VERSION;
		if (asked) ports[0]?.postMessage(version);
	});
	container.startMessages();
}

/** The first screen comes first: a worker that installs takes the line for itself. */
function whenLoaded(): Promise<void> {
	if (document.readyState === 'complete') return Promise.resolve();
	return new Promise((resolve) => window.addEventListener('load', () => resolve(), { once: true }));
}

function whenInstalled(worker: ServiceWorker): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, INSTALL_LIMIT_MS);
		worker.addEventListener('statechange', () => {
			if (worker.state === 'installing') return;
			clearTimeout(timer);
			resolve();
		});
	});
}
