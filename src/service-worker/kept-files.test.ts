import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { PARTS_CACHE, SHELL_CACHE, WISH_KEY, writeWish } from '#lib/pwa/app-caches.ts';
import { MemoryCaches } from '../../tests/helpers/memory-caches.ts';
import { readAppFiles } from './app-files.ts';
import { KeptFiles } from './kept-files.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('base64');
const row = ([url, text]: [string, string]) => [url, hash(text), Buffer.byteLength(text)];
const type = (url: string) => (url.endsWith('.html') ? 'text/html' : 'text/javascript; charset=utf-8');

type Content = Record<string, string>;

/** One version of the app, as a server has it and as its worker knows it. */
function version(name: string, shell: Content, parts: Content) {
	const list = JSON.stringify({
		version: name,
		shell: Object.entries(shell).map(row),
		parts: Object.entries(parts).map(row),
	});
	return { list, served: { ...shell, ...parts } };
}

const A = version(
	'A',
	{ '/200.html': 'page A', '/_app/immutable/home.a.js': 'home A' },
	{ '/_app/immutable/engine.a.js': 'engine A', '/_app/immutable/same.js': 'same' },
);
const B = version(
	'B',
	{ '/200.html': 'page B', '/_app/immutable/home.b.js': 'home B' },
	{ '/_app/immutable/engine.b.js': 'engine B', '/_app/immutable/same.js': 'same' },
);

function setup() {
	const caches = new MemoryCaches();
	/** What the server answers; a function decides each time it is asked. */
	const server = new Map<string, () => Response>();
	const deploy = ({ served }: typeof A) => {
		server.clear();
		for (const [url, text] of Object.entries(served)) {
			server.set(url, () => new Response(text, { headers: { 'content-type': type(url), 'x-kept': 'yes' } }));
		}
	};
	const fetch = vi.fn(async (url: string) => server.get(url)?.() ?? new Response('gone', { status: 404 }));
	const worker = ({ list }: typeof A) =>
		new KeptFiles(readAppFiles(list), { caches, fetch: fetch as unknown as typeof globalThis.fetch });
	deploy(A);
	return { caches, server, deploy, fetch, worker };
}

async function textOf(kept: KeptFiles, url: string): Promise<string | undefined> {
	const file = kept.find(url);
	return file && (await kept.read(file))?.text();
}

const keepAll = async (kept: KeptFiles) => {
	for (const url of (await kept.status()).missing) {
		const file = kept.find(url);
		if (file) expect(await kept.keep(file)).toEqual({ ok: true });
	}
};

test('[S43] a first installation brings the shell and nothing else', async () => {
	const { caches, worker } = setup();
	await worker(A).install();
	expect(caches.content[PARTS_CACHE] ?? []).toEqual([]);
	expect(await textOf(worker(A), '/200.html')).toBe('page A');
	expect(await worker(A).status()).toEqual({
		version: 'A',
		files: 4,
		missing: ['/_app/immutable/engine.a.js', '/_app/immutable/same.js'],
	});
});

test('[S43] where the whole app is kept, a new version comes whole, and fetches only what changed', async () => {
	const { caches, deploy, fetch, worker } = setup();
	await worker(A).install();
	await keepAll(worker(A));
	await writeWish(caches, 'whole');
	deploy(B);
	fetch.mockClear();
	await worker(B).install();
	expect((await worker(B).status()).missing).toEqual([]);
	expect(fetch.mock.calls.map(([url]) => url).toSorted()).toEqual([
		'/200.html',
		'/_app/immutable/engine.b.js',
		'/_app/immutable/home.b.js',
	]);
	expect((await worker(A).status()).missing, 'the running version keeps all of its files').toEqual([]);
});

