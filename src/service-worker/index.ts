import { registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { readRequest, type KeepAnswer } from '#lib/pwa/worker-messages.ts';
import { IMMUTABLE, isPage, readAppFiles, type AppFile } from './app-files.ts';
import { hasType } from './fetch-file.ts';
import { KeptFiles } from './kept-files.ts';
import { allTabsRun } from './open-tabs.ts';

declare const self: ServiceWorkerGlobalScope;

// scripts/app-files.mjs writes the list of the build's files in here.
const files = readAppFiles('__APP_FILES__');
const kept = new KeptFiles(files, { caches: self.caches, fetch: self.fetch.bind(self) });
// Whoever brings files shares it; whoever removes some must be alone.
const LOCK = 'rastudios-app-files';
let steppedAside = false;

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
		case 'step-aside':
			steppedAside = true;
			return answer(true);
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

// Some servers answer with a page for whatever is missing.
const network = new NetworkOnly({ plugins: [{ fetchDidSucceed: refusePageForFile }] });

// Every page is the same one. Where it was cleared away, the network has it.
registerRoute(
	({ request, sameOrigin, url }) => sameOrigin && request.mode === 'navigate' && isPage(url.pathname),
	async ({ request }) => (await pageOfNext(request)) ?? (await kept.read(kept.page)) ?? fetch(request),
);

// A file of this version: kept from its first use on.
registerRoute(
	({ sameOrigin, url }) => sameOrigin && kept.find(url.pathname) !== undefined,
	async ({ event, request, url }) => {
		const file = kept.find(url.pathname);
		// What cannot be kept or verified is the network's to answer: online, nothing may fail because of us.
		return (file && (await readOrKeep(file))) ?? network.handle({ event, request });
	},
);

// A tab that runs another version asks for its own files.
registerRoute(
	({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith(IMMUTABLE),
	async ({ event, request, url }) =>
		(await kept.readAnyVersion(url.pathname)) ?? network.handle({ event, request }),
);

/** The server's page, once somebody asked for the next version while the browser holds on to this worker. */
async function pageOfNext(request: Request): Promise<Response | undefined> {
	if (!steppedAside) return undefined;
	const answer = await fetch(request).catch(() => undefined); // without a server, ours is better than none
	return answer?.ok ? answer : undefined;
}

async function readOrKeep(file: AppFile): Promise<Response | undefined> {
	const known = await kept.read(file);
	if (known) return known;
	const keeping = await whileKeeping(() => kept.keep(file));
	return keeping.ok ? kept.read(file) : undefined;
}

async function refusePageForFile({ request, response }: { request: Request; response: Response }) {
	const isOther = response.ok && !hasType(new URL(request.url).pathname, response);
	return isOther ? new Response('There is no such file', { status: 404 }) : response;
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
