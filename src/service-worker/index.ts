import { readRequest, type KeepAnswer } from '#lib/pwa/worker-messages.ts';
import { IMMUTABLE, isPage, readAppFiles } from './app-files.ts';
import { hasType } from './fetch-file.ts';
import { KeptFiles } from './kept-files.ts';
import { allTabsRun } from './open-tabs.ts';

declare const self: ServiceWorkerGlobalScope;

// scripts/app-files.mjs writes the list of the build's files in here.
const files = readAppFiles('__APP_FILES__');
const kept = new KeptFiles(files, { caches: self.caches, fetch: self.fetch.bind(self) });
// Whoever brings files shares it; whoever removes some must be alone.
const LOCK = 'rastudios-app-files';

self.addEventListener('install', (event) => {
	event.waitUntil(whileKeeping(() => kept.install()));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(self.clients.claim().then(tidy));
});

self.addEventListener('message', (event) => {
	const request = readRequest(event.data);
	const answer = (value: unknown) => event.ports[0]?.postMessage(value);
	switch (request?.type) {
		// A new version waits until the page asks: it alone knows when the person's work is safe.
		case 'SKIP_WAITING':
			return event.waitUntil(self.skipWaiting());
		case 'offline-status':
			return event.waitUntil(kept.status().then(answer));
		case 'keep-file':
			return event.waitUntil(keepFile(request.url).then(answer));
		case 'tidy':
			return event.waitUntil(tidy());
		case undefined:
			return;
	}
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== self.location.origin) return;
	if (request.mode === 'navigate' && isPage(url.pathname)) return event.respondWith(answerPage(request));
	const file = kept.find(url.pathname);
	if (file) event.respondWith(answerFile(event, file));
	else if (url.pathname.startsWith(IMMUTABLE)) event.respondWith(answerOtherVersion(request));
});

/** Every page is the same one. Where it was cleared away, the network has it. */
async function answerPage(request: Request): Promise<Response> {
	return (await kept.read(kept.page)) ?? fetch(request);
}

/** A file of this version: kept from its first use on. */
async function answerFile(event: FetchEvent, file: Parameters<KeptFiles['keep']>[0]): Promise<Response> {
	const known = await kept.read(file);
	if (known) return known;
	const keeping = await whileKeeping(() => kept.keep(file));
	const now = keeping.ok ? await kept.read(file) : undefined;
	// What cannot be kept or verified is the network's to answer: online, nothing may fail because of us.
	return now ?? fetchOther(event.request);
}

/** A tab that runs another version asks for its own files. */
async function answerOtherVersion(request: Request): Promise<Response> {
	return (await kept.readAnyVersion(new URL(request.url).pathname)) ?? fetchOther(request);
}

/** From the network, where some servers answer with a page for whatever is missing. */
async function fetchOther(request: Request): Promise<Response> {
	const response = await fetch(request);
	const { pathname } = new URL(request.url);
	if (response.ok && !hasType(pathname, response))
		return new Response('There is no such file', { status: 404 });
	return response;
}

async function keepFile(url: string): Promise<KeepAnswer> {
	const file = kept.find(url);
	if (!file) return { problem: 'refused' };
	const done = await whileKeeping(() => kept.keep(file));
	return { problem: done.ok ? null : done.error };
}

/** Removes what other versions left, unless a tab may run one or a newer one has put its files beside ours. */
async function tidy(): Promise<void> {
	if (!(await allTabsRun(files.version, self.clients))) return;
	// Where somebody brings files just now, it is for another time.
	await self.navigator.locks.request(LOCK, { mode: 'exclusive', ifAvailable: true }, async (lock) => {
		const { installing, waiting } = self.registration;
		if (lock && !installing && !waiting) await kept.tidy();
	});
}

async function whileKeeping<T>(run: () => Promise<T>): Promise<T> {
	return await self.navigator.locks.request(LOCK, { mode: 'shared' }, run);
}
