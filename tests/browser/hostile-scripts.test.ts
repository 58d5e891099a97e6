import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserProfile } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

type AppConfig = {
	readonly kit: { readonly csp: { readonly directives: Readonly<Record<string, unknown>> } };
};
const { default: config } = (await import(String(new URL('../../svelte.config.js', import.meta.url)))) as {
	readonly default: AppConfig;
};

/** The page's own policy, as the app has it. */
const policy = Object.entries(config.kit.csp.directives)
	.map(([name, values]) => `${name} ${[values].flat().map(quoted).join(' ')}`)
	.join('; ');

function quoted(value: unknown): string {
	const word = String(value);
	return word.includes(':') || word.startsWith('/') ? word : `'${word}'`;
}

const script = (body: string) => `import { Script } from 'rastudios';
export default class Bad extends Script {
	${body}
}`;

/** Names that lead out of a script's world, by what they lead to. */
const WAYS_OUT = {
	storage: [
		'indexedDB',
		'caches',
		'localStorage',
		'sessionStorage',
		'cookieStore',
		'navigator',
		'StorageManager',
	],
	network: [
		'fetch',
		'XMLHttpRequest',
		'WebSocket',
		'EventSource',
		'WebTransport',
		'WebSocketStream',
		'importScripts',
		'Request',
		'RTCPeerConnection',
		'RTCDataChannel',
	],
	parent: ['parent', 'top', 'window', 'frames', 'opener', 'document', 'self', 'location', 'origin'],
	pages: ['open', 'navigation', 'history', 'alert', 'print', 'clients', 'registration', 'fetchLater'],
	others: [
		'Worker',
		'SharedWorker',
		'BroadcastChannel',
		'MessageChannel',
		'MessagePort',
		'postMessage',
		'close',
		'onmessage',
	],
	time: [
		'setTimeout',
		'setInterval',
		'requestAnimationFrame',
		'queueMicrotask',
		'SharedArrayBuffer',
		'Atomics',
	],
	own: [
		'__rastudios',
		'addEventListener',
		'dispatchEvent',
		'EventTarget',
		'Blob',
		'URL',
		'OffscreenCanvas',
		'Notification',
	],
} as const;

