import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { divideFiles, listFiles, readShell } from '../../scripts/app-files.mjs';
import { build, BUILD } from '../../scripts/build.mjs';
import { ROOT } from '../../scripts/setup.mjs';

const MANIFEST = join(ROOT, '.svelte-kit/output/client/.vite/manifest.json');
/** Its own modules, and those of three that only it imports lazily. */
const ENGINE = /^(src\/lib\/engine|node_modules\/three)\//;

interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
	readonly css?: readonly string[];
	readonly isEntry?: boolean;
	readonly isDynamicEntry?: boolean;
}

type Manifest = Readonly<Record<string, Chunk>>;

/** Scripts and styles of the engine: what nothing but the lazily imported modules of lib/engine leads to. */
export async function engineFiles(): Promise<Set<string>> {
	const manifest = await readManifest();
	const isEngine = (key: string) => ENGINE.test(key) && manifest[key]?.isDynamicEntry === true;
	const keys = Object.keys(manifest);
	const lazy = keys.filter(isEngine);
	if (lazy.length === 0) {
		throw new Error(
			`Nothing of ${ENGINE.source} is imported lazily: home and studio would carry three.js from the start`,
		);
	}
	const entries = keys.filter((key) => manifest[key]?.isEntry);
	const others = filesBehind(manifest, entries, (key) => !isEngine(key));
	return new Set([...filesBehind(manifest, lazy, () => true)].filter((file) => !others.has(file)));
}

/** kB of the files of the build, each compressed on its own as the server sends them. */
export function gzippedKilobytes(files: Iterable<string>): number {
	let bytes = 0;
	for (const file of files) bytes += gzipSync(readFileSync(join(BUILD, file))).byteLength;
	return bytes / 1000;
}

/** What a first visit installs, and what follows in quiet moments: files of the build. */
export async function installedFiles(): Promise<{ shell: string[]; parts: string[] }> {
	await readManifest();
	const { shell, parts } = divideFiles(listFiles(BUILD), readShell(ROOT));
	return { shell: shell.map(([url]) => url), parts: parts.map(([url]) => url) };
}

// Kit keeps the manifest of the last build only; when that was not this build, build again.
async function readManifest(): Promise<Manifest> {
	const read = () => JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
	const matches = (manifest: Manifest) =>
		Object.values(manifest).every(({ file }) => existsSync(join(BUILD, file)));
	if (existsSync(MANIFEST) && matches(read())) return read();
	await build();
	return read();
}

/** Files of these modules and of all they import, also lazily, as far as `enters` lets one go. */
function filesBehind(
	manifest: Manifest,
	entries: readonly string[],
	enters: (key: string) => boolean,
): Set<string> {
	const seen = new Set<string>();
	const files = new Set<string>();
	const waiting = [...entries];
	for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
		const chunk = manifest[key];
		if (!chunk || seen.has(key) || !enters(key)) continue;
		seen.add(key);
		files.add(chunk.file);
		for (const style of chunk.css ?? []) files.add(style);
		waiting.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
	}
	return files;
}
