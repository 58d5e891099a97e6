import { askWorker } from './ask-worker.ts';
import { offlineAdapter } from './offline-adapter.ts';
import type { OfflineSource } from './offline-copy.svelte.ts';
import type { UpdateSource } from './update.svelte.ts';
import { readStatus, WHICH_VERSION, type WorkerRequest } from './worker-messages.ts';

const SCRIPT = '/service-worker.js';
const INSTALL_LIMIT_MS = 60_000;
// A browser keeps the old worker for minutes while it has work, or has just been started again.
const TAKE_OVER_LIMIT_MS = 4_000;
const ANSWER_LIMIT_MS = 2_000;

/**
 * The service worker, for a page that runs `version` and began under the worker `first`; null where the browser has none
 * (private windows, plain http off localhost).
 */
export function serviceWorkerAdapter(
	version: string,
	first: ServiceWorker | null,
): { update: UpdateSource; offline: OfflineSource } | null {
	if (!('serviceWorker' in navigator)) return null;
	const worker = new RegisteredWorker(navigator.serviceWorker, version, first);
	answerVersion(navigator.serviceWorker, version);
	return { update: worker, offline: offlineAdapter(() => worker.register()) };
}

/** The one registration of the app's worker, and the versions that come through it. */
class RegisteredWorker implements UpdateSource {
	#container: ServiceWorkerContainer;
	#registration: ServiceWorkerRegistration | undefined;
	#registering: Promise<ServiceWorkerRegistration | undefined> | null = null;
	#waiting = () => {};
	#replaced = () => {};
	readonly #version: string;
	/** The worker the page began under: it may be another's turn before anybody watches. */
	readonly #first: ServiceWorker | null;

	constructor(container: ServiceWorkerContainer, version: string, first: ServiceWorker | null) {
		this.#container = container;
		this.#version = version;
		this.#first = first;
	}

	/** Registers the worker, again when it could not be installed before; undefined when the browser refuses. */
	register(): Promise<ServiceWorkerRegistration | undefined> {
		const { active, waiting, installing } = this.#registration ?? {};
		if (active ?? waiting ?? installing) return Promise.resolve(this.#registration);
		this.#registering ??= this.#register().finally(() => (this.#registering = null));
		return this.#registering;
	}

	async #register(): Promise<ServiceWorkerRegistration | undefined> {
		try {
			const registration = await this.#container.register(SCRIPT, { updateViaCache: 'none' });
			const look = () => void this.#lookAtWaiting(registration);
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
		this.#replaced = replaced;
		if (this.#first && this.#container.controller !== this.#first) void this.#lookAtController();
		this.#container.addEventListener('controllerchange', () => void this.#lookAtController());
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void this.check();
		});
		void this.register();
	}

	/** The page may run the version that waits already, where the browser held on to the older worker. */
	async #lookAtWaiting({ waiting, active }: ServiceWorkerRegistration): Promise<void> {
		if (!waiting || !active) return;
		if (await this.#isOurs(waiting)) say(waiting, 'SKIP_WAITING');
		else this.#waiting();
	}

	/** The very first worker, and one that comes late, are of the page's own version. */
	async #lookAtController(): Promise<void> {
		const { controller } = this.#container;
		if (!controller || !(await this.#isOurs(controller))) this.#replaced();
	}

	async #isOurs(worker: ServiceWorker): Promise<boolean> {
		const status = readStatus(await askWorker(worker, { type: 'offline-status' }, ANSWER_LIMIT_MS));
		return status?.version === this.#version;
	}

	takeOver(): boolean {
		const worker = this.#registration?.waiting;
		if (!worker) return false;
		say(worker, 'SKIP_WAITING');
		const timer = setTimeout(() => void this.#goAround(), TAKE_OVER_LIMIT_MS);
		this.#container.addEventListener('controllerchange', () => clearTimeout(timer), { once: true });
		return true;
	}

	/** The person's yes does not wait for the older worker's end: it lets the next page through. */
	async #goAround(): Promise<void> {
		const { controller } = this.#container;
		if (controller) await askWorker(controller, { type: 'step-aside' }, ANSWER_LIMIT_MS);
		this.#replaced();
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

function say(worker: ServiceWorker, type: 'SKIP_WAITING'): void {
	worker.postMessage({ type } satisfies WorkerRequest);
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