describeInBrowsers('a script of a stranger', BROWSERS, (kind) => {
	let [server, profile, page]: [PageServer?, BrowserProfile?, Page?] = [];
	beforeAll(async () => {
		server = await PageServer.start(policy);
		profile = await BrowserProfile.create(kind);
		page = await profile.open(`${server.origin}/current/sandbox.html`);
	});
	afterAll(async () => {
		await profile?.dispose();
		await server?.close();
	});
	/** All on one page: what one leaves behind, the next would meet. */
	const onPage = <T>(run: (page: Page, server: PageServer) => Promise<T>): Promise<T> => run(page!, server!);

	test.each(Object.entries(WAYS_OUT))('[T18] has no way to %s', async (_, names) => {
		const found = `[${names.map((name) => `typeof ${name} === 'undefined' ? '' : '${name}'`).join(', ')}].filter(Boolean).join(' ')`;
		const { lines, x } = await onPage((page) =>
			page.evaluate(
				(text) => globalThis.sandbox.play(text, 3),
				script(`start() { this.log('found:', ${found}); }`),
			),
		);
		expect(lines).toEqual(['found: ']);
		expect(x).toBe(3);
	});

	test.each([
		['eval', 'eval("1")'],
		['a function of text', 'new Function("return 1")()'],
		['a function of text, by a detour', '(() => {}).constructor("return 1")()'],
		['a generator of text', '(function* () {}).constructor("yield 1")().next()'],
		['text that waits', '(async () => {}).constructor("return 1")()'],
		['text of its maker', 'this.game.constructor.constructor("return 1")()'],
	])('[T18] cannot run text: %s', async (_, code) => {
		const { lines } = await onPage((page) =>
			page.evaluate(
				(text) => globalThis.sandbox.play(text, 2),
				script(`start() { ${code}; this.log('ran'); }`),
			),
		);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(/EvalError|CSP|Content Security Policy|eval is not defined/);
	});

	test('[T18] asks nobody for modules', async () => {
		await onPage(async (page, server) => {
			const code = script(
				`start() { for (const at of ['${server.origin}/leak-a', 'data:text/javascript,1', 'blob:null/x']) import(at).then(() => this.log('ran'), () => this.log('refused')); }`,
			);
			const { lines } = await page.evaluate((text) => globalThis.sandbox.play(text, 60), code);
			expect(lines).not.toContain('ran');
			expect(server.asked.filter((url) => url.includes('leak'))).toEqual([]);
		});
	});

	test('[T18] not even a text that is no script of ours, in the frame alone, reaches anybody', async () => {
		const tries = {
			fetch: "await fetch('ORIGIN/leak-fetch')",
			request:
				"await new Promise((done, fail) => { const x = new XMLHttpRequest(); x.onload = done; x.onerror = fail; x.open('GET', 'ORIGIN/leak-xhr'); x.send(); })",
			socket:
				"await new Promise((done, fail) => { const s = new WebSocket('ORIGIN/leak-socket'.replace('http', 'ws')); s.onopen = done; s.onerror = fail; })",
			events:
				"await new Promise((done, fail) => { const s = new EventSource('ORIGIN/leak-events'); s.onopen = done; s.onerror = fail; })",
			transport: "await new WebTransport('https://127.0.0.1:1/leak-transport').ready",
			beacon: "if (!navigator.sendBeacon('ORIGIN/leak-beacon')) throw 0",
			picture: "await createImageBitmap(await (await fetch('ORIGIN/leak-picture')).blob())",
			font: "await new FontFace('a', 'url(ORIGIN/leak-font)').load()",
			calls: 'new RTCPeerConnection()',
			shared: "new SharedWorker('ORIGIN/leak-shared')",
			script: "importScripts('ORIGIN/leak-script')",
			module: "await import('ORIGIN/leak-module')",
			worker:
				"await new Promise((done, fail) => { const w = new Worker('ORIGIN/leak-worker'); w.onmessage = done; w.onerror = fail; })",
			database:
				"await new Promise((done, fail) => { const r = indexedDB.open('leak'); r.onsuccess = done; r.onerror = fail; })",
			cache: "await caches.open('leak')",
			files: 'await navigator.storage.getDirectory()',
			locks: "await navigator.locks.request('leak', () => 1)",
			text: "eval('1')",
		};
		await onPage(async (page, server) => {
			const all = Object.entries(tries).map(
				([name, code]) => `try { ${code}; ran.push('${name}'); } catch {}`,
			);
			const text = `onmessage = async ({ ports: [port] }) => { const ran = []; ${all.join('\n')} port.postMessage(ran); };`;
			const said = await page.evaluate(
				(code) => globalThis.sandbox.runRaw(code, 3000),
				text.replaceAll('ORIGIN', server.origin),
			);
			expect(said).toEqual([[]]);
			expect(server.asked.filter((url) => url.includes('leak'))).toEqual([]);
		});
	});

	test('[T18] knows the time and chance of its game alone', async () => {
		const code = script(
			`update() { if (this.game.tick === 60) this.log(Date.now(), new Date().getFullYear(), performance.now() === Date.now(), Math.random()); }`,
		);
		const [first, second] = await onPage(async (page) => [
			await page.evaluate((text) => globalThis.sandbox.play(text, 61), code),
			await page.evaluate((text) => globalThis.sandbox.play(text, 61), code),
		]);
		expect(first.lines[0]).toMatch(/^946684801000 2000 true 0\./);
		expect(second.lines).toEqual(first.lines);
	});

	test('[T18] spoils its own world at most', async () => {
		const code = script(`start() {
	Object.prototype.spoilt = 1; Array.prototype.push = () => 0; Map.prototype.get = () => 0; Promise.prototype.then = () => 0;
	Error.prepareStackTrace = (error, frames) => frames.map((frame) => String(frame.getThis?.())).join();
	this.game.vars.__proto__ = { spoilt: 1 }; this.game.save.set('__proto__', { __proto__: { spoilt: 1 } });
}`);
		await onPage(async (page) => {
			await page.evaluate((text) => globalThis.sandbox.play(text, 3), code);
			expect(await page.evaluate(() => 'spoilt' in {} || [1].push(1) !== 2)).toBe(false);
			const after = await page.evaluate(
				(text) => globalThis.sandbox.play(text, 3),
				script('start() { this.log("fine"); }'),
			);
			expect(after).toMatchObject({ lines: ['fine'], x: 3, failure: null });
		});
	});

	test.each([
		['loops for ever', 'update() { for (;;); }'],
		['loops for ever in its start', 'start() { while (true); }'],
		['asks a regular expression that never ends', `start() { /^(a+)+$/.test('a'.repeat(64) + 'b'); }`],
		[
			'waits for itself',
			'start() { const again = () => { for (;;) Promise.resolve().then(again); }; again(); }',
		],
		['loops for ever as it is read', '}\nfor (;;);\nclass Other {'],
		['loops for ever as its class is made', 'static all = (() => { for (;;); })();'],
		['loops for ever in a timer', 'start() { this.after(0.02, () => { for (;;); }); }'],
		['sorts for ever', 'start() { for (;;) [3, 1, 2].sort(() => { for (;;); }); }'],
	])('[T6] what %s is stopped and named, and the page goes on', async (_, body) => {
		await onPage(async (page) => {
			const { failure } = await page.evaluate((text) => globalThis.sandbox.play(text, 5), script(body));
			expect(failure).toMatchObject({ reason: 'stuck', script: 'Bad'.padEnd(22, '-') });
			expect(await page.evaluate(() => globalThis.sandbox.frames())).toBe(0);
			const after = await page.evaluate(
				(text) => globalThis.sandbox.play(text, 3),
				script('start() { this.log("fine"); }'),
			);
			expect(after).toMatchObject({ lines: ['fine'], failure: null });
		});
	});

	test.each([
		[
			'lists',
			'start() { const all = []; for (;;) all.push(new Array(1_000_000).fill(this.game.random.next())); }',
		],
		['text', `start() { let all = 'x'; for (;;) all += all + this.game.tick; }`],
		['bytes', 'start() { const all = []; for (;;) all.push(new Uint8Array(500_000_000).fill(1)); }'],
		[
			'objects, a little in every tick',
			'all = []; update() { for (let i = 0; i < 3_000_000; i++) this.all.push({ i }); }',
		],
	])('[T6] what fills the memory with %s takes nothing but itself along', async (_, body) => {
		await onPage(async (page) => {
			const bad = await page.evaluate((text) => globalThis.sandbox.play(text, 300), script(body));
			expect(bad.failure ?? bad.lines[0]).toBeTruthy();
			const after = await page.evaluate(
				(text) => globalThis.sandbox.play(text, 3),
				script('start() { this.log("fine"); }'),
			);
			expect(after).toMatchObject({ lines: ['fine'], failure: null });
		});
	});
});

describe('the frame of a sandbox', () => {
	test('the policy of the tests is the one of the app', () => {
		expect(policy).toMatch(/script-src 'self' 'sha256-.+' 'wasm-unsafe-eval'; /);
	});
});
