import { err, ok } from '#lib/base/result.ts';
import { isAppCache, PARTS_CACHE, readWish, SHELL_CACHE, writeWish } from './app-caches.ts';
import { askWorker } from './ask-worker.ts';
import type { KeptCache, OfflineSource } from './offline-copy.svelte.ts';
import { readKeepAnswer, readStatus, type WorkerRequest } from './worker-messages.ts';

// A worker of another version may not know the question; a slow line needs its time for a file.
const PATIENCE_MS = { 'offline-status': 10_000, 'keep-file': 120_000 };
// For each of some three hundred files: a page that is never idle has all of them in a few minutes.
const IDLE_LIMIT_MS = 2000;
const ROOM_FOR_WORK = 64 * 1024 * 1024;

/** What Chromium knows of the connection, which no standard type describes. */
interface Connection {
	readonly saveData?: boolean;
	readonly type?: string;
	readonly effectiveType?: string;
}

/** The offline copy's worker and caches in the browser; `register` resolves to the registration, undefined if refused. */
export function offlineAdapter(
	register: () => Promise<ServiceWorkerRegistration | undefined>,
): OfflineSource {
	let worker: ServiceWorker | null = null;
	return {
		async whenInstalled() {
			const registration = await register();
			worker = registration ? await whenActive(registration) : null;
			return worker !== null;
		},
		async status() {
			return readStatus(await ask(worker, { type: 'offline-status' }));
		},
		async keep(url) {
			const { problem } = readKeepAnswer(await ask(worker, { type: 'keep-file', url }));
			return problem ? err(problem) : ok();
		},
		frugality,
		whenIdle,
		readWish: () => readWish(caches),
		writeWish: (wish) => writeWish(caches, wish),
		async removeParts() {
			await caches.delete(PARTS_CACHE);
		},
		listCaches,
		tidy: () => worker?.postMessage({ type: 'tidy' } satisfies WorkerRequest),
		watch(changed) {
			navigator.serviceWorker.addEventListener('controllerchange', changed);
			window.addEventListener('online', changed);
			document.addEventListener('visibilitychange', () => {
				if (document.visibilityState === 'visible') changed();
			});
		},
	};
}

/** The worker that answers for the app, once there is one; null when its installation failed. */
function whenActive(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
	if (registration.active) return Promise.resolve(registration.active);
	const coming = registration.installing ?? registration.waiting;
	if (!coming) return Promise.resolve(null);
	return new Promise((resolve) => {
		const look = () => {
			if (coming.state === 'activated') resolve(coming);
			if (coming.state === 'redundant') resolve(registration.active);
		};
		coming.addEventListener('statechange', look);
		look();
	});
}

function ask(
	worker: ServiceWorker | null,
	request: WorkerRequest & { type: keyof typeof PATIENCE_MS },
): Promise<unknown> {
	return worker ? askWorker(worker, request, PATIENCE_MS[request.type]) : Promise.resolve(undefined);
}

async function frugality(): Promise<'saving-data' | 'metered' | 'full' | null> {
	const connection = (navigator as { connection?: Connection }).connection;
	if (connection?.saveData) return 'saving-data';
	const slow = /^(slow-)?2g$/.test(connection?.effectiveType ?? '');
	if (slow || connection?.type === 'cellular') return 'metered';
	const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
	return quota - usage < ROOM_FOR_WORK ? 'full' : null;
}

function whenIdle(): Promise<void> {
	return new Promise((resolve) => {
		// A page that nobody sees is idle, and is called back late. Safari has no idle callback at all.
		const seen = document.visibilityState === 'visible';
		if (seen && 'requestIdleCallback' in window)
			requestIdleCallback(() => resolve(), { timeout: IDLE_LIMIT_MS });
		else setTimeout(resolve);
	});
}

async function listCaches(): Promise<KeptCache[]> {
	const names = await caches.keys();
	return await Promise.all(
		names.map(async (name) => ({ name, what: kindOf(name), ...(await measure(name)) })),
	);
}

function kindOf(name: string): KeptCache['what'] {
	if (name === SHELL_CACHE) return 'shell';
	return isAppCache(name) ? 'parts' : 'other';
}

async function measure(name: string): Promise<{ bytes: number; entries: number }> {
	const cache = await caches.open(name);
	const requests = await cache.keys();
	let bytes = 0;
	for (const request of requests) {
		const response = await cache.match(request);
		// Ours say their length; what others put there has to be looked at.
		const length = response?.headers.get('content-length');
		bytes += length ? Number(length) : ((await response?.blob())?.size ?? 0);
	}
	return { bytes, entries: requests.length };
}