const faults: [string, () => Response][] = [
	['is missing', () => new Response('gone', { status: 404 })],
	['comes as a page', () => new Response('page B', { headers: { 'content-type': 'text/html' } })],
	[
		'is another file of the same length',
		() => new Response('HOME b', { headers: { 'content-type': 'text/javascript' } }),
	],
	['is cut short', () => new Response('hom', { headers: { 'content-type': 'text/javascript' } })],
	[
		'comes as a page with the right bytes',
		() => new Response('home B', { headers: { 'content-type': 'text/html' } }),
	],
	[
		'cannot be fetched',
		() => {
			throw new TypeError('Failed to fetch');
		},
	],
	[
		'breaks off in the middle',
		() => {
			const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) });
			return new Response(body, { headers: { 'content-type': 'text/javascript' } });
		},
	],
];
test.each(faults)(
	'[S44] a file that %s fails the installation, and the version before stays whole',
	async (_, fault) => {
		const { caches, deploy, server, worker } = setup();
		await worker(A).install();
		await keepAll(worker(A));
		deploy(B);
		server.set('/_app/immutable/home.b.js', fault);
		await expect(worker(B).install()).rejects.toThrow('home.b.js');
		expect((await worker(A).status()).missing).toEqual([]);
		expect(await textOf(worker(A), '/200.html')).toBe('page A');
		expect(caches.content[SHELL_CACHE]).not.toContain('/_app/immutable/home.b.js');

		// The next attempt goes on from there.
		deploy(B);
		await worker(B).install();
		expect(await textOf(worker(B), '/_app/immutable/home.b.js')).toBe('home B');
	},
);

test('[S44] a full device fails the installation, and gets its room back', async () => {
	const { caches, deploy, worker } = setup();
	await worker(A).install();
	const before = caches.bytes;
	caches.room = before + 7;
	deploy(B);
	await expect(worker(B).install()).rejects.toThrow('full');
	expect(caches.bytes).toBe(before);
	expect(await textOf(worker(A), '/200.html')).toBe('page A');
});

test('[S44] what the browser has kept wrongly is asked of the server once more', async () => {
	const { fetch, worker } = setup();
	fetch.mockResolvedValueOnce(new Response('a hotel asks for your room number'));
	await worker(A).install();
	const modes = fetch.mock.calls as unknown as [string, RequestInit][];
	expect(modes.filter(([, { cache }]) => cache === 'reload')).toHaveLength(1);
});

test('[S44] what is kept says its headers and length, and nothing of how it travelled', async () => {
	const { server, worker } = setup();
	server.set(
		'/200.html',
		() =>
			new Response('page A', {
				headers: { 'content-type': 'text/html', 'content-encoding': 'gzip', 'x-kept': 'yes' },
			}),
	);
	await worker(A).install();
	const page = await worker(A).read(worker(A).page);
	expect(Object.fromEntries(page?.headers ?? [])).toEqual({
		'content-type': 'text/html',
		'content-length': '6',
		'x-kept': 'yes',
	});
});

test('[S45] asked twice at once, a file is fetched once', async () => {
	const { fetch, worker } = setup();
	const kept = worker(A);
	const engine = kept.find('/_app/immutable/engine.a.js');
	if (!engine) throw new Error('The version has no engine');
	await Promise.all([kept.keep(engine), kept.keep(engine)]);
	await kept.keep(engine);
	expect(fetch).toHaveBeenCalledOnce();
});

test('[S46] files of a version before are there until tidied, also for tabs that still ask for them', async () => {
	const { caches, deploy, worker } = setup();
	await worker(A).install();
	await keepAll(worker(A));
	deploy(B);
	const b = worker(B);
	await b.install();
	expect(await (await b.readAnyVersion('/_app/immutable/engine.a.js'))?.text()).toBe('engine A');
	await writeWish(caches, 'whole');
	await b.tidy();
	expect(await b.readAnyVersion('/_app/immutable/engine.a.js')).toBeUndefined();
	expect(caches.content).toEqual({
		[SHELL_CACHE]: [
			`/200.html?sha256=${encodeURIComponent(hash('page B'))}`,
			'/_app/immutable/home.b.js',
			WISH_KEY,
		],
		[PARTS_CACHE]: ['/_app/immutable/same.js'],
	});
});

test('[S48] only the app’s own caches are tidied', async () => {
	const { caches, worker } = setup();
	const others = ['a-game', 'rastudios-game-1', 'rastudios-apples'];
	for (const name of [...others, 'rastudios-fonts', 'rastudios-app-of-old']) {
		await (await caches.open(name)).put('/x', new Response('x'));
	}
	await worker(A).install();
	await worker(A).tidy();
	expect((await caches.keys()).toSorted()).toEqual([...others, SHELL_CACHE, PARTS_CACHE].toSorted());
	for (const name of others) expect(caches.content[name]).toEqual(['/x']);
});
