import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { findChromium, findFirefox } from '../../../scripts/setup.mjs';

export type BrowserKind = 'chromium' | 'firefox';

/** Which browsers this machine has. Chromium always: `npm test` makes sure of it. */
const EXECUTABLES: { readonly [kind in BrowserKind]: string | null } = {
	chromium: findChromium(),
	firefox: findFirefox(),
};

/** Why tests in this browser are skipped; `null` when it is here. */
export function skipReason(kind: BrowserKind): string | null {
	if (EXECUTABLES[kind]) return null;
	return kind === 'firefox'
		? 'no Firefox: neither FIREFOX_PATH nor firefox-esr or firefox on the PATH'
		: 'no Chromium: neither CHROMIUM_PATH nor chromium on the PATH';
}

const FLAGS: { readonly [kind in BrowserKind]: readonly string[] } = {
	chromium: [
		'--no-sandbox',
		'--disable-gpu',
		'--disable-quic',
		'--disable-background-networking',
		// Tabs behind others go on as if they were looked at.
		'--disable-renderer-backgrounding',
		'--disable-background-timer-throttling',
		'--disable-backgrounding-occluded-windows',
	],
	firefox: [],
};

const FIREFOX_PREFERENCES = {
	// Nothing of the browser's own leaves this machine, and none of its pages are in the way.
	'browser.shell.checkDefaultBrowser': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'app.normandy.enabled': false,
	// Tabs behind others go on as if they were looked at.
	'dom.min_background_timeout_value': 4,
	'dom.min_background_timeout_value_without_budget_throttling': 4,
	'dom.timeout.enable_budget_timer_throttling': false,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
};

/** Draws 3D in software, where the machine has nothing else. */
export const WITH_PICTURE = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** One profile of a real browser, on disk: closed, killed and opened again, nothing but the disk survives. */
export class BrowserProfile {
	readonly kind: BrowserKind;
	readonly #folder: string;
	readonly #flags: readonly string[];
	#browser: Browser | null = null;

	private constructor(kind: BrowserKind, folder: string, flags: readonly string[]) {
		this.kind = kind;
		this.#folder = folder;
		this.#flags = flags;
	}

	/** `flags`: of the command line, beside the usual ones. */
	static async create(kind: BrowserKind, flags: readonly string[] = []): Promise<BrowserProfile> {
		const folder = await mkdtemp(join(tmpdir(), `rastudios-${kind}-`));
		const profile = new BrowserProfile(kind, folder, flags);
		await profile.launch();
		return profile;
	}

	get running(): boolean {
		return this.#browser !== null;
	}

	get browser(): Browser {
		if (!this.#browser) throw new Error('The browser is closed');
		return this.#browser;
	}

	async launch(): Promise<void> {
		this.#browser = await puppeteer.launch({
			browser: this.kind === 'chromium' ? 'chrome' : 'firefox',
			executablePath: EXECUTABLES[this.kind] ?? '',
			userDataDir: this.#folder,
			args: [...FLAGS[this.kind], ...this.#flags],
			extraPrefsFirefox: FIREFOX_PREFERENCES,
			protocolTimeout: 60_000,
		});
	}

	/** One more tab, at this address. */
	async open(url: string): Promise<Page> {
		const page = await this.browser.newPage();
		page.on('pageerror', (thrown) => console.error(`${url}: ${String(thrown)}`));
		await page.goto(url);
		return page;
	}

	/** Commands to Chromium as a whole, through a tab of its own. */
	async session(): Promise<CDPSession> {
		const [page = await this.browser.newPage()] = await this.browser.pages();
		return page.createCDPSession();
	}

	/** Ends the browser as a person does, and starts it again. */
	async reopen(): Promise<void> {
		await this.close();
		await this.launch();
	}

	async close(): Promise<void> {
		await this.#browser?.close();
		this.#browser = null;
	}

	/** SIGKILL: the whole browser is gone in the middle of whatever it did. */
	async kill(): Promise<void> {
		const process = this.browser.process();
		const ended = new Promise((resolve) => process?.once('exit', resolve));
		process?.kill('SIGKILL');
		await ended;
		this.#browser = null;
	}

	async dispose(): Promise<void> {
		try {
			await this.close();
		} finally {
			await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	}
}

/** Its process is gone at once; the other tabs live on. Chromium only. */
export async function crashPage(page: Page): Promise<void> {
	const session = await page.createCDPSession();
	const crashed = new Promise((resolve) => page.once('error', resolve));
	session.send('Page.crash').catch(() => {}); // nobody is left to answer
	await crashed;
}
