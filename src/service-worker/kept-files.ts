import { assert } from '#lib/base/assert.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { isAppCache, PARTS_CACHE, readWish, SHELL_CACHE, WISH_KEY } from '#lib/pwa/app-caches.ts';
import type { KeepProblem, OfflineStatus } from '#lib/pwa/worker-messages.ts';
import { keyOf, SHELL_PAGE, type AppFile, type AppFiles } from './app-files.ts';
import { fetchFile } from './fetch-file.ts';

// A few at once: a line with a long way to go is waiting most of the time.
const AT_ONCE = 4;

interface Outside {
	readonly caches: CacheStorage;
	readonly fetch: typeof globalThis.fetch;
}

/** The files of one version of the app on this device. Those of other versions lie beside them, untouched. */
export class KeptFiles {
	#files: AppFiles;
	#outside: Outside;
	#byUrl: ReadonlyMap<string, AppFile>;
	#keeping = new Map<string, Promise<Result<void, KeepProblem>>>();

	constructor(files: AppFiles, outside: Outside) {
		this.#files = files;
		this.#outside = outside;
		this.#byUrl = new Map([...files.shell, ...files.parts].map((file) => [file.url, file]));
	}

	get page(): AppFile {
		const page = this.find(SHELL_PAGE);
		assert(page, `The build lists no ${SHELL_PAGE}`);
		return page;
	}

	/** The file of this version at an address. */
	find(url: string): AppFile | undefined {
		return this.#byUrl.get(url);
	}

	/** A file as it is kept here. Asked for each file of a page: one question to the browser, not two. */
	read(file: AppFile): Promise<Response | undefined> {
		return this.#outside.caches.match(keyOf(file), { cacheName: file.cache });
	}

	/** A hashed file of whichever version: a tab that has not been reloaded yet asks for its own. */
	async readAnyVersion(url: string): Promise<Response | undefined> {
		for (const cacheName of [SHELL_CACHE, PARTS_CACHE]) {
			const kept = await this.#outside.caches.match(url, { cacheName });
			if (kept) return kept;
		}
		return undefined;
	}

	/** Brings a file to this device, verified. Asked twice at once, it is fetched once. */
	keep(file: AppFile): Promise<Result<void, KeepProblem>> {
		let keeping = this.#keeping.get(file.url);
		if (!keeping) {
			keeping = this.#keep(file).finally(() => this.#keeping.delete(file.url));
			this.#keeping.set(file.url, keeping);
		}
		return keeping;
	}

	async #keep(file: AppFile): Promise<Result<void, KeepProblem>> {
		if (await this.read(file)) return ok();
		const fetched = await fetchFile(file, this.#outside.fetch);
		if (!fetched.ok) return fetched;
		try {
			await (await this.#outside.caches.open(file.cache)).put(keyOf(file), fetched.value);
			return ok();
		} catch {
			return err('full'); // the one reason why a whole answer of our own origin cannot be kept
		}
	}

	/**
	 * Brings all that a new worker must have: the shell, and everything else too where the whole app is kept already, so
	 * that an update never takes away that it works offline. Throws when one file is missing or not what the build made.
	 */
	async install(): Promise<void> {
		const whole = (await readWish(this.#outside.caches)) === 'whole';
		const wanted = whole ? [...this.#files.shell, ...this.#files.parts] : this.#files.shell;
		const missing = await this.#missingOf(wanted);
		const problem = await this.#keepAll(missing);
		if (!problem) return;
		// Half a version is of no use; on a full device its room is.
		if (problem.reason === 'full') await Promise.all(missing.map((file) => this.#forget(file)));
		throw new Error(
			`This version was not installed: ${problem.file.url} could not be kept (${problem.reason})`,
		);
	}

	async #keepAll(files: readonly AppFile[]): Promise<{ file: AppFile; reason: KeepProblem } | null> {
		const left = [...files];
		let problem: { file: AppFile; reason: KeepProblem } | null = null;
		const work = async () => {
			for (let file = left.shift(); file && !problem; file = left.shift()) {
				const kept = await this.keep(file);
				if (!kept.ok) problem = { file, reason: kept.error };
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
		return problem;
	}

	async #forget(file: AppFile): Promise<void> {
		await (await this.#outside.caches.open(file.cache)).delete(keyOf(file));
	}

	async status(): Promise<OfflineStatus> {
		const all = [...this.#byUrl.values()];
		const missing = await this.#missingOf(all);
		return {
			version: this.#files.version,
			files: all.length,
			missing: missing.map((file) => file.url),
		};
	}

	async #missingOf(files: readonly AppFile[]): Promise<AppFile[]> {
		const kept = new Map<string, Set<string>>();
		for (const name of [SHELL_CACHE, PARTS_CACHE]) kept.set(name, new Set(await this.#keys(name)));
		return files.filter((file) => !kept.get(file.cache)?.has(keyOf(file)));
	}

	/** Removes what other versions left. Only for when no tab, and no newer worker, can need it. */
	async tidy(): Promise<void> {
		const wanted = new Set([WISH_KEY, ...[...this.#byUrl.values()].map(keyOf)]);
		for (const name of await this.#outside.caches.keys()) {
			if (name === SHELL_CACHE || name === PARTS_CACHE) await this.#removeOthers(name, wanted);
			else if (isAppCache(name)) await this.#outside.caches.delete(name);
		}
	}

	async #removeOthers(name: string, wanted: ReadonlySet<string>): Promise<void> {
		const cache = await this.#outside.caches.open(name);
		for (const key of await this.#keys(name)) if (!wanted.has(key)) await cache.delete(key);
	}

	async #keys(name: string): Promise<string[]> {
		const requests = await (await this.#outside.caches.open(name)).keys();
		return requests.map(({ url }) => url.slice(new URL(url).origin.length));
	}
}
