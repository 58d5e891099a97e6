import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
	chromium,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
} from '@playwright/test';
import { findChromium } from '../../scripts/setup.mjs';
import { Guard } from './guard.ts';
import { countMissingFiles } from './offline-files.ts';

const FLAGS = [
	'--no-sandbox',
	'--disable-quic',
	'--disable-background-networking',
	'--use-angle=swiftshader',
	'--enable-unsafe-swiftshader',
	// Only the scene is drawn as by a graphics card: drawing the page that way, in software, takes half of a machine.
	'--disable-gpu-rasterization',
	'--disable-gpu-compositing',
];

/** Drawing in software takes most of a small machine: for tests that do not look at the picture. */
export const WITHOUT_PICTURE = ['--disable-3d-apis'];

export interface PersonOptions extends Pick<
	BrowserContextOptions,
	'viewport' | 'colorScheme' | 'hasTouch' | 'isMobile' | 'deviceScaleFactor' | 'reducedMotion' | 'locale'
> {
	/** For messages only. */
	readonly name?: string;
	/** Chromium flags beside the usual ones, such as `WITHOUT_PICTURE`. */
	readonly flags?: readonly string[];
	/** The browser as people have it, also where a lighter one without a window is there: for what only that one does. */
	readonly wholeBrowser?: boolean;
}

const WHOLE = process.env['CHROMIUM_PATH'] ?? findChromium() ?? '';
const LIGHT = process.env['HEADLESS_SHELL_PATH'] ?? WHOLE;

/** Times slower than the machine that every page runs (SLOW, 1): states that last a moment last long enough to be met. */
const SLOWDOWN = Number(process.env['SLOW'] ?? 1);

/** One person: a browser profile of their own that is really on disk, with a guard around every page of it. */
export class Person {
	readonly name: string;
	/** Where this person's app comes from. */
	readonly origin: string;
	#options: PersonOptions;
	#profile: string;
	#context: BrowserContext | null = null;
	#page: Page | null = null;
	#guard: Guard | null = null;
	#allowed: RegExp[] = [];

	private constructor(origin: string, profile: string, options: PersonOptions) {
		this.name = options.name ?? 'Somebody';
		this.origin = origin;
		this.#profile = profile;
		this.#options = options;
	}

	/** Opens a new profile on the app at `origin`; `page.goto('/')` is then the person's first visit. */
	static async open(origin: string, options: PersonOptions = {}): Promise<Person> {
		const profile = await mkdtemp(join(tmpdir(), 'rastudios-person-'));
		const person = new Person(origin, profile, options);
		await person.#launch();
		return person;
	}

	get page(): Page {
		if (!this.#page) throw new Error(`${this.name}'s browser is closed`);
		return this.#page;
	}

	get context(): BrowserContext {
		if (!this.#context) throw new Error(`${this.name}'s browser is closed`);
		return this.#context;
	}

	/** What the guard holds against this person's pages so far. */
	get problems(): readonly string[] {
		return this.#guard?.problems ?? [];
	}

	/** Lets console errors that match pass, as `SERVER_AWAY` in a test that stops the server. */
	allow(...patterns: readonly RegExp[]): void {
		this.#allowed.push(...patterns);
		this.#guard?.allow(...patterns);
	}

	/** Cuts or restores this person's network; the server keeps running for the others. */
	async setOffline(offline: boolean): Promise<void> {
		await this.context.setOffline(offline);
	}

	/** Resolves when all of the app is on this device, asked of its service worker itself: no network is needed any more. */
	async whenOfflineReady(page = this.page): Promise<void> {
		// They come in quiet moments, of which a page that draws in software beside another has few.
		await expect.poll(() => page.evaluate(countMissingFiles), { timeout: 180_000 * SLOWDOWN }).toBe(0);
	}

	/** Closes the whole browser and opens it again on the same profile: nothing but the disk survives. */
	async reopen(): Promise<Page> {
		await this.#close();
		await this.#launch();
		return this.page;
	}

	/** Closes the browser, removes the profile, and throws when the guard saw anything. */
	async dispose(): Promise<void> {
		try {
			await this.#close();
		} finally {
			await rm(this.#profile, { recursive: true, force: true, maxRetries: 3 });
		}
	}

	async #launch(): Promise<void> {
		const { name: _name, flags = [], wholeBrowser = false, ...options } = this.#options;
		this.#context = await chromium.launchPersistentContext(this.#profile, {
			executablePath: wholeBrowser ? WHOLE : LIGHT,
			args: [...FLAGS, ...flags],
			baseURL: this.origin,
			viewport: { width: 1280, height: 800 },
			locale: 'en-GB',
			acceptDownloads: true,
			...options,
		});
		// Nobody answers the system's own dialogs here: files are downloaded, as in browsers without them.
		await this.#context.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
		this.#guard = new Guard(this.#context, this.origin);
		this.#guard.allow(...this.#allowed);
		if (SLOWDOWN > 1) {
			this.#context.on('page', (page) => void slowDown(page));
			for (const page of this.#context.pages()) await slowDown(page);
		}
		this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
	}

	async #close(): Promise<void> {
		await this.#context?.close();
		this.#context = null;
		this.#page = null;
		this.#guard?.verify(this.name);
		this.#guard = null;
	}
}

async function slowDown(page: Page): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}
